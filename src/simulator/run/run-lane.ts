import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { JournalEntry } from '#engine'
import type { Stepped } from '../checks/check.ts'
import { BrokenCheck } from '../checks/check.ts'
import { chanceFor, span } from '../world/chance.ts'
import type { People } from '../world/people.ts'
import { repeat } from '../world/troubles.ts'
import { openDurable, recordsDiffer } from './durable.ts'
import type { House } from './house.ts'
import { breakOff, kill, open, tell } from './house.ts'
import { beginDay, countReached, newWorld, spread } from './new-world.ts'
import type { RunPlan, RunResult } from './run-plan.ts'
import { goingHomeInputsMax, goingHomeMsMax } from './run-plan.ts'
import { factsOf, newTruth } from './truth.ts'

/** Inputs after which everything is looked at, unless a plan says otherwise. */
const deepEveryUsual = 16
/** Inputs after which the lane's whole state is compared with what it must be. */
const compareEvery = 500

interface Run {
  readonly plan: RunPlan
  readonly house: House
  readonly told: Pick<Stepped, 'seq' | 'effects'>[]
  readonly begin: () => void
  comparedAt: number
}

/**
 * Runs a world round the real lane, on a clock, a journal, records and a channel of this world.
 * Beside it a core of its own works in what is durable: the lane must agree with it always.
 */
export async function runLane(plan: RunPlan): Promise<RunResult> {
  const reached = new Map<string, number>()
  const counts = { refused: 0 }
  const run = newRun(plan, stepped => {
    if (stepped.refused !== undefined) counts.refused += 1
    countReached(reached, stepped)
  })
  const { world, truth } = run.house
  const begin = world.agenda.now()
  const failure = await attempt(() => live(run))
  run.house.process.alive = false
  return {
    inputs: truth.seq(),
    worldMs: world.agenda.now() - begin,
    totals: truth.book.totals,
    refused: counts.refused,
    kills: run.house.kills,
    reached,
    used: world.used,
    operations: [...world.operations],
    failure,
  }
}

function newRun(plan: RunPlan, onStep: (stepped: Stepped) => void): Run {
  const world = newWorld(plan)
  const told: Run['told'] = []
  let people: People | undefined
  const truth = newTruth({
    scenario: plan.scenario,
    deepEvery: plan.deepEvery ?? deepEveryUsual,
    onStep(stepped) {
      told.push({ seq: stepped.seq, effects: stepped.effects })
      onStep(stepped)
      plan.onStep?.(stepped)
    },
  })
  const take = ({ input }: JournalEntry): void => {
    if (house.broken !== undefined) return
    try {
      const stepped = truth.take(input)
      if (input.kind === 'order-failed') house.due.delete(input.order)
      for (const effect of stepped.effects) {
        if (effect.kind === 'order') house.due.set(effect.issued.id, effect.issued)
      }
      spread(world, people, factsOf(stepped))
    } catch (error) {
      breakOff(house, error)
    }
  }
  const stir = (): void => {
    house.stirred = true
  }
  const durable = openDurable(world, { take, stir })
  const house: House = {
    world,
    truth,
    durable,
    due: new Map(),
    process: { alive: false },
    lane: undefined,
    kills: 0,
    alarms: 0,
    broken: undefined,
    stirred: false,
  }
  world.state = () => truth.state
  world.tell = input => tell(house, input)
  return {
    plan,
    house,
    told,
    begin: () => {
      people = beginDay(world)
    },
    comparedAt: 0,
  }
}

async function attempt(run: () => Promise<void>): Promise<BrokenCheck | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    if (error instanceof BrokenCheck) return error
    throw error
  }
}

async function live(run: Run): Promise<void> {
  const { house, plan } = run
  const { world, truth } = house
  open(house)
  await rest(run)
  run.begin()
  beginKills(house)
  await rest(run)
  while (truth.seq() < plan.inputs && (await moveOn(run))) continue
  world.closing = true
  const end = world.agenda.now() + goingHomeMsMax
  while (world.agenda.now() < end && truth.seq() < plan.inputs + goingHomeInputsMax) {
    if (!(await moveOn(run))) break
  }
  await shutDown(run)
}

function beginKills(house: House): void {
  const faults = house.world.scenario.faults.kill
  if (faults === undefined) return
  repeat(house.world, 'kill', faults.everyMs, name => {
    const downMs = span(chanceFor(house.world.seed, name), faults.downMs)
    // Killed while it opens, it is killed all the same; shut, it opens at its time.
    if (house.process.alive) kill(house, downMs, faults.legsSurvive)
  })
}

async function moveOn(run: Run): Promise<boolean> {
  const { world } = run.house
  if (world.agenda.nextAt() === undefined) return false
  world.agenda.next()
  if (run.house.stirred) await rest(run)
  return true
}

/** Lets the lane work until it waits for the world again, and then compares. */
async function rest(run: Run): Promise<void> {
  const { house } = run
  while (house.stirred) {
    house.stirred = false
    await setImmediate()
  }
  if (house.broken !== undefined) throw house.broken
  compare(run)
}

function compare(run: Run): void {
  const { house } = run
  const { lane, truth } = house
  const seq = truth.seq()
  if (lane === undefined || lane.counts().seq !== seq) return
  const exactly = seq >= run.comparedAt + compareEvery
  if (exactly) run.comparedAt = seq
  const agrees = lane.read(state =>
    exactly
      ? isDeepStrictEqual(state, truth.state)
      : state.interactions.size === truth.state.interactions.size &&
        state.orders.size === truth.state.orders.size,
  )
  if (!agrees) throw new BrokenCheck('lane-agrees', 'the lane differs from its journal', seq)
  const [late] = house.due.keys()
  if (late !== undefined) throw new BrokenCheck('orders-handed-out', `${late} never left`, seq)
}

/** The day is over: nothing is left, and whoever opens the house again finds all of it. */
async function shutDown(run: Run): Promise<void> {
  const { house, told } = run
  const { world, truth, durable } = house
  truth.end({ legs: world.legs.size, orders: world.open.size })
  kill(house, 0, 0)
  // What reopening finds lost is part of the past as well; nothing is, any more.
  const before = truth.seq()
  for (let turn = 0; turn < 1000; turn += 1) {
    if (house.lane === undefined) await moveOn(run)
  }
  if (house.lane === undefined) throw new BrokenCheck('opens-again', 'it stays shut', before)
  const closing = house.lane.close()
  for (let turn = 0; turn < 10_000 && durable.kept().length < factCount(told); turn += 1) {
    house.stirred = true
    if (!(await moveOn(run))) await setImmediate()
  }
  await closing
  const wrong = recordsDiffer(durable.kept(), told, (a, b) => isDeepStrictEqual(a, b))
  if (wrong !== undefined) throw new BrokenCheck('records-complete', wrong, before)
}

function factCount(told: Run['told']): number {
  let count = 0
  for (const { effects } of told) for (const one of effects) if (one.kind === 'fact') count += 1
  return count
}
