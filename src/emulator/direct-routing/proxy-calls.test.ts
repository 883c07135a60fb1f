import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
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
import type { Change, ProxyUnderTest, RawWire } from './raw-sbc.ts'

let under: ProxyUnderTest
let sbc: RawWire

beforeAll(async () => {
  under = await openProxyUnderTest()
  sbc = await under.connect()
})
afterAll(() => under[Symbol.asyncDispose]())
beforeEach(() => {
  under.forget()
  under.anna.set({ reaction: { kind: 'rings' } })
})

function codes(): readonly string[] {
  return under.broken()
}

/** Sends an INVITE and lets Anna's clients ring. */
async function ringing(change: Change = {}): Promise<{ request: Change; rings: string }> {
  const request = unique(change)
  sbc.send(writeRequest(request))
  await sbc.next('SIP/2.0 100')
  under.clock.pass(10)
  return { request, rings: await sbc.next('SIP/2.0 180') }
}

/** What a request inside the call says: the answer's Contact, tag and route. */
function insideOf(request: Change, answer: string): (change: Change) => string {
  const uri = /<(.*)>/.exec(field(answer, 'CONTACT'))?.[1] ?? ''
  const known = { To: field(answer, 'TO'), Route: field(answer, 'RECORD-ROUTE') }
  return change =>
    writeRequest({ uri, ...change, headers: { ...request.headers, ...known, ...change.headers } })
}

/** Takes a call up to the ACK. */
async function connected(
  change: Change = {},
): Promise<{ answer: string; inside: (change: Change) => string }> {
  const { request } = await ringing(change)
  under.anna.answer()
  const answer = await sbc.next('SIP/2.0 200')
  const inside = insideOf(request, answer)
  sbc.send(inside({ method: 'ACK', body: '', headers: { CSeq: '1 ACK' } }))
  await vanish(() => under.anna.state().kind !== 'talking')
  return { answer, inside }
}

test('the answer has the shape of Microsoft: contact never to be dialled, loopback origin, label, key lifetime', async () => {
  const { answer, inside } = await connected()
  expect(field(answer, 'CONTACT')).toMatch(
    /^<sip:api-du-a-euno\.pstnhub\.microsoft\.com:443;x-i=[0-9a-f-]{36};x-c=[0-9a-f]{32}\/s\/1\/[0-9a-f]{32}>$/,
  )
  expect(field(answer, 'RECORD-ROUTE')).toBe(`<sip:127.0.0.1:${under.proxy.port};transport=tls;lr>`)
  const sdp = answer.slice(answer.indexOf('v=0'))
  expect(sdp.replace(/o=- \d+/, 'o=- N').split('\r\n')).toEqual([
    'v=0',
    'o=- N 0 IN IP4 127.0.0.1',
    's=session',
    'c=IN IP4 127.0.0.1',
    'b=CT:10000000',
    't=0 0',
    'm=audio 50000 RTP/SAVP 8 101',
    'c=IN IP4 127.0.0.1',
    'a=rtcp:50001',
    'a=label:main-audio',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:V/Lr6Lsvhad/crSB9kCQ28jrYDxR2Yfk5bXryH5V|2^31',
    'a=sendrecv',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    'a=ptime:20',
    '',
  ])
  sbc.send(inside({ method: 'BYE', body: '', headers: { CSeq: '2 BYE' } }))
  await sbc.next('SIP/2.0 200')
  expect([under.anna.state().kind, under.studio.count(), codes()]).toEqual(['idle', 0, []])
})

const held = goodOffer.replace('1590134317 1', '1590134317 2').replace('sendrecv', 'inactive')
const changes: readonly (readonly [string, Change, string, readonly string[]])[] = [
  ['hold by inactive', { body: held }, '200', []],
  [
    'hold by sendonly',
    { body: held.replace('inactive', 'sendonly') },
    '488',
    ['hold-not-inactive refused'],
  ],
  [
    'hold by recvonly',
    { body: held.replace('inactive', 'recvonly') },
    '488',
    ['hold-not-inactive refused'],
  ],
  [
    'hold by 0.0.0.0',
    { body: held.replaceAll('203.0.113.10', '0.0.0.0') },
    '488',
    ['hold-zero-address refused'],
  ],
  ['re-INVITE without SDP', { body: '' }, '200', ['sdp-missing ignored']],
  ['moved media', { body: held.replace('20000', '30000') }, '200', ['media-moved ignored']],
  [
    'a version that stands still',
    { body: goodOffer.replace('a=ptime:20\r\n', '') },
    '200',
    ['origin-version-stuck ignored'],
  ],
  [
    'a version that goes down',
    { body: held.replace('1590134317 2', '1590134317 0') },
    '200',
    ['origin-version-stuck ignored'],
  ],
  [
    'another session',
    { body: held.replace('1590134317 2', '1590134318 2') },
    '200',
    ['origin-session-changed ignored'],
  ],
  [
    'another Request-URI',
    { uri: 'sip:api-du-a-euno.pstnhub.microsoft.com', body: held },
    '481',
    ['request-uri-changed refused'],
  ],
  ['no Route', { headers: { Route: undefined }, body: held }, '200', ['route-missing ignored']],
  ['INFO', { method: 'INFO', body: 'Signal=1' }, '405', ['method-not-allowed refused']],
  ['UPDATE', { method: 'UPDATE', body: '' }, '405', ['method-not-allowed refused']],
  ['PRACK', { method: 'PRACK', body: '' }, '405', ['method-not-allowed refused']],
  ['REFER', { method: 'REFER', body: '' }, '405', ['method-not-allowed refused']],
  ['SUBSCRIBE', { method: 'SUBSCRIBE', body: '' }, '405', ['method-not-allowed refused']],
  ['MESSAGE', { method: 'MESSAGE', body: 'hello' }, '405', ['method-not-allowed refused']],
]

