import { expect, test } from 'vitest'
import { createFakeClock } from '../fake-clock.ts'
import type { FakeClock } from '../fake-clock.ts'
import type { SipLogEvent } from './endpoint-options.ts'
import {
  callStuckMs,
  newCallWaitMsMax,
  OverloadGate,
  overloadAfterMs,
  overloadCalmMs,
  overloadToldEveryMs,
  retryAfterSecondsMin,
} from './overload.ts'

interface Scene {
  readonly clock: FakeClock
  readonly gate: OverloadGate
  readonly told: SipLogEvent[]
  socketWaitMs: number
}

function scene(chance: () => number = () => 0.5): Scene {
  const clock = createFakeClock()
  const told: SipLogEvent[] = []
  const made = { clock, told, socketWaitMs: 0 }
  const gate = new OverloadGate({
    clock,
    socketWaitMs: () => at.socketWaitMs,
    waitMsMax: newCallWaitMsMax,
    chance,
    log: event => void told.push(event),
  })
  const at = Object.assign(made, { gate })
  return at
}

/** What became of calls that came at a rate while a server could answer so many a second, one after the other. */
interface Served {
  readonly answered: number
  readonly refused: number
  readonly waitMsMax: number
}

/** A server that answers in the order of arrival; its calls come every tenth of a second in a bunch. */
async function serve(
  { clock, gate }: Scene,
  load: { readonly perSecond: number; readonly capacity: number; readonly seconds: number },
): Promise<Served> {
  const line: { readonly sinceMs: number; readonly spoken: () => void }[] = []
  let [answered, refused, waitMsMax, credit] = [0, 0, 0, 0]
  for (let ms = 0; ms < load.seconds * 1000; ms += 1) {
    const due = Math.floor(((ms + 1) * load.perSecond) / 1000)
    for (let call = Math.floor((ms * load.perSecond) / 1000); call < due; call += 1) {
      const nowMs = clock.now()
      if (gate.refuse(`${nowMs}-${call}`) === undefined) {
        line.push({ sinceMs: nowMs, spoken: gate.cameIn() })
      } else refused += 1
    }
    credit = Math.min(1, credit + load.capacity / 1000)
    const [first] = line
    if (first !== undefined && credit >= 1) {
      credit -= 1
      line.shift()
      first.spoken()
      answered += 1
      waitMsMax = Math.max(waitMsMax, clock.now() - first.sinceMs)
    }
    await clock.advance(1)
  }
  for (const { spoken } of line) spoken()
  return { answered, refused, waitMsMax }
}

test('as many calls as can be answered are all taken', async () => {
  const at = scene()
  const { refused } = await serve(at, { perSecond: 190, capacity: 200, seconds: 20 })
  expect([refused, at.told]).toEqual([0, []])
})

test.each([2, 4, 10])(
  'of %i times as many calls as can be answered, what can be is answered, and in time',
  async times => {
    const at = scene()
    const load = { perSecond: 200 * times, capacity: 200, seconds: 20 }
    const { answered, waitMsMax } = await serve(at, load)
    expect(answered).toBeGreaterThan(0.98 * 200 * 20)
    // Until the overload is seen a line grows: for the wait that is allowed and the while it must last.
    const seenAfterMs = (newCallWaitMsMax * times) / (times - 1) + overloadAfterMs
    expect(waitMsMax).toBeLessThan(seenAfterMs * times)
    const settled = await serve(at, load)
    expect(settled.waitMsMax).toBeLessThan(2 * newCallWaitMsMax)
    expect(settled.answered + settled.refused).toBeGreaterThan(0.98 * load.perSecond * 20)
  },
)

