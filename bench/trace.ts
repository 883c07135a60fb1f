/** What it costs to keep every SIP message of a call: processor time a call, one number a line. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LegId, TenantId } from '#core'
import { toId } from '#core'
import { openTrace } from '#channels'
import type { SipLogEvent } from '#sip'
import { parseMessage } from '#sip'
import { openStore } from '#store'

const calls = 3_000
const tenant = toId<TenantId>('acme')

const sdp = [
  'v=0',
  'o=- 0 0 IN IP4 52.112.0.1',
  's=session',
  'c=IN IP4 52.112.0.1',
  't=0 0',
  'm=audio 49170 RTP/SAVP 8 0 9 101 13',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:bWVhc3VyZWQgd2l0aCBhIGtleSBvZiAzMCBieXRlcw==|2^31',
  '',
].join('\r\n')

/** The messages of one answered leg, as long as Teams writes them. */
const ladder: readonly (readonly [SipLogEvent['type'], string, string, string])[] = [
  ['received', 'INVITE sip:+441273652000@parley.example SIP/2.0', '1 INVITE', sdp],
  ['sent', 'SIP/2.0 100 Trying', '1 INVITE', ''],
  ['sent', 'SIP/2.0 180 Ringing', '1 INVITE', ''],
  ['sent', 'SIP/2.0 200 OK', '1 INVITE', sdp],
  ['received', 'ACK sip:+441273652000@parley.example SIP/2.0', '1 ACK', ''],
  ['received', 'BYE sip:+441273652000@parley.example SIP/2.0', '2 BYE', ''],
  ['sent', 'SIP/2.0 200 OK', '2 BYE', ''],
]

/** Parsing is not counted: the endpoint has done it when the trace hears of a message. */
function eventsOf(callId: string): readonly SipLogEvent[] {
  return ladder.map(([type, start, cseq, body]) => {
    const bytes = Buffer.from(
      [
        start,
        'Via: SIP/2.0/TLS 52.114.76.76:5061;branch=z9hG4bK58735f38',
        'Record-Route: <sip:sip-du-a-eu.pstnhub.microsoft.com:5061;transport=tls;lr>',
        'Contact: <sip:api-du-a-uswe2.pstnhub.microsoft.com:443;x-i=109abb90-581d-40dc-ad31-2c5d51a80aa3>',
        'From: "John Doe" <sip:+441273652002@sip.pstnhub.microsoft.com:5061;user=phone>;tag=240cd735',
        'To: <sip:+441273652000@parley.example>',
        `Call-ID: ${callId}`,
        `CSeq: ${cseq}`,
        'User-Agent: Microsoft.PSTNHub.SIPProxy v.2020.5.13.3 i.EUNO.7',
        ...(body === '' ? [] : ['Content-Type: application/sdp']),
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    )
    const parsed = parseMessage(bytes)
    if (!parsed.ok || (type !== 'received' && type !== 'sent')) throw new Error('not a message')
    const { message } = parsed
    return { type, message, bytes, transport: 'tls', address: '52.114.76.76', port: 5061 }
  })
}

const folder = await mkdtemp(join(tmpdir(), 'bench-trace-'))
{
  await using store = await openStore({ file: join(folder, 'bench.db') }, { log() {} })
  const trace = openTrace({
    mode: 'all',
    keep: store.traces.keep,
    clock: {
      now: () => Date.now(),
      elapsed: () => performance.now(),
      setTimer: () => () => undefined,
    },
    log() {},
    bound: () => [],
    limits: { waitingMax: Infinity, unclaimedCallsMax: Infinity },
  })
  const heard = Array.from({ length: calls * 2 }, (_, index) => eventsOf(`call-${index}`))
  const begun = { process: process.cpuUsage(), thread: performance.eventLoopUtilization().active }
  for (const [index, events] of heard.entries()) {
    const leg = toId<LegId>(`c-${index}`)
    for (const event of events) trace.hear(event)
    trace.follow(`call-${index}`, { tenant, leg })
    trace.belongs({ tenant, leg, interaction: toId(`i${index >> 1}`) })
    trace.over({ tenant, leg }, undefined)
    // As many calls as a busy half second has.
    if (index % 50 === 0) await trace.settle()
  }
  await trace.settle()
  const { user, system } = process.cpuUsage(begun.process)
  const loopMs = performance.eventLoopUtilization().active - begun.thread
  const each = (ms: number): string => (ms / calls).toFixed(3)
  process.stdout.write(
    `trace of ${ladder.length * 2} messages a call: ${each((user + system) / 1000)} ms of processor, ${each(loopMs)} ms of them on the loop that serves calls\n`,
  )
}
await rm(folder, { recursive: true, force: true })
