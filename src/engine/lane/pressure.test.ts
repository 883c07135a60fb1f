import { expect, test } from 'vitest'
import type { InputBody, LegId } from '#core'
import { toId } from '#core'
import { batchMax } from './lane.ts'
import type { InLine } from './pressure.ts'
import { arrivalsBehindMax, arrivalsBehindMsMax, nextBatch, overload } from './pressure.ts'

function arrival(leg: string): InLine {
  const input: InputBody = {
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: toId<LegId>(leg),
    from: '+441632960999',
    to: '+441632960100',
    trunk: 'carrier',
  }
  return { input, since: 0 }
}

function ended(leg: string): InLine {
  return { input: { kind: 'leg-ended', leg: toId(leg), by: 'far-end', cause: 'bye' }, since: 0 }
}

test('What fits one commit is taken in the order it came', () => {
  const line = [arrival('c1'), ended('c1'), arrival('c2')]
  expect(nextBatch(line.slice())).toEqual(line)
})

test('Under pressure those under way go first, and nobody leaves before having come', () => {
  const line = [
    ...Array.from({ length: batchMax }, (_, nth) => arrival(`new-${nth}`)),
    ended('new-3'),
    ended('old'),
  ]
  const all = line.length
  const batch = nextBatch(line)
  expect(batch).toHaveLength(batchMax)
  expect(batch[0]).toEqual(ended('old'))
  expect(batch.slice(1)).toEqual(
    Array.from({ length: batchMax - 1 }, (_, nth) => arrival(`new-${nth}`)),
  )
  expect(nextBatch(line)).toEqual([arrival(`new-${batchMax - 1}`), ended('new-3')])
  expect(all).toBe(batchMax + 2)
})

test.each([
  ['nothing waits', 0, 0, 0, undefined],
  ['too many wait', arrivalsBehindMax, 0, 0, `${arrivalsBehindMax} inputs wait`],
  ['one has waited too long', 1, arrivalsBehindMsMax + 1, 0, 'inputs wait for 2001 ms'],
  ['too many orders are out', 0, 0, 50_000, '50000 orders are out'],
])('New interactions and the line: %s', (_, length, now, ordersOut, why) => {
  const line = Array.from({ length }, () => ended('c1'))
  expect(overload(line, { now, ordersOut })).toBe(why)
})
