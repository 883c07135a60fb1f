import type { InputBody } from '#core'
import { hasSecrets, wakeAt } from '#core'
import { reconcile } from '../effects/reconcile.ts'
import { readReplacements } from '../past/read-past.ts'
import type { BrokenInput, PastParts, Point } from '../past/rebuild.ts'
import { beginPoint, replayOn } from '../past/rebuild.ts'
import { remakeFacts } from '../past/remake-facts.ts'
import { replaceBroken } from '../past/replace-broken.ts'
import { appendSurely } from './append-surely.ts'
import { openKeeper } from './keeper.ts'
import { snapshotIfDue, snapshotInputsMin } from './keep-snapshot.ts'
import { laneTime } from './lane-time.ts'
import { LaneError, inputsWaitingMax } from './lane.ts'
import type { Taken } from './lane.ts'
import type { LaneParts } from './lane-parts.ts'
import { nextBatch, overload } from './pressure.ts'
import { alarm, factsOf, take } from './take.ts'
import type { LifeParts, Waiting, World } from './world.ts'
import { placed } from './world.ts'

/** Ends and losses told at once when a lane comes back; fewer than may wait in it. */
const toldAtOnceMax = 10_000
/** Inputs that may break in one replay before the lane gives up on the past. */
const brokenInReplayMax = 100

/**
 * Begins one life of a lane: makes the state again from snapshot and journal, asks the outside
 * what is still there, and goes on.
 */
export async function openLife(parts: LaneParts & PastParts, life: LifeParts): Promise<World> {
  const replaced = await readReplacements(parts.journal, parts.tenant)
  const keeper = openKeeper({
    ...parts,
    remake: afterSeq => remakeFacts(parts, { afterSeq, replaced }),
  })
  try {
    const keptTo = await parts.records.keptTo(parts.tenant)
    const replayed = await replayAll({ ...parts, ...life, keeper, replaced }, keptTo)
    const { seq } = replayed.point
    const world: World = {
      ...parts,
      ...life,
      alarms: parts.alarms,
      keeper,
      replaced,
      waiting: [],
      isBack: false,
      state: replayed.point.state,
      time: laneTime(parts.clock, replayed.point.state.now),
      moment: () => replayed.point.state.now,
      secrets: new Map(),
      seq,
      last: replayed.point.last,
      pumping: undefined,
      stopped: undefined,
      cancelWake: () => {},
      snapshotAt: replayed.fromSeq + snapshotInputsMin,
      snapshotting: undefined,
    }
    await comeBack(world)
    return world
  } catch (error) {
    await keeper.close()
    throw error
  }
}

/** What the outside no longer knows is told; then time goes on, and results that came meanwhile are taken. */
async function comeBack(world: World): Promise<void> {
  const live = world.channel.liveLegs(world.tenant)
  world.meanwhile.begin()
  const { isOut } = world.errands
  const { asOfNow, asOfThen } = reconcile(world.state, { live, isOut })
  await tell(world, asOfThen)
  world.moment = world.time.now
  await tell(world, asOfNow)
  world.isBack = true
  // Results first: a leg ends after its ring was answered.
  world.errands.deliverTo(result => submit(world, result))
  world.meanwhile.letIn(input => submit(world, input))
  setWake(world)
}

async function tell(world: World, inputs: readonly InputBody[]): Promise<void> {
  for (let from = 0; from < inputs.length; from += toldAtOnceMax) {
    const part = inputs.slice(from, from + toldAtOnceMax)
    await Promise.all(part.map(input => submit(world, input)))
  }
}

/** What replaying stands on before there is a world. */
type Replaying = LaneParts & PastParts & Pick<World, 'keeper' | 'replaced'>

/** The past once more: orders were given then, and facts up to `keptTo` are kept already. */
async function replayAll(
  parts: Replaying,
  keptTo: number,
): Promise<{ readonly point: Point; readonly fromSeq: number }> {
  let handedTo = keptTo
  for (let broken = 0; broken <= brokenInReplayMax; broken += 1) {
    const { from, point } = await beginPoint(parts)
    const found = await replayOn(point, parts, {
      replaced: parts.replaced,
      onOutcome(seq, { effects }) {
        if (seq <= handedTo) return
        handedTo = seq
        parts.keeper.keep(placed(seq, factsOf(effects)))
      },
    })
    if (found === undefined) return { point, fromSeq: from?.seq ?? 0 }
    await replaceInPast(parts, found)
  }
  throw new LaneError(
    'lane-stopped',
    `more than ${brokenInReplayMax} inputs of ${parts.tenant} break an invariant`,
  )
}

