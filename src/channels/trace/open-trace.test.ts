import type { InteractionId, LegId, TenantId } from '#core'
import { toId } from '#core'
import type { Clock, KeptTrace } from '#engine'
import type { SipLogEvent } from '#sip'
import { parseMessage } from '#sip'
import { expect, test } from 'vitest'
import type { SignalTrace, TraceMode } from './open-trace.ts'
import { openTrace } from './open-trace.ts'
import type { TraceLimits } from './trace-limits.ts'

const leg = { tenant: toId<TenantId>('acme'), leg: toId<LegId>('c-1') }
const interaction: InteractionId = toId('i1')

const ours = { host: '192.0.2.1', port: 5060 }

interface Rehearsal {
  readonly trace: SignalTrace
  readonly kept: KeptTrace[]
  readonly logged: string[]
  readonly pass: (ms: number) => Promise<void>
}

/** A trace with time moved by hand. */
function rehearse(mode: TraceMode, limits: Partial<TraceLimits> = {}): Rehearsal {
  let now = 1_000
  const timers: { readonly at: number; readonly fire: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    elapsed: () => now,
    setTimer: (ms, fire) => {
      timers.push({ at: now + ms, fire })
      return () => undefined
    },
  }
  const kept: KeptTrace[] = []
  const logged: string[] = []
  const trace = openTrace({
    mode,
    clock,
    limits,
    keep: async (_tenant, entries) => void kept.push(...entries),
    log: (_level, event, details) => logged.push(`${event} ${JSON.stringify(details)}`),
    bound: () => [{ transport: 'udp', ...ours, advertised: ours }],
  })
  const pass = async (ms: number): Promise<void> => {
    const end = now + ms
    for (;;) {
      const next = timers.toSorted((one, other) => one.at - other.at)[0]
      if (next === undefined || next.at > end) break
      timers.splice(timers.indexOf(next), 1)
      now = next.at
      next.fire()
    }
    now = end
    await Promise.resolve()
  }
  return { trace, kept, logged, pass }
}

