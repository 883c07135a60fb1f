import type { InputBody, SecretDigits } from '#core'
import { hideSecret, wakeAt } from '#core'
import type { LaneTime, OrderResult } from '#engine'
import { laneTime } from '#engine'
import { BrokenCheck } from '../checks/check.ts'
import { takeOrder } from '../world/outside.ts'
import type { People } from '../world/people.ts'
import type { World } from '../world/world.ts'
import { beginDay, countReached, newWorld, spread } from './new-world.ts'
import type { RunPlan, RunResult } from './run-plan.ts'
import { goingHomeInputsMax, goingHomeMsMax } from './run-plan.ts'
import type { Truth } from './truth.ts'
import { factsOf, newTruth } from './truth.ts'

/** Inputs after which everything is looked at, unless a plan says otherwise. */
const deepEveryUsual = 16

/** Runs a world round the bare core: the quickest way to see very many things happen. */
export function runCore(plan: RunPlan): RunResult {
  const world = newWorld(plan)
  const reached = new Map<string, number>()
  let refused = 0
  const truth = newTruth({
    scenario: plan.scenario,
    deepEvery: plan.deepEvery ?? deepEveryUsual,
    onStep(stepped) {
      if (stepped.refused !== undefined) refused += 1
      countReached(reached, stepped)
      plan.onStep?.(stepped)
    },
  })
  const begin = world.agenda.now()
  const failure = attempt(() => live(world, truth, plan.inputs))
  return {
    inputs: truth.seq(),
    worldMs: world.agenda.now() - begin,
    totals: truth.book.totals,
    refused,
    kills: 0,
    reached,
    used: world.used,
    operations: [...world.operations],
    failure,
  }
}

/** What a result is to the core. */
export function inputOf(order: InputOrder, result: OrderResult): InputBody {
  if (result.ok) {
    const { ok: _, ...done } = result
    return { ...done, kind: 'order-done', order }
  }
  const { ok: _, ...failed } = result
  return { ...failed, kind: 'order-failed', order }
}

type InputOrder = Extract<InputBody, { kind: 'order-done' }>['order']

function attempt(run: () => void): BrokenCheck | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof BrokenCheck) return error
    throw error
  }
}

function live(world: World, truth: Truth, inputs: number): void {
  let people: People | undefined
  const time = timeOf(world)
  const secrets: SecretDigits = new Map()
  world.state = () => truth.state
  world.tell = input => {
    const at = Math.max(time.now(), truth.state.now)
    const stepped = truth.take({ ...hideSecret(truth.state, input, secrets), at })
    spread(world, people, factsOf(stepped))
    for (const effect of stepped.effects) {
      if (effect.kind !== 'order') continue
      const { issued } = effect
      takeOrder(world, issued, result => world.tell(inputOf(issued.id, result)))
    }
  }
  people = beginDay(world)
  while (truth.seq() < inputs && moveOn(world, truth, time)) continue
  world.closing = true
  const end = world.agenda.now() + goingHomeMsMax
  while (world.agenda.now() < end && truth.seq() < inputs + goingHomeInputsMax) {
    if (!moveOn(world, truth, time)) break
  }
  truth.end({ legs: world.legs.size, orders: world.open.size })
}

/** The next thing happens: somebody does something, or a timer of the house is due. */
function moveOn(world: World, truth: Truth, time: LaneTime): boolean {
  const nextAt = world.agenda.nextAt()
  const timer = wakeAt(truth.state)
  const wake = timer === undefined ? undefined : world.agenda.now() + time.until(timer)
  if (wake === undefined || (nextAt !== undefined && nextAt < wake)) {
    if (nextAt === undefined) return false
    world.agenda.next()
    return true
  }
  world.agenda.moveTo(wake)
  world.tell({ kind: 'time-passed' })
  return true
}

/** The house's own time, as a lane keeps it: by a clock that may be wrong, and by what really passes. */
function timeOf(world: World): LaneTime {
  const clock = {
    now: () => world.agenda.now() + world.clockOffMs,
    elapsed: () => world.agenda.now(),
    setTimer: () => () => undefined,
  }
  return laneTime(clock, 0)
}
