import { expect, test } from 'vitest'
import { createFakeClock } from './fake-clock.ts'
import type { FakeClock } from './fake-clock.ts'
import { answers } from './fake-pair.ts'
import { openFakePhone } from './fake-phone.ts'
import type { FakePhone, PhoneHabits } from './fake-phone.ts'
import { openFakeStranger } from './transport/fake-stranger.ts'
import type { FakeStranger } from './transport/fake-stranger.ts'
import { createFakeNetwork, fair } from './transport/fake-wire.ts'
import type { FakeNetwork } from './transport/fake-wire.ts'

/* A fault in the middle of sending or answering costs what it hit, and leaves nothing behind. */

const us = '1.1.1.1'
const them = '9.9.9.9'
const nothing = { transactions: 0, dialogs: 0, connections: 0, timers: 0 }

interface Scene {
  readonly clock: FakeClock
  readonly network: FakeNetwork
  readonly phone: FakePhone
  readonly stranger: FakeStranger
}

async function scene(habits: PhoneHabits = {}): Promise<Scene> {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const phone = await openFakePhone(network, clock, us, habits)
  return { clock, network, phone, stranger: await openFakeStranger(network, clock, them) }
}

function request(method: string, name: string, contact = `sip:x@${them}:5060`): string {
  return [
    `${method} sip:bob@${us} SIP/2.0`,
    `Via: SIP/2.0/UDP ${them}:5060;branch=z9hG4bK${method}${name}`,
    `From: <sip:x@${them}>;tag=${name}`,
    `To: <sip:bob@${us}>`,
    `Call-ID: ${name}`,
    `CSeq: 1 ${method}`,
    `Contact: <${contact}>`,
    '',
    '',
  ].join('\n')
}

/** From now on the wire throws at whatever is to be sent from us. */
function breakWire(network: FakeNetwork): void {
  network.weather = packet => {
    if (packet.from === us) throw new RangeError('no such port')
    return fair(packet)
  }
}

test('answers the wire throws at leave no transaction, no call and no timer', async () => {
  const { clock, network, phone, stranger } = await scene(answers)
  breakWire(network)
  for (let one = 0; one < 20; one += 1) {
    stranger.send(us, request('OPTIONS', `o${one}`))
    stranger.send(us, request('INVITE', `i${one}`))
  }
  await clock.advance(50)
  expect(phone.incoming).toHaveLength(20)
  await clock.advance(200_000)
  expect(phone.endpoint.counts()).toEqual(nothing)
  expect(clock.pending()).toBe(0)
  await phone.endpoint.close()
})

test('requests the wire throws at fail like any that cannot be sent', async () => {
  const { clock, network, phone } = await scene()
  breakWire(network)
  const ping = phone.endpoint.ping({ transport: 'udp', host: them, port: 5060 })
  phone.call(them)
  await clock.advance(50)
  expect(await ping).toEqual({ kind: 'silent', reason: 'transport-failed' })
  expect(phone.heard).toEqual(['failed transport-failed 503'])
  expect(phone.endpoint.counts()).toEqual(nothing)
  await phone.endpoint.close()
})

test('an owner that throws while a call of its fails spoils nothing else', async () => {
  const { clock, network, phone } = await scene({
    handlers: {
      onFailed: () => {
        throw new Error('no such leg')
      },
    },
  })
  breakWire(network)
  phone.call(them)
  phone.call(them, { targets: [{ host: 'nowhere.invalid', port: 5060 }] })
  await clock.advance(200_000)
  const faults = phone.log.filter(event => event.type === 'transport' && event.what === 'fault')
  expect(JSON.stringify(faults)).toContain('no such leg')
  expect(phone.endpoint.counts()).toEqual(nothing)
  await phone.endpoint.close()
})

test('a request whose answering throws gets 500, and is forgotten like any other', async () => {
  const { clock, phone, stranger } = await scene({
    options: {
      onOptions: () => {
        throw new Error('no such health')
      },
    },
  })
  stranger.send(us, request('OPTIONS', 'o'))
  await clock.advance(50)
  expect(stranger.statuses('OPTIONS')).toEqual([500])
  await clock.advance(200_000)
  expect(phone.endpoint.counts()).toEqual(nothing)
  await phone.endpoint.close()
})

test.each(['sip:x@9.9.9.9:0', 'sip:x@', 'mailto:x@h.invalid'])(
  'a call whose Contact %s leads nowhere is refused with 400: it could never be hung up',
  async contact => {
    const { clock, phone, stranger } = await scene(answers)
    stranger.send(us, request('INVITE', 'i', contact))
    await clock.advance(50)
    expect(stranger.statuses('INVITE')).toEqual([400])
    expect(phone.incoming).toEqual([])
    await clock.advance(200_000)
    expect(phone.endpoint.counts()).toEqual(nothing)
    await phone.endpoint.close()
  },
)
