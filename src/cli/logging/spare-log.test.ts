import { expect, test } from 'vitest'
import type { Log } from '#engine'
import { spareLog, strangerLinesMax, strangerWindowMs } from './spare-log.ts'

/** A clock whose timers fire when the test says so. */
function heldTimers(): Parameters<typeof spareLog>[1] & { fireAll(): void } {
  const set: (() => void)[] = []
  return {
    setTimer(ms, fire) {
      expect(ms).toBe(strangerWindowMs)
      set.push(fire)
      return () => undefined
    },
    fireAll: () => set.splice(0).forEach(fire => fire()),
  }
}

function heardBy(): { readonly lines: unknown[]; readonly log: Log } {
  const lines: unknown[] = []
  return { lines, log: (level, event, details) => lines.push([level, event, details]) }
}

test('of what strangers cause a few lines are written, and then how many more there were', () => {
  const clock = heldTimers()
  const { lines, log } = heardBy()
  const spare = spareLog(log, clock)
  for (let times = 0; times < 1_000; times += 1)
    spare('warn', 'sip-unreadable', { from: '127.0.3.1' })
  expect(lines).toHaveLength(strangerLinesMax)
  clock.fireAll()
  expect(lines.slice(strangerLinesMax)).toEqual([
    ['warn', 'sip-unreadable', { leftOut: 1_000 - strangerLinesMax }],
  ])
  spare('warn', 'sip-unreadable', { from: '127.0.3.2' })
  expect(lines.at(-1)).toEqual(['warn', 'sip-unreadable', { from: '127.0.3.2' }])
})

test('what is not caused by strangers is written every time', () => {
  const { lines, log } = heardBy()
  const spare = spareLog(log, heldTimers())
  for (let times = 0; times < 100; times += 1) spare('info', 'order-failed', { order: `o${times}` })
  expect(lines).toHaveLength(100)
})

test('each kind of a transport’s lines has a number of its own', () => {
  const { lines, log } = heardBy()
  const spare = spareLog(log, heldTimers())
  for (let times = 0; times < 100; times += 1) {
    spare('info', 'sip-transport', { what: 'connection-opened' })
    spare('info', 'sip-transport', { what: 'connection-closed' })
  }
  expect(lines).toHaveLength(2 * strangerLinesMax)
})
