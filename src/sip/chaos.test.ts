import { expect, test } from 'vitest'
import type { Call, CallHandlers, IncomingCall, ReinviteReply } from './calls.ts'
import { createFakeClock } from './fake-clock.ts'
import type { FakeClock } from './fake-clock.ts'
import { fakeSdp, openFakePhone } from './fake-phone.ts'
import type { FakePhone } from './fake-phone.ts'
import { createFakeNetwork } from './transport/fake-wire.ts'
import type { Weather } from './transport/fake-wire.ts'

type Chance = () => number

/** Repeatable chance from a seed (mulberry32). */
function seeded(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Loses, doubles and delays; the worse the weather, the more. */
function storm(chance: Chance, badness: number): Weather {
  const delay = (): number => (chance() < badness ? chance() * 3_000 : 10)
  return () => {
    if (chance() < badness) return []
    return chance() < badness ? [delay(), delay()] : [delay()]
  }
}

interface Tally {
  readonly calls: Map<string, string[]>
  readonly handlersFor: (name: string) => CallHandlers
}

/** Writes down every end of every call, so that none or two of them show. */
function tally(clock: FakeClock, chance: Chance): Tally {
  const calls = new Map<string, string[]>()
  const end = (name: string, what: string): void => void calls.get(name)?.push(what)
  const reply = (): ReinviteReply | Promise<ReinviteReply> => {
    const answer: ReinviteReply =
      chance() < 0.7 ? { kind: 'accept', sdp: fakeSdp('x') } : { kind: 'refuse', status: 488 }
    if (chance() < 0.5) return answer
    return new Promise(resolve => void clock.setTimer(chance() * 4_000, () => resolve(answer)))
  }
  return {
    calls,
    handlersFor: name => {
      calls.set(name, [])
      return {
        onFailed: ({ code }) => end(name, `failed ${code}`),
        onEnded: ({ cause }) => end(name, `ended ${cause}`),
        onReinvite: reply,
        onRefer: refer => {
          refer.accept()
          refer.notify(200)
        },
      }
    },
  }
}

/** Does to a call what people do, at any time, whether it makes sense or not. */
function meddle(clock: FakeClock, chance: Chance, call: Call): void {
  for (let times = Math.floor(chance() * 4); times > 0; times--) {
    clock.setTimer(chance() * 40_000, () => {
      if (chance() < 0.4) call.hangUp({ q850: 16 })
      else void call.reinvite(() => fakeSdp('y'))
    })
  }
  clock.setTimer(60_000 + chance() * 60_000, () => call.hangUp())
}

function pickUpSomehow(clock: FakeClock, chance: Chance, call: IncomingCall): void {
  if (chance() < 0.8) call.ring()
  clock.setTimer(chance() * 30_000, () => {
    if (chance() < 0.7) call.accept({ sdp: fakeSdp('z') })
    else call.reject({ status: 486 })
  })
}

async function run(seed: number): Promise<{ readonly left: unknown; readonly odd: unknown }> {
  const chance = seeded(seed)
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  network.weather = storm(chance, chance() * 0.4)
  const { calls, handlersFor } = tally(clock, chance)
  let taken = 0
  const open = (address: string): Promise<FakePhone> =>
    openFakePhone(network, clock, address, {
      onCall: call => {
        call.handle(handlersFor(`in ${++taken}`))
        meddle(clock, chance, call)
        pickUpSomehow(clock, chance, call)
      },
    })
  const phones = [await open('1.1.1.1'), await open('2.2.2.2')]
  for (let made = 0; made < 12; made++) {
    const [from, to] = chance() < 0.5 ? ['1.1.1.1', '2.2.2.2'] : ['2.2.2.2', '1.1.1.1']
    const phone = phones.find(({ address }) => address === from)
    clock.setTimer(chance() * 20_000, () => {
      const call = phone?.endpoint.invite(
        {
          targets: [{ transport: 'udp', host: to, port: 5060 }],
          requestUri: `sip:x@${to}`,
          from: { uri: `sip:x@${from}` },
          to: { uri: `sip:x@${to}` },
          sdp: fakeSdp('o'),
          ...(chance() < 0.3 ? { sessionExpiresSeconds: 90 } : {}),
        },
        handlersFor(`out ${made}`),
      )
      if (call !== undefined) meddle(clock, chance, call)
    })
  }
  await clock.advance(900_000)
  const left = [...phones.map(({ endpoint }) => endpoint.counts()), clock.pending()]
  const odd = [...calls].filter(([, ends]) => ends.length !== 1)
  await Promise.all(phones.map(({ endpoint }) => endpoint.close()))
  return { left, odd }
}

const nothing = { transactions: 0, dialogs: 0, connections: 0, timers: 0 }
const seeds = Array.from({ length: 40 }, (_, index) => index + 1)

test.each(seeds)(
  'whatever the weather, every call ends exactly once and leaves nothing (seed %i)',
  async seed => {
    expect(await run(seed)).toEqual({ left: [nothing, nothing, 0], odd: [] })
  },
)
