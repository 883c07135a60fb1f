import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  field,
  goodOffer,
  okTo,
  openProxyUnderTest,
  unique,
  vanish,
  writeRequest,
} from './raw-sbc.ts'
import type { ProxyUnderTest, RawListener, RawWire } from './raw-sbc.ts'

/* Calls of more than an hour, and offers that cross, as an SBC sees them. */

let under: ProxyUnderTest
let sbc: RawWire
let listener: RawListener
const number = '+441632960999'
const halfHour = 1_800_000
const held = goodOffer.replace('1590134317 1', '1590134317 2').replace('sendrecv', 'inactive')

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
  await vanish(() => under.proxy.counts().timers > 0)
  await listener.close()
})

/** Our 200, with a dialog and a session timer of ours. */
function granted(request: string, session: string, body = goodOffer): string {
  const ok = okTo(request, body).replace(
    '\r\nContact:',
    `\r\nSession-Expires: ${session}\r\nContact:`,
  )
  return /;tag=/.test(field(request, 'TO')) ? ok : ok.replace(/^TO: (.*)$/m, 'TO: $1;tag=sbc')
}

/** Anna calls out, and is answered with this timer. */
async function calledOut(session: string): Promise<void> {
  under.anna.call(number)
  listener.wire.send(granted(await listener.wire.next('INVITE'), session))
  await listener.wire.next('ACK')
  await vanish(() => under.anna.state().kind !== 'talking')
}

/** The SBC calls Anna and asks for this timer. */
async function calledIn(session: string): Promise<{
  answer: string
  inside: (sequence: number, method: string, session?: string, body?: string) => string
}> {
  const request = unique({ headers: { Supported: 'timer', 'Session-Expires': session } })
  sbc.send(writeRequest(request))
  await sbc.next('SIP/2.0 100')
  under.clock.pass(10)
  await sbc.next('SIP/2.0 180')
  under.anna.answer()
  const answer = await sbc.next('SIP/2.0 200')
  const uri = /<(.*)>/.exec(field(answer, 'CONTACT'))?.[1] ?? ''
  const known = {
    ...request.headers,
    To: field(answer, 'TO'),
    Route: field(answer, 'RECORD-ROUTE'),
  }
  const inside = (sequence: number, method: string, asked?: string, body?: string): string =>
    writeRequest({
      uri,
      method,
      headers: { ...known, 'Session-Expires': asked, CSeq: `${sequence} ${method}` },
      ...(body === undefined ? {} : { body }),
    })
  sbc.send(inside(1, 'ACK'))
  await vanish(() => under.anna.state().kind !== 'talking')
  return { answer, inside }
}

async function hangUp(): Promise<void> {
  under.anna.hangUp()
  listener.wire.send(okTo(await listener.wire.next('BYE')))
}

test('O9: a call out of Teams whose refresher is Teams is refreshed every half hour, with what was agreed on', async () => {
  await calledOut('3600;refresher=uac')
  const said: string[] = []
  for (let refresh = 0; refresh < 3; refresh += 1) {
    under.clock.pass(halfHour)
    const invite = await listener.wire.next('INVITE')
    said.push(field(invite, 'SESSION-EXPIRES'), /^o=.*$/m.exec(invite)?.[0]?.split(' ')[2] ?? '')
    listener.wire.send(granted(invite, '3600;refresher=uac'))
    await listener.wire.next('ACK')
    await vanish(() => under.proxy.counts().transactions > 0)
  }
  const one = ['3600;refresher=uac', '0']
  expect(said).toEqual([...one, ...one, ...one])
  expect([under.anna.state().kind, under.broken()]).toEqual(['talking', []])
  await hangUp()
})

test('O9: a call out of Teams whose refresher is the SBC ends where nobody refreshes it', async () => {
  await calledOut('1800;refresher=uas')
  under.clock.pass(halfHour - 1)
  expect(under.anna.state().kind).toBe('talking')
  under.clock.pass(1)
  listener.wire.send(okTo(await listener.wire.next('BYE')))
  expect(under.anna.history().at(-1)?.end).toBe('failed')
})

test('a call to Teams lives past its hour by the SBC’s refreshes', async () => {
  const { answer, inside } = await calledIn('3600')
  expect(field(answer, 'SESSION-EXPIRES')).toBe('3600;refresher=uac')
  for (const sequence of [2, 3, 4]) {
    under.clock.pass(halfHour)
    sbc.send(inside(sequence, 'INVITE', '3600;refresher=uac', goodOffer))
    expect(field(await sbc.next('SIP/2.0 200'), 'SESSION-EXPIRES')).toBe('3600;refresher=uac')
    sbc.send(inside(sequence, 'ACK', undefined, ''))
  }
  expect([under.anna.state().kind, under.broken()]).toEqual(['talking', []])
  await hangUp()
})

test('an SBC that wants Teams to refresh is refreshed', async () => {
  const { answer } = await calledIn('3600;refresher=uas')
  expect(field(answer, 'SESSION-EXPIRES')).toBe('3600;refresher=uas')
  under.clock.pass(halfHour)
  const invite = await listener.wire.next('INVITE')
  expect(field(invite, 'SESSION-EXPIRES')).toBe('3600;refresher=uac')
  listener.wire.send(granted(invite, '3600;refresher=uac'))
  await listener.wire.next('ACK')
  under.clock.pass(halfHour)
  listener.wire.send(granted(await listener.wire.next('INVITE'), '3600;refresher=uac'))
  await listener.wire.next('ACK')
  await vanish(() => under.proxy.counts().transactions > 0)
  expect(under.anna.state().kind).toBe('talking')
  await hangUp()
})

test.each([
  ['the SBC’s, within two seconds', 'in', 0, 2_000],
  ['Teams’ own, after 2.1 to 4 s', 'out', 2_100, 4_000],
] as const)(
  'a hold that crossed an offer is tried again, in a call that was %s',
  async (_, way, least, most) => {
    if (way === 'in') await calledIn('3600')
    else await calledOut('3600;refresher=uac')
    under.anna.hold(false)
    const first = await listener.wire.next('INVITE')
    listener.wire.send(okTo(first).replace('SIP/2.0 200 OK', 'SIP/2.0 491 Request Pending'))
    await listener.wire.next('ACK')
    await vanish(() => under.proxy.counts().transactions > 0)
    if (least > 0) under.clock.pass(least - 1)
    expect(under.proxy.counts().transactions).toBe(0)
    under.clock.pass(most - Math.max(0, least - 1))
    const again = await listener.wire.next('INVITE')
    expect([Number.parseInt(field(again, 'CSEQ'), 10), again.includes('a=inactive')]).toEqual([
      Number.parseInt(field(first, 'CSEQ'), 10) + 1,
      true,
    ])
    listener.wire.send(okTo(again, held))
    await listener.wire.next('ACK')
    await vanish(() => under.proxy.counts().transactions > 0)
    expect(under.anna.state()).toMatchObject({ kind: 'talking', held: 'by-us' })
    expect(under.broken()).toEqual([])
    await hangUp()
  },
)
