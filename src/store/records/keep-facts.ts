import type { TenantId } from '#core'
import type { PlacedFact, RecordsPort } from '#engine'
import type { Database, Statement } from '../database.ts'
import { refuseLong } from '../journal.ts'
import { factFrom, factRow } from '../schema/bodies.ts'
import type { Builder } from '../schema/builder.ts'
import { compiled } from '../schema/builder.ts'
import type { TenantTables } from '../schema/tenant-tables.ts'
import { tenantTables } from '../schema/tenant-tables.ts'
import type { StoreLimits } from '../store.ts'
import { StoreError } from '../store-error.ts'
import type { Folds } from './folds.ts'
import { foldAll, loadFolds, putChanges } from './folds.ts'
import type { Place, Position } from './position.ts'
import { beginning, isAfter, moveStatement, readPosition } from './position.ts'

/** Facts written by one statement; both databases limit its parameters. */
const factRowsMax = 500
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
  const turns = new Map<TenantId, Promise<void>>()
  const inTurn = async (tenant: TenantId, work: () => Promise<void>): Promise<void> => {
    const turn = (turns.get(tenant) ?? Promise.resolve()).then(work)
    const settled = turn.catch(() => undefined)
    turns.set(tenant, settled)
    try {
      await turn
    } finally {
      if (turns.get(tenant) === settled) turns.delete(tenant)
    }
  }
  const keeper = (tenant: TenantId): Keeper => ({
    database,
    limits,
    tables: tenantTables(build, tenant),
  })
  return {
    port: {
      keep: async (tenant, facts) => {
        refuseLong(facts.length, limits)
        if (facts.length > 0) await inTurn(tenant, () => keep(keeper(tenant), facts))
      },
      keptTo: async tenant => (await readPosition(tenantTables(build, tenant))).kept.seq,
    },
    rebuild: tenant => inTurn(tenant, () => rebuild(keeper(tenant))),
  }
}

interface Keeper {
  readonly database: Database
  readonly limits: StoreLimits
  readonly tables: TenantTables
}

async function keep(keeper: Keeper, facts: readonly PlacedFact[]): Promise<void> {
  refuseDisorder(facts)
  for (let attempt = 0; attempt < staleMax; attempt += 1) {
    const position = await caughtUp(keeper)
    const fresh = facts.filter(placed => isAfter(placed, position.kept))
    const last = fresh.at(-1)
    if (last === undefined) return
    const to = { kept: placeOf(last), folded: placeOf(last) }
    const statements = [
      moveStatement(keeper.tables, { from: position, to }),
      ...insertFacts(keeper, fresh),
      ...(await foldStatements(keeper.tables, fresh)),
    ]
    if ((await keeper.database.write({ kind: 'batch', statements })) === 'done') return
  }
  throw contested()
}

function insertFacts({ tables, limits }: Keeper, facts: readonly PlacedFact[]): Statement[] {
  const rows = facts.map(placed => factRow(placed, limits))
  const statements: Statement[] = []
  for (let from = 0; from < rows.length; from += factRowsMax) {
    statements.push(compiled(tables.addFacts(rows.slice(from, from + factRowsMax))))
  }
  return statements
}

async function foldStatements(
  tables: TenantTables,
  facts: readonly PlacedFact[],
): Promise<readonly Statement[]> {
  const before: Folds = await loadFolds(tables, facts)
  return putChanges(tables, { before, after: foldAll(before, facts) })
}

/** Drops the rows and sets the fold back to the beginning, then folds all facts again. */
async function rebuild(keeper: Keeper): Promise<void> {
  const from = await readPosition(keeper.tables)
  if (from.fresh) return
  const to = { kept: from.kept, folded: beginning }
  const statements = [
    moveStatement(keeper.tables, { from, to }),
    ...keeper.tables.dropRows().map(compiled),
  ]
  if ((await keeper.database.write({ kind: 'batch', statements })) === 'stale') throw contested()
  await caughtUp(keeper)
}

/** Folds what is kept and not folded: after a rebuild was cut short, or tables were remade. */
async function caughtUp(keeper: Keeper): Promise<Position> {
  const { tables, database } = keeper
  let position = await readPosition(tables)
  while (isAfter(position.kept, position.folded)) {
    const facts = await factsAfter(tables, position.folded)
    const last = facts.at(-1)
    const folded = last === undefined ? position.kept : placeOf(last)
    const statements = [
      moveStatement(tables, { from: position, to: { kept: position.kept, folded } }),
      ...(await foldStatements(tables, facts)),
    ]
    await database.write({ kind: 'batch', statements })
    position = await readPosition(tables)
  }
  return position
}

async function factsAfter(tables: TenantTables, place: Place): Promise<PlacedFact[]> {
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
