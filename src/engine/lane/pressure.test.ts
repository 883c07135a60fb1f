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
  { what: 'nothing waits', length: 0, now: 0, ordersOut: 0, why: undefined },
  {
    what: 'too many wait',
    length: arrivalsBehindMax,
    now: 0,
    ordersOut: 0,
    why: `${arrivalsBehindMax} inputs wait`,
  },
  {
    what: 'one has waited too long',
    length: 1,
    now: arrivalsBehindMsMax + 1,
    ordersOut: 0,
    why: 'inputs wait for 2001 ms',
  },
  {
    what: 'too many orders are out',
    length: 0,
    now: 0,
    ordersOut: 50_000,
    why: '50000 orders are out',
  },
])('New interactions and the line: $what', ({ length, now, ordersOut, why }) => {
  const line = Array.from({ length }, () => ended('c1'))
  expect(overload(line, { now, ordersOut })).toBe(why)
})
