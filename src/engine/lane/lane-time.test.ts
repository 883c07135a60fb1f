import { expect, test } from 'vitest'
import type { Clock } from '../ports/clock.ts'
import { virtualClock } from '../ports/virtual-clock.ts'
import type { LaneTime } from './lane-time.ts'
import { laneTime } from './lane-time.ts'
import { ann, openWithAnn, tenant } from './rehearse-lane.ts'

/** A clock whose hands a test moves, apart from what really passes. */
interface Hands extends Clock {
  wall: number
  passed: number
}

function hands(): Hands {
  const clock = {
    wall: 1_000_000,
    passed: 0,
    now: () => clock.wall,
    elapsed: () => clock.passed,
    setTimer: () => () => undefined,
  }
  return clock
}

function pass(clock: Hands, ms: number): void {
  clock.wall += ms
  clock.passed += ms
}

test('The time is the clock’s as long as nobody sets the clock', () => {
  const clock = hands()
  const time = laneTime(clock, 0)
  const seen = [1, 20, 300, 86_400_000].map(ms => {
    pass(clock, ms)
    return time.now() - clock.wall
  })
  expect([seen, time.until(clock.wall + 5000)]).toEqual([[0, 0, 0, 0], 5000])
})

test('A clock set forward is followed at once', () => {
  const clock = hands()
  const time = laneTime(clock, 0)
  clock.wall += 3_600_000
  expect(time.now()).toBe(clock.wall)
})

test('A clock set back is not followed: time goes on, a little slower, until the clock is there', () => {
  const clock = hands()
  const time = laneTime(clock, 0)
  const before = time.now()
  clock.wall -= 60_000
  expect(time.now()).toBe(before)
  pass(clock, 6400)
  expect(time.now() - before).toBe(6300)
  expect(time.until(before + 12_600)).toBe(6400)
  pass(clock, 60_000 * 64)
  expect(time.now()).toBe(clock.wall)
})

test('A lane that opens behind its journal begins where the journal ends', () => {
  const clock = hands()
  const time: LaneTime = laneTime(clock, 2_000_000)
  pass(clock, 640)
  expect(time.now()).toBe(2_000_630)
})

test('A phone rings out in its time though the clock is set back by an hour meanwhile', async () => {
  const hand = virtualClock()
  let setBackMs = 0
  const clock = { ...hand, now: () => hand.now() - setBackMs }
  const floor = await openWithAnn({ clock })
  floor.channel.phone('+441632960001', { does: 'ring' })
  floor.channel.call('+441632960999', '+441632960100')
  await clock.pass(4000)
  const before = floor.lane.now()
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('reserved')
  setBackMs = 3_600_000
  await clock.pass(21_000)
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('not-ready')
  expect(floor.lane.now()).toBeGreaterThan(before)
  const moments: number[] = []
  for await (const { input } of floor.journal.read(tenant, 1)) moments.push(input.at)
  expect(moments).toEqual(moments.toSorted((a, b) => a - b))
  await floor.lane.close()
})
