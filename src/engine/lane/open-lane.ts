import type { TenantId } from '#core'
import { step } from '#core'
import { openErrands } from '../effects/errands.ts'
import { codeVersion } from '../past/code-version.ts'
import type { PastParts } from '../past/rebuild.ts'
import type { LaneParts } from './lane-parts.ts'
import type { Lane } from './lane.ts'
import { LaneError } from './lane.ts'
import { openMeanwhile } from './meanwhile.ts'
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
    meanwhile: openMeanwhile(),
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
  life.meanwhile.end(stoppedOf(tenant))
  return laneOf(keeping)
}

function laneOf(keeping: Keeping): Lane {
  const { errands, listeners, meanwhile, tenant } = keeping.life
  return {
    tenant,
    submit: input => meanwhile.take(input) ?? submit(keeping.world, input),
    read: look => look(keeping.world.state),
    onFacts(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    now: () => keeping.world.time.now(),
    standing() {
      if (keeping.closed !== undefined) return 'closed'
      return keeping.world.stopped === undefined ? 'runs' : 'stopped'
    },
    trouble: () => keeping.closed ?? keeping.world.stopped,
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

/**
 * Waits until no leg is up, no order is out and no input waits, or for as long as it may. A leg
 * that ends is told a moment after it ended, and only then is its recording finished.
 */
async function settle(keeping: Keeping, msMax: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>()
  const cancel = keeping.parts.clock.setTimer(msMax, () => resolve('late'))
  while (!isQuiet(keeping)) {
    if ((await Promise.race([somethingChanges(keeping), late])) === 'late') break
  }
  cancel()
}

function isQuiet({ life, world }: Keeping): boolean {
  const isTold = world.waiting.length === 0 && world.state.legs.size === 0
  return isTold && !life.errands.isBusy()
}

/** Resolves with the next facts, or, where orders are out, when the last of them is back. */
function somethingChanges({ life }: Keeping): Promise<void> {
  return new Promise(resolve => {
    const changed = (): void => {
      life.listeners.delete(changed)
      resolve()
    }
    life.listeners.add(changed)
    if (life.errands.isBusy()) void life.errands.idle().then(changed)
  })
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
  const { meanwhile } = keeping.life
  const why = stoppedOf(tenant)
  try {
    await closeLife(keeping.world, why)
    const next = await openLife(keeping.parts, keeping.life)
    // A journal that is read may still not be written: the lane runs when something was.
    if (await isWritable(next)) {
      keeping.world = next
      keeping.livedSince = keeping.parts.clock.now()
      log('info', 'lane-reopened', { tenant, seq: keeping.world.seq })
    } else {
      await closeLife(next, why)
    }
  } catch (error) {
    log('alarm', 'lane-not-reopened', { tenant, words: String(error) })
    reopenLater(keeping)
  }
  meanwhile.end(why)
}

function stoppedOf(tenant: TenantId): LaneError {
  return new LaneError('lane-stopped', `tenant ${tenant} has stopped`)
}

/**
 * Writes that time passed, after what waited for this life. Where it fails, the life has stopped,
 * and its next opening is set.
 */
async function isWritable(world: World): Promise<boolean> {
  try {
    await submit(world, { kind: 'time-passed' })
    return true
  } catch (error) {
    if (error instanceof LaneError) return false
    throw error
  }
}

async function close(keeping: Keeping): Promise<void> {
  const why = new LaneError('lane-stopped', `tenant ${keeping.life.tenant} is closed`)
  keeping.closed ??= why
  keeping.cancelReopening()
  await keeping.opening
  await closeLife(keeping.world, why)
}
