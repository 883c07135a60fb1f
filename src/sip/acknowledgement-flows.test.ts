import { expect, test } from 'vitest'
import type { SipResolver } from './endpoint/endpoint-options.ts'
import { createFakeClock } from './fake-clock.ts'
import type { FakeClock } from './fake-clock.ts'
import { fakeSdp, openFakePhone } from './fake-phone.ts'
import type { FakePhone } from './fake-phone.ts'
import { header } from './messages/header.ts'
import { openFakeStranger } from './transport/fake-stranger.ts'
import type { FakeStranger } from './transport/fake-stranger.ts'
import { createFakeNetwork } from './transport/fake-wire.ts'
import type { FakeNetwork } from './transport/fake-wire.ts'

/* The ACK of a 2xx finds a far end of several addresses, some of them dead. */

const us = '1.1.1.1'
const them = '2.2.2.2'
const other = '4.4.4.4'
const dead = '7.7.7.7'

interface Scene {
  readonly clock: FakeClock
  readonly network: FakeNetwork
  readonly phone: FakePhone
  readonly stranger: FakeStranger
  /** Answers our INVITE, with this Contact. */
  readonly answer: (contact: string) => Promise<void>
  /** Whom our ACKs went to, so far. */
  readonly acks: () => readonly string[]
}

/** A call to a name whose first address is dead; other names lead where the test says. */
async function scene(names: Readonly<Record<string, readonly string[]>>): Promise<Scene> {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const resolver: SipResolver = {
    naptr: () => Promise.resolve([]),
    srv: () => Promise.resolve([]),
    addresses: name => Promise.resolve(names[name] ?? []),
  }
  const phone = await openFakePhone(network, clock, us, { options: { resolver } })
  const stranger = await openFakeStranger(network, clock, them)
  await openFakeStranger(network, clock, other)
  phone.call(them, { targets: [{ transport: 'tcp', host: 'proxy.example', port: 5060 }] })
  await clock.advance(100)
  return {
    clock,
    network,
    phone,
    stranger,
    answer: async contact => {
      stranger.answer(stranger.newest('INVITE'), {
        status: 200,
        toTag: 't',
        headers: [header('Contact', `<${contact}>`)],
        body: { type: 'application/sdp', bytes: Buffer.from(fakeSdp('answer')) },
      })
      await clock.advance(100)
    },
    acks: () => network.ladder.flatMap(line => /^1\.1\.1\.1 > (\S+) ACK/.exec(line)?.[1] ?? []),
  }
}

test('the ACK goes to the address that took the INVITE, not to one that refused it', async () => {
  const { phone, answer, acks } = await scene({ 'proxy.example': [dead, them] })
  await answer('sip:bob@proxy.example:5060;transport=tcp')
  expect(acks()).toEqual([them])
  expect(phone.heard).toEqual(['answered answer'])
  await phone.endpoint.close()
})

test('an ACK that one address refuses goes to the next, and there again for each repeated 200', async () => {
  const { clock, phone, answer, acks } = await scene({
    'proxy.example': [them],
    'phone.example': [dead, other],
  })
  await answer('sip:bob@phone.example:5060;transport=tcp')
  expect(acks()).toEqual([dead, other])
  await answer('sip:bob@phone.example:5060;transport=tcp')
  expect(acks().slice(2)).toEqual([other])
  await clock.advance(1_000)
  const told = phone.log.flatMap(event =>
    event.type === 'decision' && event.detail.startsWith('ACK') ? [event.what] : [],
  )
  expect(told).toEqual(['next-target'])
  await phone.endpoint.close()
})

test('over UDP, where nobody refuses, each repeated 200 is acknowledged to the next address', async () => {
  const { phone, answer, acks } = await scene({
    'proxy.example': [them],
    'phone.example': [dead, other],
  })
  for (let time = 0; time < 3; time += 1) {
    await answer('sip:bob@phone.example:5060;transport=udp')
  }
  expect(acks()).toEqual([dead, other, dead])
  await phone.endpoint.close()
})

test('an ACK nobody takes is tried once at each address, and said to be dropped', async () => {
  const { phone, answer, acks } = await scene({
    'proxy.example': [them],
    'phone.example': [dead, '7.7.7.8'],
  })
  await answer('sip:bob@phone.example:5060;transport=tcp')
  expect(acks()).toEqual([dead, '7.7.7.8'])
  const last = phone.log.findLast(event => event.type === 'decision')
  expect(last).toMatchObject({ what: 'dropped', detail: 'ACK: 7.7.7.8:5060 refused' })
  await phone.endpoint.close()
})
