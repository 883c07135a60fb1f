import type { TenantId } from '#core'
import type { AuditEntry, AuditPort, Deed, SealedEntry } from '#engine'
import { opened, seal, verifyChain } from '#engine'
import type { Database } from './database.ts'
import type { Builder } from './schema/builder.ts'
import { compiled } from './schema/builder.ts'
import type { TenantTables } from './schema/tenant-tables.ts'
import { tenantTables } from './schema/tenant-tables.ts'
import type { StoreLimits } from './store.ts'
import { pageLengthMax } from './store.ts'
import { StoreError } from './store-error.ts'

/** Entries read in one go while a chain is followed. */
const readLengthMax = 1000
/** How often a deed looks for a place after another process took the one it had found. */
const triesMax = 20

/** The audit port over a database. */
export function auditOf(
  database: Database,
  options: { readonly build: Builder; readonly limits: StoreLimits },
): AuditPort {
  const { build, limits } = options
  const turns = new Map<TenantId, Promise<unknown>>()
  return {
    append: async (tenant, deed) => {
      const tables = tenantTables(build, tenant)
      const before = turns.get(tenant) ?? Promise.resolve()
      const turn = before.then(() => appendDeed({ database, limits, tables }, tenant, deed))
      // The next one comes whatever becomes of this one; the caller alone hears of a failure.
      const settled = turn.catch(() => {})
      turns.set(tenant, settled)
      try {
        return await turn
      } finally {
        if (turns.get(tenant) === settled) turns.delete(tenant)
      }
    },
    newest: async (tenant, { before, limit }) => {
      const length = Math.min(Math.max(Math.trunc(limit), 1), pageLengthMax)
      const rows = tenantTables(build, tenant).audit().select(['seq', 'body', 'hash'])
      const page = before === undefined ? rows : rows.where('seq', '<', before)
      return (await page.orderBy('seq', 'desc').limit(length).execute()).map(opened)
    },
    verify: tenant => verifyChain(tenant, readChain(tenantTables(build, tenant))),
  }
}

interface Appending {
  readonly database: Database
  readonly limits: StoreLimits
  readonly tables: TenantTables
}

/** The key of the table lets one writer have a number; whoever comes second looks for the next. */
async function appendDeed(by: Appending, tenant: TenantId, deed: Deed): Promise<AuditEntry> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const last = await by.tables
      .audit()
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    const entry = seal(tenant, deed, last)
    refuseLarge(entry, deed, by.limits)
    const row = by.tables.addAudit({ ...entry, at: deed.at, what: deed.what })
    const statements = [{ ...compiled(row), mustChange: 1 }]
    if ((await by.database.write({ kind: 'batch', statements })) === 'done') return opened(entry)
  }
  throw new StoreError('locked', {
    words: `Other processes write the audit log of ${tenant} all the time.`,
    remedy: 'One server per tenant: stop the other ones.',
  })
}

function refuseLarge(
  { body }: SealedEntry,
  { what }: Deed,
  { bodyCharactersMax }: StoreLimits,
): void {
  if (body.length <= bodyCharactersMax) return
  throw new StoreError('too-large', {
    words: `The deed ${what} of ${body.length} characters is over the limit of ${bodyCharactersMax}.`,
    remedy: 'Say what changed, and not all that there is.',
  })
}

async function* readChain(tables: TenantTables): AsyncIterable<SealedEntry> {
  for (let after = 0; ;) {
    const rows = await tables
      .audit()
      .select(['seq', 'body', 'hash'])
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(readLengthMax)
      .execute()
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < readLengthMax) return
    after = last.seq
  }
}
