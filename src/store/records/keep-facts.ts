import type { TenantId } from '#core'
import type { PlacedFact, RecordsPort } from '#engine'
import type { Database } from '../database.ts'
import { refuseLong } from '../journal.ts'
import { factFrom, factRow } from '../schema/bodies.ts'
import type { Builder } from '../schema/builder.ts'
import { compiled } from '../schema/builder.ts'
import type { TenantTables } from '../schema/tenant-tables.ts'
import { tenantTables } from '../schema/tenant-tables.ts'
import type { StoreLimits } from '../store.ts'
import { StoreError } from '../store-error.ts'
import { putAgentStates } from './agent-days.ts'
import { foldAll, foldsBefore, inParts, putChanges } from './folds.ts'
import type { Memory } from './memory.ts'
import { forget, newMemory, remember } from './memory.ts'
import type { Place, Position } from './position.ts'
import { beginning, isAfter, moveStatement, readPosition } from './position.ts'

/** Facts folded in one transaction when rows are made again. */
const catchUpLengthMax = 2000
/** How often a write is tried again after another process moved the position first. */
const staleMax = 5

/** The records port, and the making again of rows. */
export interface Records {
  readonly port: RecordsPort
  readonly rebuild: (tenant: TenantId) => Promise<void>
}

/**
 * Keeps facts and folds them into rows in one transaction. The position moves in the same
 * transaction and only from where it was read, so whatever is kept twice, or kept by two at
 * once, is kept once. If the rows are behind the facts, they catch up first.
 */
export function recordsOf(
  database: Database,
  options: { readonly build: Builder; readonly limits: StoreLimits },
): Records {
  const { build, limits } = options
  const keepers = new Map<TenantId, Keeper>()
  const keeperOf = (tenant: TenantId): Keeper => {
    const known = keepers.get(tenant)
    if (known !== undefined) return known
    const tables = tenantTables(build, tenant)
    const keeper = { database, limits, tables, memory: newMemory(), turn: Promise.resolve() }
    keepers.set(tenant, keeper)
    return keeper
  }
  return {
    port: {
      keep: async (tenant, facts) => {
        refuseLong(facts.length, limits)
        refuseDisorder(facts)
        if (facts.length > 0) await inTurn(keeperOf(tenant), keeper => keep(keeper, facts))
      },
      keptTo: async tenant => (await readPosition(tenantTables(build, tenant))).kept.seq,
    },
    rebuild: tenant => inTurn(keeperOf(tenant), rebuild),
  }
}

interface Keeper {
  readonly database: Database
  readonly limits: StoreLimits
  readonly tables: TenantTables
  readonly memory: Memory
  /** The work in hand: a tenant's facts are kept one call after the other. */
  turn: Promise<void>
}

async function inTurn(keeper: Keeper, work: (keeper: Keeper) => Promise<void>): Promise<void> {
  const turn = keeper.turn.then(() => work(keeper))
  // The next one comes whatever becomes of this one; the caller alone hears of a failure.
  keeper.turn = turn.catch(() => forget(keeper.memory))
  await turn
}

async function keep(keeper: Keeper, facts: readonly PlacedFact[]): Promise<void> {
  const { database, limits, tables, memory } = keeper
  for (let attempt = 0; attempt < staleMax; attempt += 1) {
    const from = memory.position ?? (await caughtUp(keeper))
    const fresh = facts.filter(placed => isAfter(placed, from.kept))
    const last = fresh.at(-1)
    if (last === undefined) return
    const to = { kept: placeOf(last), folded: placeOf(last) }
    const before = await foldsBefore(tables, fresh, memory.folds)
    const after = foldAll(before, fresh)
    const statements = [
      moveStatement(tables, { from, to }),
      ...inParts(
        fresh.map(placed => factRow(placed, limits)),
        rows => tables.addFacts(rows),
      ),
      ...putChanges(tables, { before, after }),
      ...putAgentStates(tables, fresh),
    ]
    if ((await database.write({ kind: 'batch', statements })) === 'done') {
      remember(memory, { position: { ...to, fresh: false }, folds: after })
      return
    }
    forget(memory)
  }
  throw contested()
}

/** Drops the rows and sets the fold back to the beginning, then folds all facts again. */
async function rebuild(keeper: Keeper): Promise<void> {
  const { database, tables, memory } = keeper
  forget(memory)
  const from = await readPosition(tables)
  if (from.fresh) return
  const to = { kept: from.kept, folded: beginning }
  const statements = [moveStatement(tables, { from, to }), ...tables.dropRows().map(compiled)]
  if ((await database.write({ kind: 'batch', statements })) === 'stale') throw contested()
  await caughtUp(keeper)
}

/** Folds what is kept and not folded: after a rebuild was cut short, or tables were remade. */
async function caughtUp({ tables, database }: Keeper): Promise<Position> {
  let position = await readPosition(tables)
  while (isAfter(position.kept, position.folded)) {
    const facts = await factsAfter(tables, position.folded)
    const last = facts.at(-1)
    const folded = last === undefined ? position.kept : placeOf(last)
    const before = await foldsBefore(tables, facts, new Map())
    const statements = [
      moveStatement(tables, { from: position, to: { kept: position.kept, folded } }),
      ...putChanges(tables, { before, after: foldAll(before, facts) }),
      ...putAgentStates(tables, facts),
    ]
    // Stale where another process folds as well: then its position is read, and gone on from.
    await database.write({ kind: 'batch', statements })
    position = await readPosition(tables)
  }
  return position
}

async function factsAfter(tables: TenantTables, place: Place): Promise<readonly PlacedFact[]> {
  const rows = await tables
    .factsAfter(place)
    .select(['seq', 'nth', 'kind', 'body'])
    .limit(catchUpLengthMax)
    .execute()
  return rows.map(factFrom)
}

function placeOf({ seq, nth }: PlacedFact): Place {
  return { seq, nth }
}

function refuseDisorder(facts: readonly PlacedFact[]): void {
  const late = facts.find((placed, index) => {
    const before = facts[index - 1]
    return before !== undefined && !isAfter(placed, before)
  })
  if (late !== undefined) throw new TypeError(`fact ${late.seq}.${late.nth} is out of order`)
}

function contested(): StoreError {
  return new StoreError('locked', {
    words: "Another process keeps this tenant's facts at the same time.",
    remedy: 'One server per tenant: stop the other one.',
  })
}
