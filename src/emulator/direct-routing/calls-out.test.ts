import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  field,
  goodOffer,
  okTo,
  openProxyUnderTest,
  sbcName,
  unique,
  vanish,
  writeRequest,
} from './raw-sbc.ts'
import type { ProxyUnderTest, RawListener, RawWire } from './raw-sbc.ts'

/* Calls out of Teams, as an SBC sees them: by a person's hand, by behaviour, and forwarded. */

let under: ProxyUnderTest
let sbc: RawWire
let listener: RawListener
const outside = '+441632960999'

beforeAll(async () => {
  under = await openProxyUnderTest()
  sbc = await under.connect()
})
afterAll(() => under[Symbol.asyncDispose]())
beforeEach(async () => {
  under.forget()
  under.anna.set({ reaction: { kind: 'rings' } })
  listener = await under.listen()
})
afterEach(async () => {
  await vanish(() => under.proxy.counts().dialogs + under.proxy.counts().transactions > 0)
  await vanish(() => under.studio.count() > 0)
  await listener.close()
})

/** Our answer to Microsoft's INVITE, with a dialog of ours. */
function answerTo(invite: string, status: string, body = ''): string {
  const tagged = okTo(invite, body).replace('SIP/2.0 200 OK', `SIP/2.0 ${status}`)
  return tagged.replace(/^TO: (.*)$/m, (_, to: string) => `TO: ${to};tag=sbc`)
}

/** What we say inside the call. */
function inside(invite: string, method: string, sequence: number): string {
  const uri = /<(.*)>/.exec(field(invite, 'CONTACT'))?.[1] ?? ''
  const headers = {
    Via: `SIP/2.0/TLS ${sbcName}:5061;branch=z9hG4bK-${method}-${sequence}`,
    From: `${field(invite, 'TO')};tag=sbc`,
    To: field(invite, 'FROM'),
    'Call-ID': field(invite, 'CALL-ID'),
    CSeq: `${sequence} ${method}`,
    Route: field(invite, 'RECORD-ROUTE'),
  }
  return writeRequest({ method, uri, headers, body: '' })
}