test.each(changes)('inside a call: %s', async (_name, change, status, violations) => {
  const { inside } = await connected()
  const method = change.method ?? 'INVITE'
  sbc.send(inside({ ...change, headers: { CSeq: `2 ${method}`, ...change.headers } }))
  const answer = await sbc.next(`SIP/2.0 ${status}`)
  expect(answer.includes('a=inactive')).toBe(
    status === '200' && /^$|a=inactive/.test(change.body ?? ''),
  )
  expect(under.studio.offers.at(-1)).toContain('m=audio 20000')
  expect(codes()).toEqual(violations)
  sbc.send(inside({ method: 'BYE', body: '', headers: { CSeq: '3 BYE' } }))
  await vanish(() => under.proxy.counts().dialogs > 0)
})

const early = [
  ['PRACK', '405', ['method-not-allowed refused']],
  ['UPDATE', '405', ['method-not-allowed refused']],
  ['INFO', '405', ['method-not-allowed refused']],
  ['REFER', '405', ['method-not-allowed refused']],
  ['INVITE', '500', []],
  ['OPTIONS', '200', []],
] as const

test.each(early)('before the answer %s is answered %s', async (method, status, violations) => {
  const { request, rings } = await ringing()
  const inside = insideOf(request, rings)
  sbc.send(inside({ method, headers: { CSeq: `2 ${method}`, RAck: '1 1 INVITE' } }))
  expect(field(await sbc.next(`SIP/2.0 ${status}`), 'CSEQ')).toBe(`2 ${method}`)
  expect(codes()).toEqual(violations)
  expect(under.anna.state().kind).toBe('ringing')
  sbc.send(inside({ method: 'BYE', body: '', headers: { CSeq: '3 BYE' } }))
  await sbc.next('SIP/2.0 487')
})

test('an answer that is never acknowledged is repeated, then given up with a BYE', async () => {
  const listener = await under.listen()
  await ringing()
  under.anna.answer()
  await sbc.next('SIP/2.0 200')
  under.clock.pass(500)
  await sbc.next('SIP/2.0 200')
  under.clock.pass(32_000)
  expect(codes()).toContain('ack-missing refused')
  const bye = await listener.wire.next('BYE')
  expect(bye).toContain(`BYE sip:+441632960100@${sbcName}:5061;transport=tls SIP/2.0`)
  listener.wire.send(okTo(bye))
  expect(under.anna.history().at(-1)?.end).toBe('failed')
  await vanish(() => under.proxy.counts().transactions > 0)
  await listener.close()
})

test('a client holds and resumes by re-INVITE over another connection, and hangs up there', async () => {
  const listener = await under.listen()
  const { inside } = await connected()
  expect(under.anna.hold(false)).toBe(true)
  const hold = await listener.wire.next('INVITE')
  expect(hold).toMatch(/^o=- \d+ 1 IN IP4 127\.0\.0\.1\r$/m)
  listener.wire.send(okTo(hold, goodOffer))
  await listener.wire.next('ACK')
  await vanish(() => !under.anna.resume())
  const resume = await listener.wire.next('INVITE')
  listener.wire.send(okTo(resume, goodOffer))
  await listener.wire.next('ACK')
  sbc.send(inside({ method: 'OPTIONS', body: '', headers: { CSeq: '2 OPTIONS' } }))
  await sbc.next('SIP/2.0 200')
  expect(under.anna.hangUp()).toBe(true)
  const bye = await listener.wire.next('BYE')
  expect(field(bye, 'REASON')).toMatch(/^Q\.850;cause=16;text="[0-9a-f-]{36};CallEnded"$/)
  listener.wire.send(okTo(bye))
  await vanish(() => under.proxy.counts().transactions > 0)
  expect(under.anna.history().at(-1)?.end).toBe('person-hung-up')
  await listener.close()
})

