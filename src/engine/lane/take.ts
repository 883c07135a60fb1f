import { hideSecret } from '#core'
import type { Effect, Fact, Input, IssuedOrder, Outcome } from '#core'
import type { BrokenInput, PastParts } from '../past/rebuild.ts'
import { beginPoint } from '../past/rebuild.ts'
import { replaceBroken } from '../past/replace-broken.ts'
import type { JournalEntry } from '../ports/journal.ts'
import { appendSurely } from './append-surely.ts'
import type { LaneParts } from './lane-parts.ts'
import { LaneError } from './lane.ts'
import type { Waiting, World } from './world.ts'
import { placed } from './world.ts'

/** Journal first: the whole batch is durable before any of it has an effect outside. */
export async function take(world: World, batch: readonly Waiting[]): Promise<void> {
  const at = Math.max(world.moment(), world.state.now)
  const entries = batch.map((one, index) => ({
    seq: world.seq + index + 1,
    input: { ...hideSecret(world.state, one.input, world.secrets), at } satisfies Input,
  }))
  await append(world, entries)
  const facts: Fact[] = []
  const orders: IssuedOrder[] = []
  for (const [index, { input, seq }] of entries.entries()) {
    const { effects, refused } = await workIn(world, seq, input)
    const told = factsOf(effects)
    facts.push(...told)
    for (const effect of effects) if (effect.kind === 'order') orders.push(effect.issued)
    world.keeper.keep(placed(seq, told))
    batch[index]?.resolve(
      refused === undefined ? { ok: true, facts: told } : { ok: false, refused },
    )
  }
  for (const issued of orders) world.errands.give(issued)
  if (facts.length > 0) for (const listener of world.listeners) listener(facts)
}

/** What an outcome states. */
export function factsOf(effects: readonly Effect[]): Fact[] {
  return effects.flatMap(effect => (effect.kind === 'fact' ? [effect.fact] : []))
}

async function append(
  world: World,
  entries: readonly { readonly seq: number; readonly input: Input }[],
): Promise<void> {
  await appendSurely(world, entries)
  world.last = entries.at(-1) ?? world.last
  world.seq = world.last?.seq ?? world.seq
}

async function workIn(world: World, seq: number, input: Input): Promise<Outcome> {
  try {
    return world.step(world.state, input)
  } catch (error) {
    return await workRound(world, { seq, input, error })
  }
}

/**
 * An input broke an invariant. What it broke on is ended in its place; that this is so is durable
 * before anything follows from it, so every later replay goes the same way round.
 */
async function workRound(world: World, broken: BrokenInput): Promise<Outcome> {
  const found = await replaceBroken(world, broken, world.replaced)
  if (found === undefined) throw noWayRound(world, broken)
  const { mark, outcome, point } = found
  const at = Math.max(world.time.now(), point.state.now)
  await append(world, [{ seq: world.seq + 1, input: { ...mark, at } }])
  world.replaced.set(broken.seq, mark)
  world.state = point.state
  await alarm(world, broken, mark.interaction)
  return outcome
}

/** Tells everybody who can mend it, and puts aside what it takes to see it again. */
export async function alarm(
  world: PastParts & Pick<LaneParts, 'alarms'> & Pick<World, 'replaced'>,
  { error, seq }: BrokenInput,
  interaction: string | undefined,
): Promise<void> {
  const { journal, log, tenant } = world
  const cause = error instanceof Error ? error.message : String(error)
  let file: string | undefined
  try {
    const { from } = await beginPoint(world, seq)
    const entries = upTo(journal.read(tenant, from?.seq ?? 1), seq)
    const replaced = [...world.replaced.values()].filter(({ instead }) => instead < seq)
    const found = { tenant, brokeAt: seq, interaction, cause, stack: stackOf(error) }
    const slice = { ...found, from, entries, replaced }
    file = await world.alarms?.keep(slice)
  } catch (failure) {
    log('warn', 'slice-not-kept', { tenant, seq, words: String(failure) })
  }
  log('alarm', 'invariant-broken', { tenant, seq, interaction, cause, file })
}

async function* upTo(
  entries: AsyncIterable<JournalEntry>,
  last: number,
): AsyncIterable<JournalEntry> {
  for await (const entry of entries) {
    if (entry.seq > last) return
    yield entry
  }
}

function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  return error.cause instanceof Error ? error.cause.stack : error.stack
}

function noWayRound({ tenant }: World, { error, seq }: BrokenInput): LaneError {
  return new LaneError(
    'lane-stopped',
    `input ${seq} of ${tenant} breaks an invariant whatever is ended: ${String(error)}`,
    { cause: error },
  )
}
