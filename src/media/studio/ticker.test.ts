import { expect, test } from 'vitest'
import { openFakeClock } from './fake-clock.ts'
import { Ticker } from './ticker.ts'

function openBeat(isWanted = (_phase: number): boolean => true) {
  const clock = openFakeClock()
  const phases: number[] = []
  const skipped: number[] = []
  const ticker = new Ticker({
    nowMs: clock.nowMs,
    startTimer: clock.startTimer,
    isWanted,
    onPhase: phase => phases.push(phase),
    onSkipped: frames => skipped.push(frames),
  })
  return { clock, phases, skipped, ticker }
}

test('ten phases make a frame, in turn', () => {
  const { clock, phases, ticker } = openBeat()
  ticker.start()
  clock.moveTo(39)
  expect(phases).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('timers that are always late do not make it drift', () => {
  const { clock, phases, ticker } = openBeat()
  ticker.start()
  clock.moveTo(60_000, 1.5)
  expect(phases.length).toBeGreaterThanOrEqual(29_999)
})

test('a short stall is made up for, a long one is left out and told', () => {
  const { clock, phases, skipped, ticker } = openBeat()
  ticker.start()
  clock.moveTo(100)
  const before = phases.length
  clock.moveTo(250, 148)
  expect(skipped).toEqual([])
  expect(phases.length - before).toBe(75)
  clock.moveTo(1_250, 998)
  expect(skipped.length).toBe(1)
  expect(ticker.takeLateness()).toMatchObject({ lateTicks: 2 })
  expect(ticker.takeLateness()).toEqual({ ticks: 0, lateTicks: 0, lateMsMax: 0 })
})

test('closed, it leaves no timer', () => {
  const { clock, ticker } = openBeat()
  ticker.start()
  clock.moveTo(10)
  ticker.close()
  expect([ticker.running, clock.armed()]).toEqual([false, false])
})

test('it sleeps until somebody has a turn, and not past one who comes meanwhile', () => {
  const wanted = new Set([7])
  const { clock, phases, ticker } = openBeat(phase => wanted.has(phase))
  const atMs: number[] = []
  ticker.start()
  clock.moveTo(13)
  expect(phases).toEqual([])
  clock.moveTo(14)
  expect(phases).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  clock.moveTo(20)
  wanted.add(3)
  ticker.start()
  for (let ms = 20; ms <= 54; ms += 1) {
    const before = phases.length
    clock.moveTo(ms)
    if (phases.length > before) atMs.push(ms)
  }
  expect(atMs).toEqual([26, 34, 46, 54])
  expect(ticker.takeLateness()).toEqual({ ticks: 5, lateTicks: 0, lateMsMax: 0 })
})
