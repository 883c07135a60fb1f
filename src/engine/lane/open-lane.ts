import type { TenantId } from '#core'
import { step } from '#core'
import { openErrands } from '../effects/errands.ts'
import { codeVersion } from '../past/code-version.ts'
import type { PastParts } from '../past/rebuild.ts'
import type { LaneParts } from './lane-parts.ts'
import type { Lane } from './lane.ts'
import { LaneError } from './lane.ts'
import { closeLife, openLife, submit } from './open-life.ts'
import type { LifeParts, Listeners, World } from './world.ts'

/** The pauses before a lane that stopped is opened again. */
export const reopenMsMin = 1_000
const reopenMsMax = 60_000

/** A lane through all its lives. */
interface Keeping {
  readonly parts: LaneParts & PastParts
  readonly life: LifeParts
  world: World
  /** Lives in a row that ended before the first pause was over. */
  stops: number
  livedSince: number
  opening: Promise<void> | undefined
  cancelReopening: () => void
  closed: LaneError | undefined
}

/**
 * Opens a tenant's lane: replays its journal, asks the outside what is still there, and goes on.
 * A lane that has to stop, because its journal cannot be written, is opened again after a pause.
 *
 *     submit ─▶ waiting ─▶ journal.append (one commit a batch) ─▶ step ─▶ facts, orders
 *       ▲                                                                    │
 *       └──────────────── the result of each order, as an input ◀────────────┘
 */
export async function openLane(tenant: TenantId, given: LaneParts): Promise<Lane> {
  const parts = {
    step,
    ...given,
    tenant,
    snapshots: given.snapshots,
    version: given.snapshots === undefined ? '' : codeVersion(),
  }
  const listeners: Listeners = new Set()
  const life: LifeParts = {
    tenant,
    listeners,
    errands: openErrands(tenant, given),
    onStopped: () => reopenLater(keeping),
  }
  const keeping: Keeping = {
    parts,
    life,
    world: await openLife(parts, life),
    stops: 0,
    livedSince: given.clock.now(),
    opening: undefined,
    cancelReopening: () => {},
    closed: undefined,
  }
  return laneOf(keeping)
}

function laneOf(keeping: Keeping): Lane {
  const { errands, listeners, tenant } = keeping.life
  return {
    tenant,
    submit: input => submit(keeping.world, input),
    read: look => look(keeping.world.state),
    onFacts(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    now: () => keeping.world.clock.now(),
    standing() {
      if (keeping.closed !== undefined) return 'closed'
      return keeping.world.stopped === undefined ? 'runs' : 'stopped'
    },
    counts: () => ({
      seq: keeping.world.seq,
      inputsWaiting: keeping.world.waiting.length,
      ordersOut: errands.count(),
      interactions: keeping.world.state.interactions.size,
    }),
    kept: () => keeping.world.keeper.kept(),
    settle: msMax => settle(keeping, msMax),
    close: () => close(keeping),
  }
}

async function settle({ life, parts }: Keeping, msMax: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const cancel = parts.clock.setTimer(msMax, resolve)
  await Promise.race([life.errands.idle(), promise])
  cancel()
}

function reopenLater(keeping: Keeping): void {
  const { clock, log, tenant } = keeping.parts
  if (keeping.closed !== undefined) return
  const livedMs = clock.now() - keeping.livedSince
  keeping.stops = livedMs > reopenMsMax ? 0 : keeping.stops
  const pauseMs = Math.min(reopenMsMax, reopenMsMin * 2 ** keeping.stops)
  keeping.stops += 1
  log('info', 'lane-opens-again', { tenant, pauseMs })
  keeping.cancelReopening = clock.setTimer(pauseMs, () => {
    keeping.opening = reopen(keeping)
  })
}

async function reopen(keeping: Keeping): Promise<void> {
  const { log, tenant } = keeping.parts
  const { world } = keeping
  try {
    await closeLife(world, new LaneError('lane-stopped', `tenant ${tenant} has stopped`))
    keeping.world = await openLife(keeping.parts, keeping.life)
    keeping.livedSince = keeping.parts.clock.now()
    log('info', 'lane-reopened', { tenant, seq: keeping.world.seq })
  } catch (error) {
    log('alarm', 'lane-not-reopened', { tenant, words: String(error) })
    reopenLater(keeping)
  }
}

async function close(keeping: Keeping): Promise<void> {
  const why = new LaneError('lane-stopped', `tenant ${keeping.life.tenant} is closed`)
  keeping.closed ??= why
  keeping.cancelReopening()
  await keeping.opening
  await closeLife(keeping.world, why)
}
