import { expect, test } from 'vitest'
import type { IdleLine } from './idle-line.ts'
import { findIdle, joinIdle, leaveIdle, newIdleLine } from './idle-line.ts'

interface Stands {
  readonly member: number
  readonly rank: number
  readonly since: number
  readonly order: number
}

/** The numbers of a small generator, the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let at = seed; ;) {
    at = (Math.imul(at, 1_664_525) + 1_013_904_223) >>> 0
    yield at / 2 ** 32
  }
}

function read(line: IdleLine, fromRank?: number): Omit<Stands, 'order'>[] {
  const seen: Omit<Stands, 'order'>[] = []
  findIdle(
    line,
    (member, rank, since) => {
      seen.push({ member, rank, since })
      return false
    },
    fromRank,
  )
  return seen
}

function sorted(all: readonly Stands[]): Omit<Stands, 'order'>[] {
  return all
    .toSorted((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ member, rank, since }) => ({ member, rank, since }))
}

test.each([1, 5, 3000])(
  'Free agents of %i ranks stand as a sorted list would, whoever joins and leaves',
  ranks => {
    const line = newIdleLine()
    const chance = numbers(7)
    let plain: Stands[] = []
    for (let order = 1; order <= 4000; order += 1) {
      const rank = Math.floor(chance.next().value * ranks) - 2
      // Some come back to a place they had before.
      const earlier = chance.next().value < 0.1 ? order / 2 + 0.25 : order
      const one = { member: order, rank, since: 1_000_000_000_000 + earlier, order: earlier * 4 }
      joinIdle(line, one.member, rank, one)
      plain.push(one)
      const leaving = plain[Math.floor(chance.next().value * plain.length)]
      if (leaving === undefined || chance.next().value > (order < 2500 ? 0.2 : 0.9)) continue
      leaveIdle(line, leaving.rank, leaving)
      plain = plain.filter(other => other !== leaving)
    }
    expect(plain.length).toBeGreaterThan(600)
    expect(read(line)).toEqual(sorted(plain))
    expect(read(line, 1)).toEqual(sorted(plain.filter(one => one.rank >= 1)))
    expect(line.length).toBe(plain.length)
    for (const one of plain) leaveIdle(line, one.rank, one)
    expect(line).toEqual(newIdleLine())
  },
)

test('Leaving a line of free agents one does not stand in changes nothing', () => {
  const line = newIdleLine()
  leaveIdle(line, 0, { since: 10, order: 1 })
  joinIdle(line, 4, 0, { since: 10, order: 1 })
  leaveIdle(line, 0, { since: 10, order: 2 })
  leaveIdle(line, 1, { since: 10, order: 1 })
  expect(read(line)).toEqual([{ member: 4, rank: 0, since: 10 }])
})

test('Going along a line of free agents ends with whoever was looked for', () => {
  const line = newIdleLine()
  for (let member = 0; member < 2000; member += 1) {
    joinIdle(line, member, -(member % 3), { since: member, order: member })
  }
  const seen: number[] = []
  const isFound = findIdle(line, member => seen.push(member) === 3)
  expect({ isFound, seen }).toEqual({ isFound: true, seen: [2, 5, 8] })
  expect(findIdle(line, member => member > 2000)).toBe(false)
})