function heard(type: 'received' | 'sent', start: string, more: Partial<Fields> = {}): SipLogEvent {
  const { callId = 'a@b', cseq = '1 INVITE', toTag = '', branch = 'z9hG4bK1', body = '' } = more
  const bytes = Buffer.from(
    [
      start,
      `Via: SIP/2.0/UDP 192.0.2.9;branch=${branch}`,
      'From: <sip:1@b>;tag=1',
      `To: <sip:2@b>${toTag}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq}`,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
  const parsed = parseMessage(bytes)
  if (!parsed.ok) throw new Error(parsed.reason)
  const { message } = parsed
  return { type, message, bytes, transport: 'udp', address: '192.0.2.9', port: 5070 }
}

interface Fields {
  readonly callId: string
  readonly cseq: string
  readonly toTag: string
  readonly branch: string
  readonly body: string
}

const invite = (more: Partial<Fields> = {}): SipLogEvent =>
  heard('received', 'INVITE sip:2@b SIP/2.0', more)

/** What was kept, a line each. */
function lines(kept: readonly KeptTrace[]): readonly string[] {
  return kept.map(({ entry }) => {
    if (entry.kind === 'sound') return `sound ${entry.codec ?? 'none'}`
    const { says, direction, repeats } = entry
    const words = says.kind === 'request' ? says.method : `${says.status}`
    return `${direction} ${words}${repeats === undefined ? '' : ` again ${repeats}`}`
  })
}

test('The INVITE heard before the call was anybody’s is kept with all that followed', async () => {
  const { trace, kept, pass } = rehearse('all')
  trace.hear(invite({ body: 'm=audio 4000 RTP/SAVP 0\r\na=crypto:1 X inline:abcd\r\n' }))
  trace.hear(heard('sent', 'SIP/2.0 100 Trying'))
  trace.follow('a@b', leg)
  await pass(600)
  expect(kept).toEqual([])
  trace.belongs({ ...leg, interaction })
  trace.hear(heard('sent', 'SIP/2.0 200 OK', { toTag: ';tag=2' }))
  await pass(600)
  expect(lines(kept)).toEqual(['in INVITE', 'out 100', 'out 200'])
  expect(kept[0]).toMatchObject({
    interaction: 'i1',
    entry: {
      at: 1_000,
      leg: 'c-1',
      local: { address: '192.0.2.1', port: 5060 },
      remote: { address: '192.0.2.9', port: 5070 },
      sdp: { codecs: ['PCMU'], srtp: true },
      text: expect.stringContaining('inline:****\r\n'),
    },
  })
})

test('A retransmission names what it repeats, and another transaction of the same kind does not', async () => {
  const { trace, kept, pass } = rehearse('all')
  trace.hear(invite())
  trace.hear(invite())
  trace.hear(invite({ cseq: '2 INVITE', branch: 'z9hG4bK2' }))
  trace.follow('a@b', leg)
  trace.belongs({ ...leg, interaction })
  await pass(600)
  expect(lines(kept)).toEqual(['in INVITE', 'in INVITE again 1', 'in INVITE'])
})

test('The answer to a BYE is kept although the leg is over, with its sound; then nothing is listened to', async () => {
  const { trace, kept, pass } = rehearse('all')
  trace.hear(invite())
  trace.follow('a@b', leg)
  trace.belongs({ ...leg, interaction })
  trace.over(leg, {
    codec: 'PCMU',
    srtp: false,
    packetsIn: 1,
    packetsOut: 1,
    lost: 0,
    late: 0,
    jitterMs: 0,
    mos: 4.4,
  })
  await pass(1_000)
  trace.hear(heard('sent', 'SIP/2.0 200 OK', { cseq: '2 BYE', toTag: ';tag=2' }))
  await pass(10_000)
  trace.hear(heard('received', 'BYE sip:2@b SIP/2.0', { cseq: '3 BYE', toTag: ';tag=2' }))
  await pass(10_000)
  expect(lines(kept)).toEqual(['in INVITE', 'sound PCMU', 'out 200'])
})

test.each([
  ['486 Busy Here', ['in INVITE', 'out 486']],
  ['487 Request Terminated', []],
  ['200 OK', []],
])('Where only errors are kept, a call answered %s leaves %j', async (status, expected) => {
  const { trace, kept, pass } = rehearse('errors')
  trace.hear(invite())
  trace.follow('a@b', leg)
  trace.belongs({ ...leg, interaction })
  await pass(600)
  trace.hear(heard('sent', `SIP/2.0 ${status}`, { toTag: ';tag=2' }))
  trace.over(leg, undefined)
  await pass(10_000)
  expect(lines(kept)).toEqual(expected)
})

test('Calls that never are anybody’s, and OPTIONS, are not kept and not remembered', async () => {
  const { trace, kept, pass } = rehearse('all', { unclaimedCallsMax: 1 })
  trace.hear(heard('received', 'OPTIONS sip:2@b SIP/2.0', { cseq: '1 OPTIONS' }))
  trace.hear(invite({ callId: 'refused@b' }))
  trace.hear(invite({ callId: 'over-the-limit@b' }))
  await pass(10_000)
  trace.hear(invite({ callId: 'later@b' }))
  trace.follow('later@b', leg)
  trace.belongs({ ...leg, interaction })
  await pass(600)
  expect(lines(kept)).toEqual(['in INVITE'])
})

test('Messages over the limits are left out and counted', async () => {
  const { trace, kept, logged, pass } = rehearse('all', {
    messagesPerLegMax: 2,
    messageCharactersMax: 10,
  })
  for (let count = 0; count < 5; count += 1) trace.hear(invite())
  trace.follow('a@b', leg)
  trace.belongs({ ...leg, interaction })
  await pass(600)
  expect(lines(kept)).toEqual(['in INVITE', 'in INVITE again 1'])
  expect(kept[0]?.entry).toMatchObject({ text: 'INVITE sip', cut: true })
  expect(logged).toEqual(['trace-dropped {"messages":3}'])
})

test('What is gathered is handed over before a stop', async () => {
  const { trace, kept } = rehearse('all')
  trace.hear(invite())
  trace.follow('a@b', leg)
  trace.belongs({ ...leg, interaction })
  await trace.settle()
  expect(lines(kept)).toEqual(['in INVITE'])
})

test('A call of ours is the interaction’s whose order it was, although the order came before the INVITE', async () => {
  const { trace, kept, pass } = rehearse('all')
  trace.belongs({ ...leg, interaction })
  trace.hear(heard('sent', 'INVITE sip:2@b SIP/2.0'))
  trace.follow('a@b', leg)
  await pass(600)
  expect(lines(kept)).toEqual(['out INVITE'])
})