test('a person calls a number outside: the INVITE is worded as Microsoft’s, and who answers hangs up', async () => {
  expect(under.anna.call(outside)).toBe(true)
  const invite = await listener.wire.next('INVITE')
  expect(under.anna.state()).toMatchObject({ kind: 'calling', to: outside })
  expect(under.anna.call(outside)).toBe(false)
  expect(invite).toMatch(
    new RegExp(`^INVITE sip:\\${outside}@${sbcName}:\\d+;user=phone;transport=tls SIP/2\\.0\r\n`),
  )
  expect(field(invite, 'FROM')).toMatch(
    /^Anna<sip:\+441632960001@sip\.pstnhub\.microsoft\.com:5061;user=phone>;tag=[0-9a-f]{32}$/,
  )
  expect(field(invite, 'CALL-ID')).toMatch(/^[0-9a-f]{32}$/)
  expect(field(invite, 'CONTACT')).toMatch(/:443;x-i=[0-9a-f-]{36};x-c=[0-9a-f]{32}\/d\/8\//)
  expect([field(invite, 'SESSION-EXPIRES'), field(invite, 'MIN-SE')]).toEqual(['3600', '300'])
  expect(invite).toMatch(/^a=label:main-audio\r$/m)
  expect(field(invite, 'HISTORY-INFO')).toBe('')
  listener.wire.send(answerTo(invite, '180 Ringing'))
  listener.wire.send(answerTo(invite, '200 OK', goodOffer))
  const ack = await listener.wire.next('ACK')
  expect(field(ack, 'CSEQ')).toBe('1 ACK')
  await vanish(() => under.anna.state().kind !== 'talking')
  listener.wire.send(inside(invite, 'BYE', 2))
  await listener.wire.next('SIP/2.0 200')
  expect(under.anna.history().at(-1)).toMatchObject({ to: outside, end: 'caller-hung-up' })
  expect(under.broken()).toEqual([])
})

test('an SBC that says nothing for ten seconds is given up, and that is written down', async () => {
  under.anna.call(outside)
  await listener.wire.next('INVITE')
  under.clock.pass(10_000)
  await vanish(() => under.anna.state().kind !== 'idle')
  expect(under.broken()).toEqual(['provisional-missing refused'])
  expect(under.anna.history().at(-1)).toMatchObject({ to: outside, end: 'failed' })
  under.clock.pass(22_000)
})

test.each([
  ['486 Busy Here', 'busy'],
  ['603 Decline', 'declined'],
  ['404 Not Found', 'failed'],
  ['503 Service Unavailable', 'failed'],
])('a number outside that says %s ends the call as %s', async (status, end) => {
  under.anna.call(outside)
  const invite = await listener.wire.next('INVITE')
  listener.wire.send(answerTo(invite, '100 Trying'))
  listener.wire.send(answerTo(invite, status))
  await listener.wire.next('ACK')
  await vanish(() => under.anna.state().kind !== 'idle')
  expect(under.anna.history().at(-1)).toMatchObject({ end })
})

test('before its answer the called side is refused UPDATE and INFO too', async () => {
  under.anna.call(outside)
  const invite = await listener.wire.next('INVITE')
  listener.wire.send(answerTo(invite, '180 Ringing'))
  for (const [at, method] of ['UPDATE', 'INFO'].entries()) {
    listener.wire.send(inside(invite, method, at + 2))
    expect(field(await listener.wire.next('SIP/2.0 405'), 'CSEQ')).toBe(`${at + 2} ${method}`)
  }
  expect(under.broken()).toEqual(['method-not-allowed refused', 'method-not-allowed refused'])
  listener.wire.send(answerTo(invite, '486 Busy Here'))
  await listener.wire.next('ACK')
})

test('who calls and gives up takes the call back, once the SBC was heard of', async () => {
  under.anna.call(outside)
  const invite = await listener.wire.next('INVITE')
  listener.wire.send(answerTo(invite, '180 Ringing'))
  await vanish(() => under.proxy.counts().timers > 1)
  under.anna.hangUp()
  const cancel = await listener.wire.next('CANCEL')
  expect(field(cancel, 'VIA')).toBe(field(invite, 'VIA'))
  listener.wire.send(okTo(cancel))
  listener.wire.send(answerTo(invite, '487 Request Terminated'))
  await listener.wire.next('ACK')
  await vanish(() => under.anna.state().kind !== 'idle')
  expect(under.anna.history().at(-1)).toMatchObject({ end: 'person-hung-up' })
})

const withContact = `Contact: <sip:203.0.113.10:5061>`
const withRoute = `Record-Route: <sip:203.0.113.10:5061;lr>\r\n$&`

test.each([
  ['plain RTP', goodOffer.replace('RTP/SAVP', 'RTP/AVP'), '$&', 'rtp-not-savp refused'],
  ['another suite', goodOffer.replace('SHA1_80', 'SHA1_32'), '$&', 'crypto-missing refused'],
  ['an address in Contact', goodOffer, withContact, 'contact-ip refused'],
  ['an address in Record-Route', goodOffer, withRoute, 'record-route-ip refused'],
])('an answer with %s is acknowledged, ended and written down', async (_, body, contact, code) => {
  under.anna.call(outside)
  const invite = await listener.wire.next('INVITE')
  const answer = answerTo(invite, '200 OK', body)
  listener.wire.send(answer.replace(/^Contact: .*$/m, contact))
  await listener.wire.next('ACK')
  listener.wire.send(okTo(await listener.wire.next('BYE')))
  await vanish(() => under.anna.state().kind !== 'idle')
  expect(under.broken()).toEqual([code])
})

test('a person calls by behaviour: after a while, and again', async () => {
  under.anna.set({
    reaction: { kind: 'rings' },
    calls: { to: outside, afterMs: 5_000, everyMs: 60_000 },
  })
  for (const ms of [5_000, 60_000]) {
    under.clock.pass(ms)
    const invite = await listener.wire.next('INVITE')
    listener.wire.send(answerTo(invite, '486 Busy Here'))
    await listener.wire.next('ACK')
    await vanish(() => under.anna.state().kind !== 'idle')
  }
  under.anna.set({ reaction: { kind: 'rings' } })
  expect(under.anna.history().slice(-2)).toMatchObject([
    { to: outside, end: 'busy' },
    { to: outside, end: 'busy' },
  ])
})

test.each([
  [0, 302, 'Moved%20temporarily'],
  [15_000, 408, 'Request%20Timeout'],
])(
  'a call that is forwarded after %i ms is 181 to its caller, with its history and cause %i to the number outside',
  async (afterMs, cause, text) => {
    under.anna.set({ reaction: { kind: 'forwards', to: outside, afterMs } })
    sbc.send(writeRequest(unique({})))
    await sbc.next('SIP/2.0 100')
    under.clock.pass(afterMs)
    await sbc.next('SIP/2.0 181')
    const invite = await listener.wire.next('INVITE')
    expect(invite.split('\r\n')[0]).toContain(`;cause=${cause} `)
    expect(field(invite, 'FROM')).toContain('<sip:+441632960100@')
    expect(field(invite, 'HISTORY-INFO')).toBe(
      '<sip:+441632960001@sip.pstnhub.microsoft.com:5061;user=phone' +
        `?Reason=SIP%3Bcause%3D${cause}%3Btext%3D%22${text}%22>;index=1,` +
        `<sip:${outside}@sip.pstnhub.microsoft.com:5061;user=phone>;index=1.1`,
    )
    listener.wire.send(answerTo(invite, '486 Busy Here'))
    await listener.wire.next('ACK')
    await sbc.next('SIP/2.0 486')
    expect(under.anna.history().at(-1)).toMatchObject({ end: 'busy' })
  },
)
