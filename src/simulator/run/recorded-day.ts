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

/** Days to be recorded, by name: each a scenario, a seed, and how many inputs. */
const dayPlans = {
  /** A rush, faults of every kind, configurations that change. */
  'busy-day': {
    seed: 20_261_123,
    inputs: 12_000,
    scenario: scenarioOf({
      name: 'recorded-day',
      about: 'A busy day to be recorded, with everything in it that a core must remember.',
      company: { agents: 12, queues: 4, queuesPerAgent: 3, skills: 5, priorities: true },
      callers: { perHour: 300, shape: [0.5, 1, 1.8, 1.2, 1, 0.6], dayMs: 21_600_000 },
      faults: { config: { everyMs: 1_200_000 }, clock: { everyMs: 3_600_000, byMs: 5000 } },
    }),
  },
  /** Every kind of step, queue and input: whatever a day can have that the busy one is without. */
  'full-day': {
    seed: 20_261_124,
    inputs: 15_000,
    scenario: scenarioOf({
      name: 'full-day',
      about: 'A day to be recorded on which everything happens that may happen on any.',
      company: {
        agents: 10,
        queues: 5,
        queuesPerAgent: 3,
        skills: 3,
        priorities: true,
        weights: true,
        wholeFlows: true,
        variety: true,
        waitMsMax: 60_000,
      },
      callers: { perHour: 350, talkMs: 60_000, patienceMs: 180_000, fidgets: 0.5 },
      agents: {
        handovers: 0.4,
        ownEnd: 0.2,
        changesEveryMs: 120_000,
        signOutEveryMs: 1_200_000,
        filesWrapUp: 1,
      },
      outside: { losesAgentEveryMs: 300_000 },
      tasks: { perHour: 100, interruptible: true, unitsStep: 15 },
      supervisor: { everyMs: 60_000, serves: true },
      faults: { config: { everyMs: 600_000 }, clock: { everyMs: 3_600_000, byMs: 5000 } },
      // As in tasks.yaml, best-agent-taken cannot be told by the book.
      unchecked: ['best-agent-taken'],
    }),
  },
} as const

/** Lets a day happen and writes its journal down: one input a line, as JSON. */
export function recordDay(
  name: keyof typeof dayPlans,
  other: { readonly seed?: number; readonly inputs?: number } = {},
): string {
  const lines: string[] = []
  const { failure } = runCore({
    ...dayPlans[name],
    ...other,
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
