import type { BrokenCheck, Stepped } from '../checks/check.ts'
import { scenarioOf } from '../plan/read-scenario.ts'
import type { Scenario } from '../plan/scenario.ts'
import { runCore } from '../run/run-core.ts'
import type { Model } from './erlang.ts'
import type { Estimate } from './intervals.ts'
import { batchMeans } from './intervals.ts'

/** What the real core did with a queue of theory. */
export interface Measured {
  readonly waits: Estimate
  readonly waitSeconds: Estimate
  readonly abandons: Estimate
  /** P(Ab) − θE[W] of each batch: nothing, whatever the order of service. */
  readonly abandonsLessWait: Estimate
  readonly calls: number
  readonly inputs: number
  readonly failure: BrokenCheck | undefined
}

/** The share of a run's beginning, when the queue was still empty, that is not counted. */
const warmUpShare = 0.1
/** Inputs a call takes, from arrival to end; the run goes on until all calls are through. */
const inputsPerCall = 8

/**
 * Runs one queue through the real core: phones are answered at once and there is no wrap-up, so
 * what is left is M/M/n, or M/M/n+M where callers have patience.
 */
export function simulateQueue(model: Model, seed: number, calls: number): Measured {
  const entered = new Map<string, number>()
  const visits: Visit[] = []
  const result = runCore({
    scenario: scenarioFor(model),
    seed,
    inputs: calls * inputsPerCall,
    deepEvery: 100_000,
    onStep: stepped => note(stepped, entered, visits),
  })
  const counted = visits
    .toSorted((a, b) => a.enteredAt - b.enteredAt)
    .slice(Math.floor(visits.length * warmUpShare))
  const patience = model.patience ?? Infinity
  return {
    waits: batchMeans(counted.map(one => (one.waitedMs > 0 ? 1 : 0))),
    waitSeconds: batchMeans(counted.map(one => one.waitedMs / 1000)),
    abandons: batchMeans(counted.map(one => (one.abandoned ? 1 : 0))),
    abandonsLessWait: batchMeans(
      counted.map(one => (one.abandoned ? 1 : 0) - one.waitedMs / 1000 / patience),
    ),
    calls: counted.length,
    inputs: result.inputs,
    failure: result.failure,
  }
}

interface Visit {
  readonly enteredAt: number
  readonly waitedMs: number
  readonly abandoned: boolean
}

function note({ effects }: Stepped, entered: Map<string, number>, visits: Visit[]): void {
  for (const effect of effects) {
    if (effect.kind !== 'fact') continue
    const { fact } = effect
    if (fact.kind === 'queue-entered') entered.set(fact.interaction, fact.at)
    if (fact.kind !== 'queue-left') continue
    const enteredAt = entered.get(fact.interaction) ?? 0
    entered.delete(fact.interaction)
    visits.push({ enteredAt, waitedMs: fact.waitedMs, abandoned: fact.why === 'abandoned' })
  }
}

const never = 10 ** 12

function scenarioFor({ servers, lambda, tau, patience }: Model): Scenario {
  return scenarioOf({
    name: 'theory',
    about: 'One queue as theory sees it: no ring time, no wrap-up, and nothing ever fails.',
    company: {
      agents: servers,
      queues: 1,
      queuesPerAgent: 1,
      menu: false,
      record: false,
      wrapUpMs: 0,
      ringMs: never,
      waitMsMax: never,
      waitingMax: 1_000_000,
    },
    callers: {
      perHour: lambda * 3600,
      patienceMs: patience === undefined ? never : Math.round(patience * 1000),
      talkMs: Math.round(tau * 1000),
      fidgets: 0,
      wrongNumber: 0,
    },
    agents: { shift: false, declines: 0 },
    phones: { answers: 1, answerMs: 0, busy: 0, declines: 0, unreachable: 0, fault: 0 },
    outside: { latencyMs: 0, late: 0, fails: 0, repeats: 0, losesLegEveryMs: 0 },
    // With patience without an end, a world of theory lasts longer than any day.
    unchecked: ['nothing-for-ever', 'nothing-left'],
  })
}