test('the version of an answer must rise too where the description changed', async () => {
  const listener = await under.listen()
  const { inside } = await connected()
  under.anna.hold(false)
  const hold = await listener.wire.next('INVITE')
  listener.wire.send(okTo(hold, held.replace('1590134317 2', '1590134317 1')))
  await listener.wire.next('ACK')
  await vanish(() => codes().length === 0)
  expect(codes()).toEqual(['origin-version-stuck ignored'])
  sbc.send(inside({ body: goodOffer, headers: { CSeq: '2 INVITE' } }))
  await sbc.next('SIP/2.0 200')
  expect(codes()).toEqual(['origin-version-stuck ignored', 'origin-version-stuck ignored'])
  sbc.send(inside({ method: 'ACK', body: '', headers: { CSeq: '2 ACK' } }))
  sbc.send(inside({ method: 'BYE', body: '', headers: { CSeq: '3 BYE' } }))
  await vanish(() => under.proxy.counts().dialogs > 0)
  await listener.close()
})

test.each([
  ['declines', '603', 'declined'],
  ['busy', '486', 'busy'],
  ['offline', '480', 'offline'],
] as const)('a person whose reaction is %s answers %s', async (kind, status, end) => {
  under.anna.set({ reaction: { kind, afterMs: 50 } })
  sbc.send(writeRequest(unique({})))
  await sbc.next('SIP/2.0 100')
  under.clock.pass(100)
  await sbc.next(`SIP/2.0 ${status}`)
  expect(under.anna.history().at(-1)?.end).toBe(end)
})

test('who calls again right after a 603 is written down', async () => {
  const headers = { From: `<sip:+441632960777@${sbcName}>;tag=caller` }
  const calls = [await ringing({ headers }), under.anna.decline(), await sbc.next('SIP/2.0 603')]
  expect(calls).toHaveLength(3)
  expect(codes()).toEqual([])
  await ringing({ headers })
  under.anna.decline()
  await sbc.next('SIP/2.0 603')
  expect(codes()).toEqual(['retry-after-decline ignored'])
})

test.each([
  [{}, 'missed'],
  [{ Reason: 'SIP;cause=200;text="Call completed elsewhere"' }, 'answered-elsewhere'],
] as const)('a CANCEL with %j leaves the call %s', async (reason, end) => {
  const { request } = await ringing()
  const headers = { ...request.headers, ...reason, CSeq: '1 CANCEL' }
  sbc.send(writeRequest({ ...request, method: 'CANCEL', headers }))
  expect(field(await sbc.next('SIP/2.0 200'), 'CSEQ')).toBe('1 CANCEL')
  await sbc.next('SIP/2.0 487')
  expect(under.anna.history().at(-1)?.end).toBe(end)
})

test('unanswered calls reach voicemail, from a server endpoint that never rang', async () => {
  under.anna.set({ reaction: { kind: 'rings' }, endpoints: 2, voicemailAfterMs: 20_000 })
  const { request, rings } = await ringing()
  under.clock.pass(100)
  const second = await sbc.next('SIP/2.0 180')
  under.clock.pass(20_000)
  const answer = await sbc.next('SIP/2.0 200')
  expect(new Set([rings, second, answer].map(text => field(text, 'TO'))).size).toBe(3)
  const inside = insideOf(request, answer)
  sbc.send(inside({ method: 'ACK', body: '', headers: { CSeq: '1 ACK' } }))
  await vanish(() => under.anna.state().kind !== 'talking')
  expect(under.anna.state()).toMatchObject({ voicemail: true })
  sbc.send(inside({ method: 'BYE', body: '', headers: { CSeq: '2 BYE' } }))
  await vanish(() => under.proxy.counts().dialogs > 0)
})

test('a second call finds a person on the phone busy', async () => {
  const { inside } = await connected()
  sbc.send(writeRequest(unique({})))
  await sbc.next('SIP/2.0 486')
  expect(under.anna.state().kind).toBe('talking')
  sbc.send(inside({ method: 'BYE', body: '', headers: { CSeq: '2 BYE' } }))
  await vanish(() => under.proxy.counts().dialogs > 0)
})

