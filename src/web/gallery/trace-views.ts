import type { TraceView } from '#contract'
import { amara, dialled, joel } from './cast.ts'

type Message = TraceView['messages'][number]

const carrier = { address: '203.0.113.7', port: 5060 }
const teams = { address: '52.114.76.76', port: 5061 }
const ours = { address: '198.51.100.4', port: 5060 }

/** One line of the made-up ladder: when, on which leg, which way, and what it says. */
type Line = readonly [
  ms: number,
  leg: 'c-1' | 'i-1~1' | 'i-1~2',
  direction: 'in' | 'out',
  says: string,
  method?: string,
]

const lines: readonly Line[] = [
  [0, 'c-1', 'in', 'INVITE'],
  [2, 'c-1', 'out', '100 Trying', 'INVITE'],
  [31, 'c-1', 'out', '200 OK', 'INVITE'],
  [64, 'c-1', 'in', 'ACK'],
  [40_020, 'i-1~1', 'out', 'INVITE'],
  [40_520, 'i-1~1', 'out', 'INVITE'],
  [40_610, 'i-1~1', 'in', '100 Trying', 'INVITE'],
  [41_200, 'i-1~1', 'in', '180 Ringing', 'INVITE'],
  [55_000, 'i-1~1', 'in', '603 Decline', 'INVITE'],
  [55_004, 'i-1~1', 'out', 'ACK'],
  [56_020, 'i-1~2', 'out', 'INVITE'],
  [56_090, 'i-1~2', 'in', '100 Trying', 'INVITE'],
  [57_000, 'i-1~2', 'in', '180 Ringing', 'INVITE'],
  [63_000, 'i-1~2', 'in', '200 OK', 'INVITE'],
  [63_003, 'i-1~2', 'out', 'ACK'],
  [75_000, 'c-1', 'in', 'BYE'],
  [75_002, 'c-1', 'out', '200 OK', 'BYE'],
  [75_010, 'i-1~2', 'out', 'BYE'],
  [75_080, 'i-1~2', 'in', '200 OK', 'BYE'],
]

function textOf(start: string, isEncrypted: boolean): string {
  return [
    start,
    'Via: SIP/2.0/TLS 52.114.76.76:5061;branch=z9hG4bK58735f38',
    'From: "Priya Raman" <sip:+441632960147@sip.example>;tag=240cd735',
    `To: <sip:${dialled}@parley.example>`,
    'Call-ID: 64ce308b2417594d8bd91a8ade8aa77d',
    'CSeq: 1 INVITE',
    'Contact: <sip:api-du-a.pstnhub.microsoft.com:443>',
    'Content-Type: application/sdp',
    'Content-Length: 161',
    '',
    'v=0',
    'c=IN IP4 52.112.0.1',
    `m=audio 49170 RTP/${isEncrypted ? 'SAVP' : 'AVP'} 8 0 101`,
    'a=rtpmap:8 PCMA/8000',
    ...(isEncrypted ? [`a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${'*'.repeat(40)}`] : []),
  ].join('\r\n')
}

/** The signalling of the made-up interaction. */
export function traceAt(arrivedAt: number): TraceView {
  const messages = lines.map(([ms, leg, direction, says, method = says], index): Message => {
    const isTeams = leg !== 'c-1'
    const status = Number.parseInt(says, 10)
    const uri = isTeams ? 'sip:+441632960110@sip.pstnhub.microsoft.com' : `sip:${dialled}@parley`
    const sounds = says === 'INVITE' || says === '200 OK' ? method === 'INVITE' : false
    return {
      nth: index + 1,
      at: arrivedAt + ms,
      leg,
      direction,
      transport: isTeams ? 'tls' : 'udp',
      local: ours,
      remote: isTeams ? teams : carrier,
      callId: leg,
      cseq: { number: 1, method },
      says: Number.isNaN(status)
        ? { kind: 'request', method: says, uri }
        : { kind: 'response', status, reason: says.slice(4) },
      ...(sounds
        ? {
            sdp: {
              codecs: ['PCMA', 'PCMU'],
              srtp: isTeams,
              direction: 'sendrecv' as const,
              port: 49_170,
            },
          }
        : {}),
      ...(ms === 40_520 ? { repeats: 5 } : {}),
      text: textOf(Number.isNaN(status) ? `${says} ${uri} SIP/2.0` : `SIP/2.0 ${says}`, isTeams),
    }
  })
  const sound = { at: arrivedAt + 75_100, packetsIn: 598, packetsOut: 601, late: 0, rttMs: 41 }
  return {
    at: arrivedAt + 92_000,
    legs: [
      { id: 'c-1', party: 'customer', number: '+441632960147', trunk: 'carrier' },
      { id: 'i-1~1', party: 'agent', agent: joel },
      { id: 'i-1~2', party: 'agent', agent: amara },
    ],
    messages,
    sounds: [
      { ...sound, leg: 'c-1', codec: 'PCMA', srtp: false, lost: 2, jitterMs: 3.2, mos: 4.3 },
      { ...sound, leg: 'i-1~2', codec: 'PCMU', srtp: true, lost: 0, jitterMs: 1.1, mos: 4.4 },
    ],
  }
}
