import { expect } from 'vitest'
import { createFakeClock } from './fake-clock.ts'
import type { FakeClock } from './fake-clock.ts'
import { fakeSdp, openFakePhone } from './fake-phone.ts'
import type { FakePhone, PhoneHabits } from './fake-phone.ts'
import { createFakeNetwork } from './transport/fake-wire.ts'
import type { FakeNetwork, Packet } from './transport/fake-wire.ts'

/** Alice's address. */
export const a = '1.1.1.1'
/** Bob's address. */
export const b = '2.2.2.2'

/** Two phones on one network, and the bookkeeping every call flow ends with. */
export interface Pair {
  readonly clock: FakeClock
  readonly network: FakeNetwork
  readonly alice: FakePhone
  readonly bob: FakePhone
  /** The ladder with names in the place of addresses. */
  readonly flow: () => readonly string[]
  /** Lets every timer run out, and shows that nothing is left behind. */
  readonly rest: () => Promise<void>
}

/** Opens Alice and Bob. */
export async function pair(
  habits: { readonly alice?: PhoneHabits; readonly bob?: PhoneHabits } = {},
): Promise<Pair> {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const alice = await openFakePhone(network, clock, a, habits.alice)
  const bob = await openFakePhone(network, clock, b, habits.bob)
  return {
    clock,
    network,
    alice,
    bob,
    flow: () => network.ladder.map(line => line.replaceAll(a, 'A').replaceAll(b, 'B')),
    rest: async () => {
      await clock.advance(200_000)
      const nothing = { transactions: 0, dialogs: 0, connections: 0, timers: 0 }
      expect([alice.endpoint.counts(), bob.endpoint.counts()]).toEqual([nothing, nothing])
      expect(clock.pending()).toBe(0)
      for (const phone of [alice, bob]) {
        const ends = phone.heard.filter(line => /^(failed|ended)/.test(line))
        expect(ends.length).toBeLessThanOrEqual(1)
      }
      await Promise.all([alice.endpoint.close(), bob.endpoint.close()])
    },
  }
}

/** Rings and answers at once. */
export const answers: PhoneHabits = {
  onCall: call => {
    call.ring()
    call.accept({ sdp: fakeSdp('answer') })
  },
}

/** Loses the nth packet of a kind, whichever way it goes. */
export function lose(
  what: string,
  ...nths: readonly number[]
): (packet: Packet) => readonly number[] {
  return packet => (packet.what === what && nths.includes(packet.nth) ? [] : [10])
}
