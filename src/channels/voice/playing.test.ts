import { expect, test } from 'vitest'
import type { Connect, LegId } from '#core'
import { toId } from '#core'
import { hearing } from './playing.ts'

const [customer, agent, boss] = ['c', 'a', 's'].map(name => toId<LegId>(name))

function heard(order: Omit<Connect, 'kind'>, gone: readonly string[] = []): string[] {
  const matrix = hearing({ kind: 'connect', ...order }, leg => !gone.includes(leg))
  return [...matrix].map(([leg, others]) => `${leg}: ${others.join(' ')}`.trim())
}

if (customer === undefined || agent === undefined || boss === undefined) throw new Error('no legs')
const legs = [customer, agent]
const listener = { leg: boss, hears: legs }

test.each([
  ['who talks', { legs }, ['c: a', 'a: c']],
  ['who is alone', { legs: [agent] }, ['a:']],
  ['who is muted', { legs, muted: [agent] }, ['c:', 'a: c']],
  ['who listens', { legs, listeners: [{ ...listener, heardBy: [] }] }, ['c: a', 'a: c', 's: c a']],
  [
    'who whispers',
    { legs, listeners: [{ ...listener, heardBy: [agent] }] },
    ['c: a', 'a: c s', 's: c a'],
  ],
  [
    'who barges in on a muted agent',
    { legs, muted: [agent], listeners: [{ ...listener, heardBy: legs }] },
    ['c: s', 'a: c s', 's: c'],
  ],
])('The matrix says %s', (_, order, rows) => {
  expect(heard(order)).toEqual(rows)
})

test('A listener whose leg is gone leaves the talk as it is', () => {
  expect(heard({ legs, listeners: [{ ...listener, heardBy: legs }] }, ['s'])).toEqual([
    'c: a',
    'a: c',
  ])
})