/** The process died between an input and the mark that replaces it: the mark is made now. */
async function replaceInPast(parts: Replaying, broken: BrokenInput): Promise<void> {
  const found = await replaceBroken(parts, broken, parts.replaced)
  if (found === undefined) throw broken.error
  let { input, seq } = broken
  for await (const entry of parts.journal.read(parts.tenant, seq)) ({ input, seq } = entry)
  const at = Math.max(parts.clock.now(), input.at)
  await appendSurely(parts, [{ seq: seq + 1, input: { ...found.mark, at } }])
  parts.replaced.set(broken.seq, found.mark)
  await alarm(parts, broken, found.mark.interaction)
}

/** Puts an input in line. What comes of orders that are out is never refused: it makes the lane's work less. */
export async function submit(world: World, input: InputBody): Promise<Taken> {
  if (world.stopped !== undefined) throw world.stopped
  const since = world.clock.now()
  const isResult = input.kind === 'order-done' || input.kind === 'order-failed'
  if (world.waiting.length >= inputsWaitingMax && !isResult) {
    throw new LaneError('lane-full', `${inputsWaitingMax} inputs wait already: try again later`)
  }
  if (input.kind === 'interaction-arrived') refuseUnderPressure(world, since)
  return new Promise((resolve, reject) => {
    world.waiting.push({ input, since, resolve, reject })
    world.pumping ??= pump(world)
  })
}

function refuseUnderPressure({ errands, tenant, waiting }: World, now: number): void {
  const why = overload(waiting, { now, ordersOut: errands.count() })
  if (why === undefined) return
  throw new LaneError('lane-overloaded', `${tenant} takes no new interaction now: ${why}`)
}

/** Takes what waits, batch by batch, until nothing does. */
async function pump(world: World): Promise<void> {
  // Everything that happens in this turn of the loop shares the first commit, with all that follows
  // from it through promises: a hang-up that is done, and the end of its leg. The first tick comes
  // before those promises, the second one after them.
  await tick()
  await tick()
  while (world.waiting.length > 0 && world.stopped === undefined) {
    const batch = upToKey(world, nextBatch(world.waiting))
    try {
      await take(world, batch)
      snapshotIfDue(world)
    } catch (cause) {
      stop(world, cause)
      for (const one of batch) one.reject(world.stopped ?? new LaneError('lane-stopped', ''))
    }
  }
  world.pumping = undefined
  setWake(world)
}

function tick(): Promise<void> {
  return new Promise(done => process.nextTick(done))
}

const isKey = ({ input }: Waiting): boolean => input.kind === 'digit-pressed'

/**
 * Whether a key belongs to a secret is asked of the state as it is when the key is taken: where a
 * tenant has secrets each key begins a batch of its own, after all that was due before it.
 */
function upToKey(world: World, batch: Waiting[]): Waiting[] {
  if (!batch.some(isKey) || !hasSecrets(world.state)) return batch
  const [first] = batch
  const wake = wakeAt(world.state)
  if (first !== undefined && isKey(first) && wake !== undefined && wake <= world.moment()) {
    world.waiting.unshift(...batch)
    const input = { kind: 'time-passed' } as const
    return [{ input, since: first.since, resolve: () => {}, reject: () => {} }]
  }
  const end = batch.findIndex((one, index) => index > 0 && isKey(one))
  if (end > 0) world.waiting.unshift(...batch.splice(end))
  return batch
}

/**
 * The journal cannot be written, or no way round a broken invariant was found. Nothing may be
 * decided on a state nobody can vouch for: this life ends, loudly, and refuses from now on.
 */
function stop(world: World, cause: unknown): void {
  const words = cause instanceof Error ? cause.message : String(cause)
  world.stopped = new LaneError('lane-stopped', `tenant ${world.tenant} has stopped: ${words}`, {
    cause,
  })
  world.cancelWake()
  world.errands.deliverTo(undefined)
  const { reason } = world.stopped
  world.log('alarm', 'lane-stopped', { tenant: world.tenant, seq: world.seq, reason, words })
  for (const one of world.waiting.splice(0)) one.reject(world.stopped)
  if (world.isBack) world.onStopped(world.stopped)
}

/** The state says when it next wants to hear that time has passed. */
function setWake(world: World): void {
  world.cancelWake()
  const at = wakeAt(world.state)
  if (at === undefined || world.stopped !== undefined || !world.isBack) return
  world.cancelWake = world.clock.setTimer(world.time.until(at), () => {
    if (world.stopped !== undefined) return
    void submit(world, { kind: 'time-passed' }).catch((error: unknown) => {
      // `stop` has told everybody already; only a full lane has not, and it wakes itself when it is not.
      if (!(error instanceof LaneError)) throw error
    })
  })
}

/** Takes no more inputs, and lets what was taken become durable and kept. */
export async function closeLife(world: World, why: LaneError): Promise<void> {
  world.cancelWake()
  await world.pumping
  world.stopped ??= why
  world.errands.deliverTo(undefined)
  world.cancelWake()
  await world.keeper.close()
  await world.snapshotting
}
