import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createFakeClock } from './fake-clock.ts'
import { openFakePhone } from './fake-phone.ts'
import { createFakeNetwork, fair } from './transport/fake-wire.ts'

/* What leaves the wire for each of RFC 4475's torture messages; what it is read as stands beside the parser. */

const folder = new URL('../../test/vectors/sip/rfc4475/', import.meta.url)
const names = readdirSync(folder).map(file => file.replace('.dat', ''))

const trying = '100 Trying'
const notServed = '405 Method Not Allowed'
const bad = (why: string): string => `400 Bad Request (${why})`

const answers: Readonly<Record<string, readonly string[]>> = {
  badaspec: [bad('missing or malformed To')],
  badbranch: ['200 OK'],
  baddate: [trying],
  baddn: ['200 OK'],
  badinv01: [bad('missing or malformed Via')],
  badvers: ['505 Version Not Supported (only SIP/2.0 is spoken here)'],
  bcast: [],
  bext01: ['420 Bad Extension'],
  bigcode: [],
  clerr: [bad('body shorter than Content-Length')],
  cparam01: [notServed],
  cparam02: [notServed],
  dblreq: [notServed],
  esc01: [trying],
  esc02: ['501 Not Implemented'],
  escnull: [notServed],
  escruri: [trying],
  insuf: [bad('missing or malformed From')],
  intmeth: ['501 Not Implemented'],
  inv2543: [trying, '400 Bad Request'],
  invut: ['415 Unsupported Media Type'],
  longreq: [trying],
  ltgtruri: [bad('malformed Request-URI')],
  lwsdisp: ['200 OK'],
  lwsruri: [bad('malformed request line')],
  lwsstart: [bad('malformed request line')],
  mcl01: [bad('several Content-Length fields')],
  mismatch01: [bad('CSeq names another method')],
  mismatch02: ['501 Not Implemented (CSeq names another method)'],
  mpart01: [notServed],
  multi01: [bad('body shorter than Content-Length')],
  ncl: [bad('malformed Content-Length')],
  noreason: [],
  novelsc: ['416 Unsupported URI Scheme'],
  quotbal: [bad('missing or malformed To')],
  regaut01: [notServed],
  regbadct: [bad('malformed Contact')],
  regescrt: [notServed],
  scalar02: [bad('missing or malformed CSeq')],
  scalarlg: [],
  sdp01: [trying],
  semiuri: ['200 OK'],
  transports: ['200 OK'],
  trws: ['200 OK'],
  unkscm: ['416 Unsupported URI Scheme'],
  unksm2: [notServed],
  unreason: [],
  wsinv: ['481 Call/Transaction Does Not Exist'],
  zeromf: ['200 OK'],
}

interface Sent {
  readonly to: string
  readonly lines: readonly string[]
}

/** What an endpoint sends when these bytes come to it. */
async function sentFor(bytes: Buffer): Promise<readonly Sent[]> {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const sent: Sent[] = []
  network.weather = packet => {
    sent.push({ to: packet.to, lines: packet.bytes.toString('latin1').split('\r\n') })
    return fair(packet)
  }
  const phone = await openFakePhone(network, clock, '1.1.1.1')
  network.inject({ transport: 'udp', address: '9.9.9.9', port: 7_777 }, '1.1.1.1', bytes)
  await clock.advance(100)
  const leaves = [...sent]
  await phone.endpoint.close()
  return leaves
}

const vector = (name: string): Buffer => readFileSync(new URL(`${name}.dat`, folder))
const statusLine = ({ lines }: Sent): string | undefined => lines[0]?.replace('SIP/2.0 ', '')

test('all 49 are here', () => {
  expect(Object.keys(answers)).toEqual(names.toSorted())
  expect(names).toHaveLength(49)
})

test.each(names)(
  '%s is answered as RFC 4475 says, or not at all where it is no request',
  async name => {
    const sent = await sentFor(vector(name))
    expect(sent.map(statusLine)).toEqual(answers[name])
    expect(sent.every(({ to }) => to === '9.9.9.9')).toBe(true)
  },
)

/** The fields of an answer that say which request it is for. */
function echoed(answer: Sent | undefined): readonly string[] {
  return answer?.lines.filter(line => /^(?:Via|Call-ID|CSeq|From|To):/.test(line)) ?? []
}

test('an answer repeats of a request that cannot be read what is there, each field but Via once', async () => {
  const [badLine] = await sentFor(vector('lwsstart'))
  expect(echoed(badLine)).toEqual([
    'To: sip:user@example.com',
    'From: sip:caller@example.net;tag=8814',
    'Call-ID: lwsstart.dfknq234oi243099adsdfnawe3@example.com',
    'CSeq: 1893884 INVITE',
    'Via: SIP/2.0/UDP host1.example.com;branch=z9hG4bKkdjuw3923',
  ])
  const [double] = await sentFor(vector('multi01'))
  expect(echoed(double)).toEqual([
    'Via: SIP/2.0/UDP 192.0.2.25;branch=z9hG4bKkdjuw',
    'CSeq: 5 INVITE',
    'Call-ID: multi01.98asdh@192.0.2.1',
    'From: sip:caller@example.com;tag=3413415',
    'To: sip:user@example.com',
  ])
})

test.each([
  ['an ACK that cannot be read', 'ACK  sip:x@h.invalid SIP/2.0\r\nVia: SIP/2.0/UDP h.invalid'],
  ['one by its CSeq', 'X  sip:x@h.invalid SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nCSeq: 1 ACK'],
  ['what is of another protocol', 'GET / HTTP/1.1\r\nVia: 1.1 proxy.invalid'],
  ['what says nothing of its way', 'OPTIONS  sip:x@h.invalid SIP/2.0\r\nCall-ID: 1'],
])('%s gets no answer', async (_, text) => {
  expect(await sentFor(Buffer.from(`${text}\r\n\r\n`))).toEqual([])
})
