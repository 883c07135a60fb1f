import type { Fact } from '#core'
import { currentFlags } from '#core'
import type { Stepped } from '../checks/check.ts'
import { newAgenda } from '../world/agenda.ts'
import { beginCalling, callerHears } from '../world/callers.ts'
import { chanceFor } from '../world/chance.ts'
import { companyOf } from '../world/company.ts'
import type { People } from '../world/people.ts'
import { openShift } from '../world/people.ts'
import { beginSending, taskHeard } from '../world/senders.ts'
import { beginSupervising } from '../world/supervisors.ts'
import { beginTroubles } from '../world/troubles.ts'
import type { World } from '../world/world.ts'
import type { RunPlan } from './run-plan.ts'
import { beginAt } from './run-plan.ts'

/** A world at the moment it begins; whoever runs it puts a house into it. */
export function newWorld(plan: RunPlan): World {
  return {
    scenario: plan.scenario,
    seed: plan.seed,
    agenda: newAgenda(beginAt),
    without: plan.without ?? new Set(),
    legs: new Map(),
    open: new Map(),
    callers: new Map(),
    calls: new Map(),
    used: new Map(),
    failNth: plan.failNth,
    keptBack: undefined,
    chance: chanceFor(plan.seed, 'nobody'),
    operations: new Set(),
    tell: () => {
      throw new Error('there is no house yet')
    },
    state: () => {
      throw new Error('there is no house yet')
    },
    clockOffMs: 0,
    closing: false,
    edition: 0,
  }
}

/** The day begins: the house is configured, people come to work, callers call, troubles start. */
export function beginDay(world: World): People {
  world.tell({
    kind: 'tenant-configured',
    config: companyOf(world.scenario, world.seed, world.edition),
    flags: currentFlags,
  })
  const people = openShift(world)
  beginCalling(world)
  beginSending(world)
  beginSupervising(world)
  beginTroubles(world)
  return people
}

/** Lets everybody hear what the house says. */
export function spread(world: World, people: People | undefined, facts: readonly Fact[]): void {
  for (const fact of facts) {
    callerHears(world, fact)
    taskHeard(world, fact)
    people?.hear(fact)
  }
}

/** Counts the endings a run reached, so that it can be seen that the rare ones are among them. */
export function countReached(reached: Map<string, number>, { effects, refused }: Stepped): void {
  const count = (what: string): void => void reached.set(what, (reached.get(what) ?? 0) + 1)
  if (refused !== undefined) count(`refused: ${refused.code}`)
  for (const effect of effects) {
    const what = effect.kind === 'fact' ? endingIn(effect.fact) : undefined
    if (what !== undefined) count(what)
  }
}

function endingIn(fact: Fact): string | undefined {
  if (fact.kind === 'interaction-arrived') return 'arrived'
  if (fact.kind === 'queue-left') return `queue left: ${fact.why}`
  if (fact.kind === 'offer-ended') return `offer: ${fact.result}`
  if (fact.kind === 'wrap-up-ended') return `wrap-up: ${fact.how}`
  if (fact.kind === 'transferred') return `transferred to ${fact.to.kind}`
  if (fact.kind === 'consult-ended') return `consult: ${fact.how}`
  if (fact.kind === 'number-ended') return `number: ${fact.how}`
  if (fact.kind === 'trouble-met') return `trouble: ${fact.ordered}`
  return fact.kind === 'interaction-closed' ? `closed: ${fact.outcome}` : undefined
}
