import { expect, test } from 'vitest'
import { createFakeClock } from './fake-clock.ts'
import { fakeSdp, openFakePhone } from './fake-phone.ts'
import type { PhoneHabits } from './fake-phone.ts'
import { valueOf } from './messages/header.ts'
import { overloadAfterMs } from './endpoint/overload.ts'
import { openFakeStranger } from './transport/fake-stranger.ts'
import { createFakeNetwork } from './transport/fake-wire.ts'

const us = '1.1.1.1'
const them = '9.9.9.9'

function request(method: string, name: string, more: readonly string[] = [], toTag = ''): string {
  // ACK and CANCEL have the branch of the INVITE they are about.
  const about = method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method
  return [
    `${method} sip:bob@${us} SIP/2.0`,
    `Via: SIP/2.0/UDP ${them}:5060;branch=z9hG4bK${about}${name}`,
    `From: <sip:x@${them}>;tag=${name}`,
    `To: <sip:bob@${us}>${toTag === '' ? '' : `;tag=${toTag}`}`,
    `Call-ID: ${name}`,
    `CSeq: 1 ${method}`,
    `Contact: <sip:x@${them}:5060>`,
    ...more,
    '',
    '',
  ].join('\n')
}

/** An endpoint in whose socket messages wait too long, since a while. */
async function overloaded(habits: PhoneHabits = {}): Promise<{
  clock: ReturnType<typeof createFakeClock>
  network: ReturnType<typeof createFakeNetwork>
  phone: Awaited<ReturnType<typeof openFakePhone>>
  stranger: Awaited<ReturnType<typeof openFakeStranger>>
}> {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const phone = await openFakePhone(network, clock, us, habits)
  const stranger = await openFakeStranger(network, clock, them)
  stranger.send(us, request('INVITE', 'early'))
  await clock.advance(50)
  network.socketWaitMs = 500
  stranger.send(us, request('INVITE', 'taken'))
  await clock.advance(overloadAfterMs + 50)
  return { clock, network, phone, stranger }
}

test('under load a new call gets 503 with a Retry-After and costs no transaction', async () => {
  const { clock, phone, stranger } = await overloaded()
  const before = phone.endpoint.counts()
  stranger.send(us, request('INVITE', 'new'))
  await clock.advance(50)
  const answer = stranger.received.at(-1)
  expect(answer?.kind === 'response' && [answer.status, answer.callId]).toEqual([503, 'new'])
  expect(Number(answer && valueOf(answer, 'retry-after'))).toBeGreaterThanOrEqual(3)
  const after = phone.endpoint.counts()
  expect([after.transactions, after.dialogs]).toEqual([before.transactions, before.dialogs])
  expect(phone.incoming).toHaveLength(2)
  expect(phone.endpoint.overload()?.refused).toBe(1)
  await phone.endpoint.close()
  expect(phone.endpoint.counts().timers).toBe(0)
})

test('under load the repeat of a refused INVITE is refused alike, and its ACK ends with us', async () => {
  const { clock, network, phone, stranger } = await overloaded()
  stranger.send(us, request('INVITE', 'new'))
  await clock.advance(50)
  network.socketWaitMs = 0
  stranger.send(us, request('INVITE', 'new'))
  await clock.advance(50)
  const [first, second] = stranger.received.slice(-2)
  expect(first).toEqual(second)
  stranger.send(us, request('ACK', 'new'))
  await clock.advance(50)
  expect(phone.incoming).toHaveLength(2)
  expect(phone.log.filter(event => event.type === 'decision')).toEqual([])
  await phone.endpoint.close()
})

test('under load all that belongs to a call that was taken goes on', async () => {
  const { clock, phone, stranger } = await overloaded()
  const before = stranger.received.length
  // A repeat of an INVITE that was taken gets what it got before.
  stranger.send(us, request('INVITE', 'taken'))
  await clock.advance(50)
  expect(stranger.received.slice(before)).toMatchObject([{ status: 100, callId: 'taken' }])
  stranger.send(us, request('CANCEL', 'taken'))
  await clock.advance(50)
  expect(stranger.statuses('CANCEL')).toEqual([200])
  expect(stranger.statuses('INVITE').at(-1)).toBe(487)
  // A call is answered, and its BYE is heard.
  phone.incoming[0]?.accept({ sdp: fakeSdp('answer') })
  await clock.advance(50)
  const toTag = phone.incoming[0]?.dialog()?.localTag ?? ''
  stranger.send(us, request('ACK', 'early', [], toTag))
  stranger.send(us, request('BYE', 'early', [], toTag).replace('CSeq: 1', 'CSeq: 2'))
  await clock.advance(50)
  expect(stranger.statuses('BYE')).toEqual([200])
  // A carrier that looks whether we live is answered.
  stranger.send(us, request('OPTIONS', 'alive'))
  await clock.advance(50)
  expect(stranger.statuses('OPTIONS')).toEqual([200])
  await phone.endpoint.close()
})

test('under load an INVITE that takes the place of a call comes in', async () => {
  const { clock, phone, stranger } = await overloaded({
    onCall: call => call.accept({ sdp: fakeSdp('answer') }),
  })
  const id = phone.incoming[0]?.dialog()
  const toTag = id?.localTag ?? ''
  stranger.send(us, request('ACK', 'early', [], toTag))
  await clock.advance(50)
  const replaces = `Replaces: early;to-tag=${toTag};from-tag=early`
  stranger.send(us, request('INVITE', 'instead', [replaces]))
  await clock.advance(50)
  expect(phone.incoming.at(-1)?.callId).toBe('instead')
  await phone.endpoint.close()
})

test('a far end that keeps calling while nobody speaks to it is refused, and taken again when we speak', async () => {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const bob = await openFakePhone(network, clock, us)
  const stranger = await openFakeStranger(network, clock, them)
  for (let call = 0; call < 60; call += 1) {
    stranger.send(us, request('INVITE', `c${call}`))
    await clock.advance(20)
  }
  const refused = stranger.statuses('INVITE').filter(status => status === 503).length
  expect(refused).toBeGreaterThan(20)
  expect(bob.endpoint.overload()?.refused).toBe(refused)
  for (const call of bob.incoming) call.ring()
  stranger.send(us, request('INVITE', 'again'))
  await clock.advance(50)
  expect(bob.incoming.at(-1)?.callId).toBe('again')
  await bob.endpoint.close()
})
