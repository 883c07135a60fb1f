import { expect, test } from 'vitest'
import { Placement } from './placement.ts'
import type { Member } from './placement.ts'

const leg = (id: string): Member => ({ kind: 'leg', id })

test('legs of a call share a worker and new calls go to the least busy one', () => {
  const placement = new Placement(2)
  const workers = [
    placement.add(leg('a1'), 'a'),
    placement.add(leg('a2'), 'a'),
    placement.add(leg('b1'), 'b'),
    placement.add(leg('a3'), 'a'),
    placement.add({ kind: 'recording', id: 'b1' }, 'b'),
    placement.add(leg('c1'), 'c'),
  ]
  expect(workers).toEqual([0, 0, 1, 0, 1, 1])
})

test('what ended is still found, and its call may be placed anew', () => {
  const placement = new Placement(2)
  placement.add(leg('a1'), 'a')
  placement.remove(leg('a1'))
  placement.remove(leg('a1'))
  expect([placement.workerOf(leg('a1')), placement.callOf(leg('a1'))]).toEqual([0, undefined])
  placement.add(leg('b1'), 'b')
  expect(placement.add(leg('a2'), 'a')).toBe(1)
})

test('a dead worker gives up all it had', () => {
  const placement = new Placement(2)
  placement.add(leg('a1'), 'a')
  placement.add(leg('b1'), 'b')
  placement.add({ kind: 'recording', id: 'r' }, 'a')
  const lost = placement.dropWorker(0).map(({ kind, id }) => `${kind} ${id}`)
  expect(lost).toEqual(['leg a1', 'recording r'])
  expect(placement.workerOf(leg('a1'))).toBeUndefined()
  expect(placement.workerOf(leg('b1'))).toBe(1)
})