test('a moment in which all stood still refuses nobody', async () => {
  const at = scene()
  const waiting = Array.from({ length: 100 }, (_, call) => {
    expect(at.gate.refuse(String(call))).toBeUndefined()
    return at.gate.cameIn()
  })
  await at.clock.advance(500)
  expect(at.gate.refuse('late')).toBeUndefined()
  for (const spoken of waiting) spoken()
  await at.clock.advance(overloadAfterMs)
  expect([at.gate.refuse('later'), at.gate.overload]).toEqual([undefined, undefined])
})

test('a line in the socket counts as well, and nobody comes in while it alone is too long', async () => {
  const at = scene()
  at.socketWaitMs = newCallWaitMsMax + 1
  expect(at.gate.refuse('first')).toBeUndefined()
  await at.clock.advance(overloadAfterMs)
  expect(at.gate.refuse('second')).toBeGreaterThanOrEqual(retryAfterSecondsMin)
  at.socketWaitMs = 0
  expect(at.gate.refuse('third')).toBeUndefined()
  at.gate.close()
})

test('a repeat is told what its INVITE was told, whatever the load is by then', async () => {
  let chance = 0
  const at = scene(() => (chance += 0.4))
  at.socketWaitMs = 1_000
  at.gate.refuse('before')
  await at.clock.advance(overloadAfterMs)
  const told = at.gate.refuse('call')
  const other = at.gate.refuse('other')
  at.socketWaitMs = 0
  expect([at.gate.refuse('call'), at.gate.refuse('other')]).toEqual([told, other])
  expect(told).not.toBe(other)
  await at.clock.advance(60_000)
  expect(at.gate.refused('call')).toBeUndefined()
  at.gate.close()
})

test('an overload is told when it begins, while it lasts, and when nobody had to be refused for a while', async () => {
  const at = scene()
  at.socketWaitMs = 400
  at.gate.refuse('first')
  await at.clock.advance(overloadAfterMs)
  for (let ms = 0; ms <= overloadToldEveryMs; ms += 1_000) {
    at.gate.refuse(String(ms))
    await at.clock.advance(1_000)
  }
  const { refused = 0 } = at.gate.overload ?? {}
  expect(refused).toBe(overloadToldEveryMs / 1_000 + 1)
  at.socketWaitMs = 0
  await at.clock.advance(2 * overloadCalmMs)
  expect(at.told.map(event => event.type === 'overload' && event.state)).toEqual([
    'began',
    'lasts',
    'over',
  ])
  expect(at.told.at(-1)).toEqual({
    type: 'overload',
    state: 'over',
    lastedMs: overloadToldEveryMs,
    refused,
  })
  expect([at.gate.overload, at.clock.pending()]).toEqual([undefined, 0])
})

test('callers are sent away for different times, so that they do not come back together', async () => {
  let chance = 0
  const at = scene(() => (chance = (chance + 0.37) % 1))
  at.socketWaitMs = 400
  at.gate.refuse('first')
  await at.clock.advance(overloadAfterMs)
  const told = new Set(Array.from({ length: 50 }, (_, call) => at.gate.refuse(`call ${call}`)))
  expect([...told].toSorted((one = 0, other = 0) => one - other)).toEqual([4, 5, 6])
  at.gate.close()
})

test('calls that nobody ever speaks to hold up the others for a moment only', async () => {
  const at = scene()
  for (let stuck = 0; stuck < 50; stuck += 1) at.gate.cameIn()
  await at.clock.advance(callStuckMs + 1)
  const { refused } = await serve(at, { perSecond: 100, capacity: 200, seconds: 5 })
  expect([refused, at.told]).toEqual([0, []])
})

test('a call that ends without a word of ours waits no more', async () => {
  const at = scene()
  const gone = Array.from({ length: 50 }, () => at.gate.cameIn())
  for (const over of gone) {
    over()
    over()
  }
  await at.clock.advance(10_000)
  expect(at.gate.refuse('next')).toBeUndefined()
  await at.clock.advance(overloadAfterMs)
  expect([at.gate.refuse('next'), at.gate.overload]).toEqual([undefined, undefined])
})
