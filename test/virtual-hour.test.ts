import { expect, test } from 'vitest'
import type { HourEnd } from './campaigns/hour/hour.ts'
import { liveHour } from './campaigns/hour/hour.ts'

/** A minute of the hour of `npm run campaign:hour`. */
const minutes = 1

function sum(counts: ReadonlyMap<string, number>, prefix: string): number {
  return [...counts].reduce(
    (all, [name, count]) => (name.startsWith(prefix) ? all + count : all),
    0,
  )
}

function happened({ agents, callers, facts }: HourEnd): readonly string[] {
  return [...agents.keys(), ...callers.keys(), ...facts.keys()]
}

test('Mixed calls over a bad network leave no transaction, dialog, leg, port or timer behind', async () => {
  const end = await liveHour({ seed: 1, minutes, agents: 25, callsPerMinute: 40 })
  expect(Object.entries(end.left).filter(([, count]) => count !== 0)).toEqual([])
  // Every call came to one end for its caller, and every interaction to one outcome.
  const calls = sum(end.callers, 'calls')
  expect(sum(end.callers, 'fails') + sum(end.callers, 'ended')).toBe(calls)
  expect(sum(end.facts, 'closed')).toBe(end.facts.get('interaction-arrived'))
  expect(happened(end)).toEqual(
    expect.arrayContaining([
      'answers',
      'declines',
      'rings out',
      'holds',
      'hangs up',
      'ended by far-end',
      'ended by us',
      'fails cancelled',
      'closed handled',
      'closed abandoned-in-queue',
    ]),
  )
  expect(end.said).toEqual(new Map())
})
