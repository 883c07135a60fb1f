import { expect, test } from 'vitest'
import { createFakeClock } from './fake-clock.ts'
import type { FakeClock } from './fake-clock.ts'
import { answers } from './fake-pair.ts'
import { openFakePhone } from './fake-phone.ts'
import type { FakePhone, PhoneHabits } from './fake-phone.ts'
import { header } from './messages/header.ts'
import { openFakeStranger } from './transport/fake-stranger.ts'
import type { FakeStranger } from './transport/fake-stranger.ts'
import { createFakeNetwork } from './transport/fake-wire.ts'

/* What one stranger sends neither fills what all share nor takes calls away from those who have them. */

const us = '1.1.1.1'
const them = '9.9.9.9'
const other = '8.8.8.8'

interface Scene {
  readonly clock: FakeClock
  readonly phone: FakePhone
  readonly stranger: FakeStranger
  readonly customer: FakeStranger
}

async function scene(habits: PhoneHabits = {}): Promise<Scene> {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const phone = await openFakePhone(network, clock, us, habits)
  const stranger = await openFakeStranger(network, clock, them)
  return { clock, phone, stranger, customer: await openFakeStranger(network, clock, other) }
}

interface Wording {
  readonly from?: string
  readonly toTag?: string
  readonly cseq?: number
}

function request(method: string, name: string, wording: Wording = {}): string {
  const { from = them, toTag, cseq = 1 } = wording
  // ACK and CANCEL have the branch of the INVITE they are about.
  const about = method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method
  return [
    `${method} sip:bob@${us} SIP/2.0`,
    `Via: SIP/2.0/UDP ${from}:5060;branch=z9hG4bK${about}${name}`,
    `From: <sip:x@${from}>;tag=${name}`,
    `To: <sip:bob@${us}>${toTag === undefined ? '' : `;tag=${toTag}`}`,
    `Call-ID: ${name}`,
    `CSeq: ${cseq} ${method}`,
    `Contact: <sip:x@${from}:5060>`,
    '',
    '',
  ].join('\n')
}

function countOf(statuses: readonly number[], status: number): number {
  return statuses.filter(one => one === status).length
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at)

test('requests with a tag of no call count for their sender, are refused by 481 and then 503, and none is kept', async () => {
  const limits = { requestsPerSourcePerSecondMax: 50, transactionsMax: 100 }
  const { clock, phone, stranger, customer } = await scene({ options: { limits } })
  for (const at of numbers(100)) {
    stranger.send(us, request('BYE', `b${at}`, { toTag: 'nobody' }))
    stranger.send(us, request('CANCEL', `c${at}`))
  }
  await clock.advance(50)
  const statuses = [...stranger.statuses('BYE'), ...stranger.statuses('CANCEL')]
  expect([countOf(statuses, 481), countOf(statuses, 503)]).toEqual([50, 150])
  expect(phone.endpoint.counts().transactions).toBe(0)
  customer.send(us, request('INVITE', 'customer', { from: other }))
  await clock.advance(50)
  expect(customer.statuses('INVITE')).toEqual([100])
  await phone.endpoint.close()
})

test('an endpoint that screens its requests screens those with a tag of no call as well', async () => {
  const { clock, phone, stranger } = await scene({
    options: { screen: () => ({ status: 403, headers: { 'X-Why': 'unknown' } }) },
  })
  stranger.send(us, request('BYE', 'b', { toTag: 'nobody' }))
  await clock.advance(50)
  expect(stranger.statuses('BYE')).toEqual([403])
  expect(phone.endpoint.counts().transactions).toBe(0)
  await phone.endpoint.close()
})

test('requests past what can be kept get 503 whatever they ask, and calls still have room to end', async () => {
  const limits = { transactionsMax: 20 }
  const { clock, phone, stranger, customer } = await scene({ ...answers, options: { limits } })
  customer.send(us, request('INVITE', 'customer', { from: other }))
  await clock.advance(50)
  const toTag = phone.incoming[0]?.dialog()?.localTag ?? ''
  customer.send(us, request('ACK', 'customer', { from: other, toTag }))
  for (const at of numbers(30)) stranger.send(us, request('OPTIONS', `o${at}`))
  await clock.advance(50)
  expect(countOf(stranger.statuses('OPTIONS'), 503)).toBe(13)
  expect(phone.endpoint.counts().transactions).toBe(18)
  customer.send(us, request('BYE', 'customer', { from: other, toTag, cseq: 2 }))
  await clock.advance(50)
  expect(customer.statuses('BYE')).toEqual([200])
  await phone.endpoint.close()
})

test('requests inside a call cannot fill the table either', async () => {
  const limits = { transactionsMax: 20 }
  const { clock, phone, customer } = await scene({ ...answers, options: { limits } })
  customer.send(us, request('INVITE', 'c', { from: other }))
  await clock.advance(50)
  const toTag = phone.incoming[0]?.dialog()?.localTag ?? ''
  customer.send(us, request('ACK', 'c', { from: other, toTag }))
  for (const at of numbers(40)) {
    const info = request('INFO', 'c', { from: other, toTag, cseq: at + 2 })
    customer.send(us, info.replace('INFOc', `INFO${at}`))
  }
  await clock.advance(50)
  expect(countOf(customer.statuses('INFO'), 503)).toBe(21)
  expect(phone.endpoint.counts().transactions).toBe(20)
  await phone.endpoint.close()
})

test('a repeat and a CANCEL of a call that was taken are served although their sender has had its share', async () => {
  const limits = { requestsPerSourcePerSecondMax: 3 }
  const { clock, phone, stranger } = await scene({ options: { limits } })
  stranger.send(us, request('INVITE', 'taken'))
  for (const at of numbers(5)) stranger.send(us, request('OPTIONS', `o${at}`))
  stranger.send(us, request('INVITE', 'taken'))
  await clock.advance(50)
  expect(countOf(stranger.statuses('OPTIONS'), 503)).toBe(3)
  expect(stranger.statuses('INVITE')).toEqual([100, 100])
  stranger.send(us, request('CANCEL', 'taken'))
  await clock.advance(50)
  expect([stranger.statuses('CANCEL'), stranger.statuses('INVITE').at(-1)]).toEqual([[200], 487])
  expect(phone.heard).toEqual(['ended by far-end: cancelled'])
  await phone.endpoint.close()
})

test('a CANCEL that crosses a challenge ends the call: no second INVITE goes out', async () => {
  const { clock, phone, stranger } = await scene()
  const call = phone.call(them, { credentials: { username: 'alice', password: 'secret' } })
  await clock.advance(50)
  const invite = stranger.newest('INVITE')
  stranger.answer(invite, { status: 100 })
  await clock.advance(50)
  const challenge = header('Proxy-Authenticate', 'Digest realm="carrier", nonce="n1", qop="auth"')
  stranger.answer(invite, { status: 407, toTag: 'c', headers: [challenge] })
  call.cancel()
  await clock.advance(200_000)
  const sent = stranger.received.flatMap(each => (each.kind === 'request' ? [each.method] : []))
  expect([...new Set(sent)]).toEqual(['INVITE', 'CANCEL', 'ACK'])
  expect(stranger.newest('INVITE').cseq.number).toBe(1)
  expect(phone.heard).toEqual(['failed cancelled 407'])
  await phone.endpoint.close()
})
