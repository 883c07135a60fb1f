import type { InputBody, IssuedOrder, OrderId } from '#core'
import type { Lane, OrderResult } from '#engine'
import { LaneError, openLane } from '#engine'
import { BrokenCheck } from '../checks/check.ts'
import { happens } from '../world/chance.ts'
import { tenant } from '../world/company.ts'
import { takeOrder } from '../world/outside.ts'
import type { World } from '../world/world.ts'
import type { Durable, Process } from './durable.ts'
import type { Truth } from './truth.ts'

/** The real lane in a process that can be killed and opened again. */
export interface House {
  readonly world: World
  readonly truth: Truth
  readonly durable: Durable
  /** Orders the past asks for that no process has handed out yet. */
  readonly due: Map<OrderId, IssuedOrder>
  process: Process
  lane: Lane | undefined
  kills: number
  alarms: number
  /** What broke where nobody could be told: thrown when the house has come to rest. */
  broken: Error | undefined
  /** Something was said to the lane: it wants time to work. */
  stirred: boolean
}

/** How long the house is shut when it could not be opened. */
const shutMs = 5000

/** How soon an app tries again to say what it could not. */
const askAgainMs = 1000

/** Opens the house: the real lane, on ports of this world, after its past. */
export function open(house: House): void {
  const { world, durable } = house
  const process: Process = { alive: true }
  house.process = process
  house.stirred = true
  const opening = openLane(tenant, {
    ...durable.portsFor(process),
    channel: {
      carryOut: (_, issued) => carryOut(house, process, issued),
      liveLegs: () => new Set(world.legs.keys()),
    },
    clock: {
      now: () => world.agenda.now() + world.clockOffMs,
      elapsed: () => world.agenda.now(),
      setTimer: (ms, fire) =>
        world.agenda.after(ms, () => {
          if (!process.alive) return
          house.stirred = true
          fire()
        }),
    },
    log(level, event, details) {
      if (level !== 'alarm') return
      house.alarms += 1
      if (event === 'channel-fault' || event === 'invariant-broken') {
        breakOff(house, new BrokenCheck('no-alarm', `${event}: ${JSON.stringify(details)}`, 0))
      }
    },
  })
  void moveIn(house, process, opening)
}

async function moveIn(house: House, process: Process, opening: Promise<Lane>): Promise<void> {
  try {
    const lane = await opening
    if (process.alive) house.lane = lane
  } catch (error) {
    if (process.alive) kill(house, shutMs, 1)
    breakOff(house, refused(house, error))
  }
}

/** Tells the lane; what is said to a house that is shut is lost, or said again by an app. */
export function tell(house: House, input: InputBody): void {
  const { lane, world } = house
  if (lane === undefined) {
    saidInVain(world, input)
    return
  }
  house.stirred = true
  void submit(house, lane, input)
}

async function submit(house: House, lane: Lane, input: InputBody): Promise<void> {
  const { durable, process, world } = house
  const before = durable.entries()
  try {
    await lane.submit(input)
    // An acknowledged input is durable: the past is longer by at least this one.
    if (durable.entries() > before) return
    breakOff(house, new BrokenCheck('acknowledged-durable', input.kind, before))
  } catch (error) {
    if (!process.alive) return
    saidInVain(world, input)
    breakOff(house, refused(house, error))
  }
}

/** The process is killed. Of its legs only some that were up outlive it; nobody says goodbye. */
export function kill(house: House, downMs: number, legsSurvive: number): void {
  const { world } = house
  house.process.alive = false
  house.lane = undefined
  house.kills += 1
  house.durable.settleKill()
  house.due.clear()
  world.open.clear()
  for (const [id, leg] of world.legs) {
    const known = house.truth.state.legs.has(id)
    if (known && leg.state === 'up' && happens(world.chance, legsSurvive)) {
      leg.playing = undefined
    } else {
      world.legs.delete(id)
      world.callers.delete(id)
    }
  }
  world.agenda.after(downMs, () => open(house))
}

/** Keeps what broke until somebody can be told. */
export function breakOff(house: House, error: unknown): void {
  if (error === undefined) return
  house.broken ??=
    error instanceof Error ? error : new Error('something that is no error', { cause: error })
}

function saidInVain(world: World, input: InputBody): void {
  if (input.kind === 'interaction-arrived' && input.channel === 'voice') {
    world.legs.delete(input.leg)
    world.callers.delete(input.leg)
  }
  if ('agent' in input || input.kind === 'tenant-configured') {
    world.agenda.after(askAgainMs, () => world.tell(input))
  }
}

/** A lane may refuse while it is stopped or under pressure, and it stops for its journal alone. */
function refused({ world, ...house }: House, error: unknown): unknown {
  if (!(error instanceof LaneError)) return error
  const mayStop = (world.scenario.faults.journal?.fails ?? 0) > 0
  return error.code === 'lane-stopped' && !mayStop && house.process.alive ? error : undefined
}

/** An order leaves the house: only one the durable past asks for, as it asks for it, and once. */
function carryOut(house: House, process: Process, issued: IssuedOrder): Promise<OrderResult> {
  const { world, due } = house
  // A process that was killed does nothing more, and nobody waits for it.
  if (!process.alive) return new Promise(() => {})
  if (!due.delete(issued.id)) {
    breakOff(
      house,
      new BrokenCheck('orders-durable', `${issued.id} was not due`, house.truth.seq()),
    )
  }
  return new Promise(resolve => {
    takeOrder(world, issued, result => {
      if (!process.alive) return
      house.stirred = true
      resolve(result)
    })
  })
}