test('a granted session timer that is not refreshed ends the call', async () => {
  const listener = await under.listen()
  const { answer } = await connected({
    headers: { 'Session-Expires': '1800', Supported: 'timer' },
  })
  expect(field(answer, 'SESSION-EXPIRES')).toBe('1800;refresher=uac')
  under.clock.pass(1_800_000)
  listener.wire.send(okTo(await listener.wire.next('BYE')))
  await vanish(() => under.proxy.counts().transactions > 0)
  expect(under.anna.history().at(-1)?.end).toBe('failed')
  await listener.close()
})

test('a transfer by REFER: the SBC calls the colleague with the very words, reports, and the old leg ends', async () => {
  const listener = await under.listen()
  const { inside } = await connected({ headers: { Allow: 'INVITE, ACK, BYE, REFER, NOTIFY' } })
  const done = under.anna.transfer({ kind: 'person', personId: 'ben' })
  const refer = await listener.wire.next('REFER')
  listener.wire.send(okTo(refer).replace('200 OK', '202 Accepted'))
  const uri = /<(.*)>/.exec(field(refer, 'REFER-TO'))?.[1] ?? ''
  const by = field(refer, 'REFERRED-BY')
  expect(uri).toBe('sip:sip.pstnhub.microsoft.com:5061;transport=tls;x-m=8:orgid:ben')
  expect(by).toMatch(/x-m=8:orgid:anna;x-t=t;x-ti=[0-9a-f-]{36};x-tt=[\w%]+>$/)

  sbc.send(writeRequest(unique({ uri, headers: { 'Referred-By': by.toLowerCase() } })))
  await sbc.next('SIP/2.0 400')
  expect(codes()).toEqual(['referred-by-altered refused'])

  const { request } = await ringing({ uri, headers: { 'Referred-By': by } })
  under.ben.answer()
  const answer = await sbc.next('SIP/2.0 200')
  const withBen = insideOf(request, answer)
  sbc.send(withBen({ method: 'ACK', body: '', headers: { CSeq: '1 ACK' } }))
  const report = { method: 'NOTIFY', headers: { CSeq: '2 NOTIFY' } }
  sbc.send(inside({ ...report, body: 'SIP/2.0 180 Ringing' }))
  sbc.send(inside({ ...report, body: 'SIP/2.0 200 OK' }))
  listener.wire.send(okTo(await listener.wire.next('BYE')))
  expect(await done).toBe(true)
  await vanish(() => under.ben.state().kind !== 'talking')
  expect(under.anna.state().kind).toBe('idle')
  sbc.send(withBen({ method: 'BYE', body: '', headers: { CSeq: '2 BYE' } }))
  await vanish(() => under.proxy.counts().dialogs > 0)
  await listener.close()
})

test('a transfer that fails leaves the call as it was; a BYE before its report is written down', async () => {
  const listener = await under.listen()
  const { inside } = await connected({ headers: { Allow: 'INVITE, ACK, BYE, REFER, NOTIFY' } })
  const failed = under.anna.transfer({ kind: 'number', number: '+441632960002' })
  listener.wire.send(okTo(await listener.wire.next('REFER')).replace('200 OK', '603 Decline'))
  expect(await failed).toBe(false)
  expect(under.anna.state().kind).toBe('talking')
  const lost = under.anna.transfer({ kind: 'person', personId: 'ben' })
  listener.wire.send(okTo(await listener.wire.next('REFER')).replace('200 OK', '202 Accepted'))
  sbc.send(inside({ method: 'BYE', body: '', headers: { CSeq: '2 BYE' } }))
  expect(await lost).toBe(false)
  expect(codes()).toEqual(['bye-before-notify ignored'])
  await listener.close()
})

test('a transfer of whose end nobody tells comes to nothing after a minute, and is written down', async () => {
  const listener = await under.listen()
  const { inside } = await connected({ headers: { Allow: 'INVITE, ACK, BYE, REFER, NOTIFY' } })
  const lost = under.anna.transfer({ kind: 'person', personId: 'ben' })
  listener.wire.send(okTo(await listener.wire.next('REFER')).replace('200 OK', '202 Accepted'))
  await vanish(() => under.proxy.counts().transactions > 0)
  under.clock.pass(60_000)
  expect(await lost).toBe(false)
  expect(codes()).toEqual(['notify-missing ignored'])
  expect(under.anna.state().kind).toBe('talking')
  sbc.send(inside({ method: 'BYE', body: '', headers: { CSeq: '2 BYE' } }))
  await vanish(() => under.proxy.counts().dialogs > 0)
  await listener.close()
})

test('an SBC whose Allow knows no REFER is sent none', async () => {
  const { inside } = await connected()
  expect(await under.anna.transfer({ kind: 'person', personId: 'ben' })).toBe(false)
  sbc.send(inside({ method: 'BYE', body: '', headers: { CSeq: '2 BYE' } }))
  await vanish(() => under.proxy.counts().dialogs > 0)
})
