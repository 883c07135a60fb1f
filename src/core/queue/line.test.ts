import { expect, test } from 'vitest'
import type { Place } from './line.ts'
import {
  joinLine,
  leaveLine,
  longestSince,
  newLine,
  positionIn,
  standing,
  standsBefore,
} from './line.ts'

/** The numbers of a small generator, the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let at = seed; ;) {
    at = (Math.imul(at, 1_664_525) + 1_013_904_223) >>> 0
    yield at / 2 ** 32
  }
}

function inOrder(places: readonly Place<string>[]): Place<string>[] {
  return places.toSorted((a, b) => (standsBefore(a, b) ? -1 : 1))
}

test('A line stands as a sorted list would, whoever joins and leaves', () => {
  const line = newLine<Place<string>>()
  const chance = numbers(7)
  let plain: Place<string>[] = []
  for (let order = 1; order <= 4000; order += 1) {
    const rank = Math.floor(chance.next().value * 5)
    const since = Math.floor(chance.next().value * 1000)
    const place = { who: `i${order}`, rank, since, order }
    joinLine(line, place)
    plain.push(place)
    const leaving = plain[Math.floor(chance.next().value * plain.length)]
    if (leaving !== undefined && chance.next().value < (order < 2000 ? 0.2 : 0.9)) {
      leaveLine(line, leaving)
      plain = plain.filter(one => one !== leaving)
    }
  }
  const sorted = inOrder(plain)
  expect([...standing(line)]).toEqual(sorted)
  expect(line.length).toBe(sorted.length)
  expect(sorted.map(place => positionIn(line, place))).toEqual(sorted.map((_, index) => index + 1))
  expect(longestSince(line)).toBe(Math.min(...sorted.map(place => place.since)))
  for (const place of sorted) leaveLine(line, place)
  expect(line).toEqual({ pieces: [], length: 0 })
})

test('Leaving a line one does not stand in changes nothing', () => {
  const line = newLine<Place<string>>()
  joinLine(line, { who: 'ann', rank: 3, since: 10, order: 1 })
  leaveLine(line, { rank: 3, since: 10, order: 2 })
  expect([...standing(line)].map(place => place.who)).toEqual(['ann'])
  expect(longestSince(newLine())).toBeUndefined()
})

test('From a place on, a line is read without those before it', () => {
  const line = newLine<Place<string>>()
  for (let order = 1; order <= 600; order += 1) {
    joinLine(line, { who: `i${order}`, rank: 0, since: order, order })
  }
  const [first] = standing(line, { rank: 0, since: 300, order: 0 })
  expect(first?.who).toBe('i300')
  expect(line.pieces.length).toBeLessThan(4)
})
