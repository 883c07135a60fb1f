import type { TenantId } from '#core'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { PlacedFact, RecordsPort } from '../ports/records.ts'

/** Hands facts to the records in order, many at a time, without the lane waiting for it. */
export interface Keeper {
  readonly keep: (facts: readonly PlacedFact[]) => void
  /** Resolves when everything handed over so far is kept; `false` when the keeper closed before. */
  readonly kept: () => Promise<boolean>
  /** Tries once more to keep what is left, and ends. */
  readonly close: () => Promise<void>
}

/** What a keeper stands on. */
export interface KeeperParts {
  readonly tenant: TenantId
  readonly records: RecordsPort
  readonly clock: Clock
  readonly log: Log
  /** The facts after a number, made again from the journal. */
  readonly remake: (afterSeq: number) => AsyncIterable<PlacedFact>
}

/** Facts handed to the records in one go. */
export const keepMax = 2_000
/** Facts that wait in memory; while more come they are let go, and made again from the journal. */
export const factsWaitingMax = 50_000
/** How long facts gather, so that many share one write. Whoever asks for them does not wait for it. */
export const gatherMs = 40
/** So many wait for no more company. */
export const gatheredMax = 500
/** The pauses between two tries of a store that fails. */
const pauseMsMin = 250
const pauseMsMax = 30_000

interface World extends KeeperParts {
  /** Facts that wait, in order. */
  waiting: PlacedFact[]
  /** Facts were let go: the records must catch up from the journal before what waits. */
  behind: boolean
  working: Promise<void> | undefined
  closing: boolean
  failures: number
  cancelPause: () => void
  /** Ends the gathering under way, where there is one. */
  cancelGathering: (() => void) | undefined
  readonly heard: ((kept: boolean) => void)[]
}

/**
 * Opens a tenant's keeper. While the store is away it tries again with longer and longer pauses
 * and holds a bounded number of facts; the rest is no loss, as the journal makes them again.
 */
export function openKeeper(parts: KeeperParts): Keeper {
  const world: World = {
    ...parts,
    waiting: [],
    behind: false,
    working: undefined,
    closing: false,
    failures: 0,
    cancelPause: () => {},
    cancelGathering: undefined,
    heard: [],
  }
  return {
    keep: facts => take(world, facts),
    kept: () => {
      if (isIdle(world)) return Promise.resolve(true)
      const kept = new Promise<boolean>(resolve => void world.heard.push(resolve))
      if (world.failures === 0) begin(world)
      return kept
    },
    close: () => close(world),
  }
}

function isIdle({ behind, waiting, working }: World): boolean {
  return !behind && waiting.length === 0 && working === undefined
}

function take(world: World, facts: readonly PlacedFact[]): void {
  if (facts.length === 0) return
  if (world.waiting.length + facts.length > factsWaitingMax) {
    const { log, tenant } = world
    if (!world.behind) log('alarm', 'records-behind', { tenant, fromSeq: world.waiting[0]?.seq })
    world.behind = true
    world.waiting = []
  }
  world.waiting.push(...facts)
  if (world.failures === 0 && world.working === undefined) gather(world)
}

/** Few facts wait for company, for a moment; many are handed over at once. */
function gather(world: World): void {
  if (world.behind || world.waiting.length >= gatheredMax) begin(world)
  else world.cancelGathering ??= world.clock.setTimer(gatherMs, () => begin(world))
}

function begin(world: World): void {
  world.cancelGathering?.()
  world.cancelGathering = undefined
  world.working ??= work(world)
}

/** Whether what waits is to be handed over now: it is much, or somebody wants it. */
function isUrgent({ behind, closing, heard, waiting }: World): boolean {
  if (behind || waiting.length >= gatheredMax) return true
  return waiting.length > 0 && (closing || heard.length > 0)
}

async function work(world: World): Promise<void> {
  // Whatever this turn of the loop brings is handed over together.
  await Promise.resolve()
  try {
    if (!world.behind && world.waiting.length > 0) await keepSome(world)
    while (isUrgent(world)) {
      if (world.behind) await catchUp(world)
      else await keepSome(world)
    }
    if (world.failures > 0) world.log('info', 'records-caught-up', { tenant: world.tenant })
    world.failures = 0
    if (world.waiting.length === 0) for (const hear of world.heard.splice(0)) hear(true)
  } catch (error) {
    tryLater(world, error)
  }
  world.working = undefined
  if (world.failures === 0 && world.waiting.length > 0) gather(world)
}

/** Facts leave memory only when they are kept. The facts of one input are never parted: `keptTo` counts inputs. */
async function keepSome(world: World): Promise<void> {
  const { waiting } = world
  let end = Math.min(keepMax, waiting.length)
  while (end < waiting.length && waiting[end]?.seq === waiting[end - 1]?.seq) end += 1
  const facts = waiting.slice(0, end)
  await world.records.keep(world.tenant, facts)
  // Meanwhile all that waited may have been let go; then what is kept is part of that.
  if (world.waiting === waiting) world.waiting.splice(0, facts.length)
}

/** Makes again what was let go, up to where what waits begins. */
async function catchUp(world: World): Promise<void> {
  const keptTo = await world.records.keptTo(world.tenant)
  world.behind = false
  const { waiting } = world
  const upTo = waiting[0]?.seq ?? Infinity
  try {
    let part: PlacedFact[] = []
    for await (const fact of world.remake(keptTo)) {
      if (fact.seq >= upTo) break
      if (part.length >= keepMax && part.at(-1)?.seq !== fact.seq) {
        await world.records.keep(world.tenant, part)
        part = []
      }
      part.push(fact)
    }
    await world.records.keep(world.tenant, part)
  } catch (error) {
    world.behind = true
    throw error
  }
}

function tryLater(world: World, error: unknown): void {
  const { clock, log, tenant } = world
  world.failures += 1
  const words = error instanceof Error ? error.message : String(error)
  const pauseMs = Math.min(pauseMsMax, pauseMsMin * 2 ** (world.failures - 1))
  log(world.failures === 1 ? 'alarm' : 'warn', 'records-not-kept', { tenant, words, pauseMs })
  if (world.closing) return
  world.cancelPause = clock.setTimer(pauseMs, () => {
    world.working ??= work(world)
  })
}

async function close(world: World): Promise<void> {
  world.closing = true
  world.cancelPause()
  world.cancelGathering?.()
  await world.working
  if (world.failures > 0 || world.waiting.length > 0) await work(world)
  for (const hear of world.heard.splice(0)) hear(isIdle(world))
}
