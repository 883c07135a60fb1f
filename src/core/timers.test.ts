import { expect, test } from 'vitest'
import { toId } from './ids.ts'
import type { Timers } from './timers.ts'
import { clearTimer, newTimers, nextTimerAt, setTimer, takeDue } from './timers.ts'

function fired(timers: Timers, now: number): string[] {
  const names: string[] = []
  for (let timer = takeDue(timers, now); timer !== undefined; timer = takeDue(timers, now)) {
    names.push(timer.of)
  }
  return names
}

test('Timers of one moment fire in the order they were set', () => {
  const timers = newTimers()
  for (const id of ['c', 'a', 'd', 'b']) setTimer(timers, { kind: 'ring', of: toId(id) }, 1000)
  expect(fired(timers, 1000)).toEqual(['c', 'a', 'd', 'b'])
})

test('Timers fire by moment, and one that is set again fires only at its new moment', () => {
  const timers = newTimers()
  const moments = [500, 100, 400, 200, 300]
  for (const at of moments) setTimer(timers, { kind: 'wait', of: toId(`t${at}`) }, at)
  setTimer(timers, { kind: 'wait', of: toId('t100') }, 450)
  clearTimer(timers, { kind: 'wait', of: toId('t300') })
  expect(nextTimerAt(timers)).toBe(200)
  expect(fired(timers, 449)).toEqual(['t200', 't400'])
  expect(fired(timers, 9000)).toEqual(['t100', 't500'])
  expect(nextTimerAt(timers)).toBeUndefined()
})
