import { expect, test } from 'vitest'
import type { EmulatorClock } from '../clock.ts'
import { openFakeClock } from '../fake-clock.ts'
import { scheduleCalls } from './plan-traffic.ts'
import type { ScheduledCall, TrafficPlan } from './plan-traffic.ts'
import { runTraffic, type CallPlacer } from './run-traffic.ts'
import type { CallResult } from './script.ts'

const plan: TrafficPlan = {
  seed: 7,
  trunk: { transport: 'udp', host: '127.0.0.1', port: 5060 },
  callsPerHour: 600,
  concurrentMax: 3,
  numbers: [{ number: '+441632960000', weight: 3 }, { number: '+441632960001' }],
  callers: [
    { name: 'Maria Silva', number: '+441632960501', voice: 'slt' },
    { name: 'Ivan Petrov', number: '+441632960502' },
  ],
  stories: [
    {
      name: 'chatty',
      script: [{ kind: 'say', sounds: [{ kind: 'words', text: 'Hello' }] }],
      weight: 9,
    },
    { name: 'impatient', script: [{ kind: 'hang-up' }] },
  ],
}
const midnight = Date.UTC(2026, 10, 21)

function take(from: TrafficPlan, until: (call: ScheduledCall) => boolean): ScheduledCall[] {
  const calls: ScheduledCall[] = []
  for (const call of scheduleCalls(from, midnight)) {
    if (until(call)) return calls
    calls.push(call)
  }
  return calls
}

const times = (of: readonly ScheduledCall[]): object[] =>
  of.map(({ atMs, story, plan: { to } }) => ({ atMs, story, to }))

const day = ({ atMs }: ScheduledCall): boolean => atMs > midnight + 86_400_000

test('one seed gives one day of calls, another seed another, at the rate and in the mix asked for', () => {
  const calls = take(plan, day)
  expect(take(plan, day)).toEqual(calls)
  expect(take({ ...plan, seed: 8 }, day)[0]).not.toEqual(calls[0])
  expect(calls.length / (24 * 600)).toBeCloseTo(1, 1)
  const share = (has: (call: ScheduledCall) => boolean): number =>
    calls.filter(has).length / calls.length
  expect(share(({ story }) => story === 'chatty')).toBeCloseTo(0.9, 1)
  expect(share(({ plan: { to } }) => to.endsWith('0000'))).toBeCloseTo(0.75, 1)
  const maria = calls.find(call => call.plan.fromName === 'Maria Silva' && call.story === 'chatty')
  expect(maria?.plan.script).toEqual([
    { kind: 'say', sounds: [{ kind: 'words', text: 'Hello', voice: 'slt' }] },
  ])
})

test('a story of certain callers is told by them, and nothing else of the day changes', () => {
  const [chatty, impatient] = plan.stories
  const own = { ...chatty, name: 'chatty', script: chatty?.script ?? [], callers: ['Ivan Petrov'] }
  const calls = take({ ...plan, stories: [own, ...(impatient ? [impatient] : [])] }, day)
  const tellers = calls.flatMap(({ story, plan: { fromName } }) =>
    story === 'chatty' ? [fromName] : [],
  )
  expect(new Set(tellers)).toEqual(new Set(['Ivan Petrov']))
  expect(times(calls)).toEqual(times(take(plan, day)))
})

test('the shape of the day thins the calls and moves none', () => {
  const shape = Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 1 : hour === 10 ? 0.5 : 0))
  const calls = take({ ...plan, dayShape: shape }, day)
  const hours = calls.map(({ atMs }) => new Date(atMs).getUTCHours())
  expect(new Set(hours)).toEqual(new Set([9, 10]))
  const all = new Set(take(plan, day).map(({ atMs }) => atMs))
  expect(calls.every(({ atMs }) => all.has(atMs))).toBe(true)
  const [nine, ten] = [9, 10].map(hour => hours.filter(one => one === hour).length)
  expect((ten ?? 0) / (nine ?? 1)).toBeCloseTo(0.5, 1)
})

test('nobody is in two calls at a time: another calls instead, and nobody where all are in one', async () => {
  const clock = openFakeClock()
  const floor = openFloor(clock)
  const four: TrafficPlan = {
    ...plan,
    concurrentMax: 10,
    callers: ['1', '2', '3', '4'].map(name => ({ name, number: `+44163296050${name}` })),
  }
  const traffic = runTraffic(four, floor)
  clock.pass(600_000)
  expect(floor.calling().toSorted()).toEqual(four.callers.map(({ number }) => number))
  expect(traffic.counts().skipped).toBeGreaterThan(50)
  floor.endAll()
  await Promise.resolve()
  clock.pass(600_000)
  expect(new Set(floor.calling()).size).toBe(4)
  await traffic.stop('now')
})

test('traffic runs by the clock, never above its bound, and stops for good', async () => {
  const clock = openFakeClock()
  const floor = openFloor(clock)
  const cast = Array.from({ length: 9 }, (_, nth) => `+44163296060${nth}`)
  const callers = cast.map(number => ({ name: number, number }))
  const traffic = runTraffic({ ...plan, callers }, floor)
  clock.pass(600_000)
  const busy = traffic.counts()
  expect([busy.running, busy.placed]).toEqual([3, 3])
  expect(busy.skipped).toBeGreaterThan(60)
  floor.endAll()
  await Promise.resolve()
  await Promise.resolve()
  expect(traffic.counts()).toMatchObject({ running: 0, outcomes: { completed: 3 } })
  clock.pass(60_000)
  expect(traffic.counts().running).toBeGreaterThan(0)
  await traffic.stop('now')
  const { placed } = traffic.counts()
  clock.pass(3_600_000)
  expect(traffic.counts()).toMatchObject({ placed, running: 0 })
})

/** Phones of which every call lasts until somebody ends it. */
function openFloor(
  clock: EmulatorClock,
): CallPlacer & { readonly calling: () => string[]; readonly endAll: () => void } {
  const calls = new Map<string, { readonly from: string; readonly end: () => void }>()
  const calling = (): string[] => [...calls.values()].map(({ from }) => from)
  return {
    clock,
    log: () => undefined,
    calling,
    endAll: () => {
      for (const { end } of calls.values()) end()
    },
    isCalling: number => calling().includes(number),
    call: ({ from, to }) => {
      const gone = Promise.withResolvers<CallResult>()
      const callId = `call-${calls.size} ${clock.now()}`
      const happenings: CallResult['happenings'] = []
      const end = (): void => {
        calls.delete(callId)
        gone.resolve({ callId, from, to, outcome: 'completed', durationMs: 1, happenings })
      }
      calls.set(callId, { from, end })
      return {
        callId,
        result: gone.promise,
        heard: () => undefined,
        phase: () => 'dialling',
        happenings: () => [],
        join: async () => undefined,
        press: async () => false,
        say: async () => false,
        hangUp: end,
      }
    },
  }
}
