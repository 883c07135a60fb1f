import type { Input } from '#core'
import { newState, step } from '#core'
import { scenarioOf } from '../plan/read-scenario.ts'
import { tenant } from '../world/company.ts'
import { digestFacts } from './digest.ts'
import { runCore } from './run-core.ts'

/** What telling a recorded day again came to. */
export interface ReplayedDay {
  readonly inputs: number
  readonly facts: number
  /** Of all facts, in their order. */
  readonly digest: string
}

/** A day on which much happens: a rush, faults of every kind, configurations that change. */
const day = scenarioOf({
  name: 'recorded-day',
  about: 'A busy day to be recorded, with everything in it that a core must remember.',
  company: { agents: 12, queues: 4, queuesPerAgent: 3, skills: 5, priorities: true },
  callers: { perHour: 300, shape: [0.5, 1, 1.8, 1.2, 1, 0.6], dayMs: 21_600_000 },
  faults: { config: { everyMs: 1_200_000 }, clock: { everyMs: 3_600_000, byMs: 5000 } },
})

/** Lets the day happen and writes its journal down: one input a line, as JSON. */
export function recordDay(seed: number, inputs: number): string {
  const lines: string[] = []
  const { failure } = runCore({
    scenario: day,
    seed,
    inputs,
    onStep: ({ input }) => lines.push(JSON.stringify(input)),
  })
  if (failure !== undefined) throw failure
  return `${lines.join('\n')}\n`
}

/** Tells a recorded day again: the same inputs through the core of today. */
export function replayDay(journal: string): ReplayedDay {
  const state = newState(tenant)
  const digest = digestFacts()
  let inputs = 0
  let facts = 0
  for (const line of journal.split('\n')) {
    if (line === '') continue
    const input: Input = JSON.parse(line)
    inputs += 1
    for (const effect of step(state, input).effects) {
      if (effect.kind !== 'fact') continue
      facts += 1
      digest.add([effect.fact])
    }
  }
  return { inputs, facts, digest: digest.hex() }
}
