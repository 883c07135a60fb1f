/** How many SIP messages a second one core reads and writes: a Teams-sized INVITE, one number a line. */
import { parseMessage, printMessage } from '#sip'

const sdp = [
  'v=0',
  'o=- 0 0 IN IP4 52.112.0.1',
  's=session',
  'c=IN IP4 52.112.0.1',
  'b=CT:10000000',
  't=0 0',
  'm=audio 49170 RTP/SAVP 8 0 9 101 13',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:9 G722/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:bWVhc3VyZWQgd2l0aCBhIGtleSBvZiAzMCBieXRlcw==|2^31',
  'a=ptime:20',
  '',
].join('\r\n')

const invite = Buffer.from(
  [
    'INVITE sip:+441273652000@tenant1.customers.adatum.biz:5061;user=phone;transport=tls SIP/2.0',
    'FROM: John Doe<sip:+441273652002@sip.pstnhub.microsoft.com:5061;user=phone>;tag=240cd735c3464a16',
    'TO: <sip:+441273652000@tenant1.customers.adatum.biz:5061;user=phone>',
    'CSEQ: 1 INVITE',
    'CALL-ID: 64ce308b2417594d8bd91a8ade8aa77d',
    'MAX-FORWARDS: 70',
    'VIA: SIP/2.0/TLS 52.114.76.76:5061;branch=z9hG4bK58735f38',
    'RECORD-ROUTE: <sip:sip-du-a-eu.pstnhub.microsoft.com:5061;transport=tls;lr>',
    'CONTACT: <sip:api-du-a-uswe2.pstnhub.microsoft.com:443;x-i=109abb90-581d-40dc-ad31-2c5d51a80aa3;x-c=64ce308b/d/8/f071fe23>',
    `CONTENT-LENGTH: ${Buffer.byteLength(sdp)}`,
    'MIN-SE: 300',
    'SUPPORTED: timer',
    'USER-AGENT: Microsoft.PSTNHub.SIPProxy v.2020.5.13.3 i.EUNO.7',
    'CONTENT-TYPE: application/sdp',
    'ALLOW: INVITE,ACK,OPTIONS,CANCEL,BYE,NOTIFY',
    'SESSION-EXPIRES: 3600',
    '',
    sdp,
  ].join('\r\n'),
)

const roundMs = 1_000

/** Runs `work` for a second after a warm-up, and tells how often a second of processor time it went. */
function rate(work: () => void): number {
  const run = (ms: number): number => {
    const startMs = performance.now()
    const startCpu = process.cpuUsage()
    let times = 0
    while (performance.now() - startMs < ms) {
      for (let batch = 0; batch < 100; batch++) work()
      times += 100
    }
    // Other programs may hold the core meanwhile: only time spent here counts.
    const { user, system } = process.cpuUsage(startCpu)
    return (times * 1_000_000) / (user + system)
  }
  run(roundMs / 2)
  return Math.round(run(roundMs))
}

const parsed = parseMessage(invite)
if (!parsed.ok) throw new Error(parsed.reason)
const { message } = parsed

const lines: readonly (readonly [string, number])[] = [
  ['sip message bytes', invite.length],
  ['sip parse per second', rate(() => void parseMessage(invite))],
  ['sip print per second', rate(() => void printMessage(message))],
]
for (const [name, value] of lines) process.stdout.write(`${name}: ${value}\n`)
