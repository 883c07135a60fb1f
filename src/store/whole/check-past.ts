import type { Fact, Input, InteractionId, TenantId, TenantState } from '#core'
import { checkState, newState, step } from '#core'
import type { AuditVerdict, JournalPort, PastEntry, PlacedFact } from '#engine'
import { readPast, readReplacements } from '#engine'
import type { Folded } from '../fold/fold-fact.ts'
import { foldAll, withParts } from '../records/folds.ts'
import type { Place } from '../records/position.ts'
import { beginning, isAfter, readPosition } from '../records/position.ts'
import { factFrom } from '../schema/bodies.ts'
import type { TenantTables } from '../schema/tenant-tables.ts'
import type { OnProgress } from './lines.ts'

/** What was found of one tenant. Without complaints everything durable agrees. */
export interface PastCheck {
  readonly inputs: number
  readonly facts: number
  readonly interactions: number
  readonly complaints: readonly string[]
}

/** What a check reads. */
export interface CheckedParts {
  readonly journal: JournalPort
  readonly tables: TenantTables
  readonly verifyAudit: () => Promise<AuditVerdict>
  readonly onProgress: OnProgress
}

/** Complaints told; what is wrong a thousand times is wrong once for whoever mends it. */
const complaintsMax = 20
/** Facts, and interactions, read in one go. */
const factsMax = 2000
const rowsMax = 500
/** How often a row is looked at again that changed while it was being read. */
const looksMax = 5

/**
 * Holds everything durable of a tenant against the journal: it has no gap, telling it again ends in
 * the facts on record, the rows are what those facts fold into, and the audit log is whole. A server
 * may go on meanwhile: what comes after the beginning of the check is left for the next one.
 */
export async function checkPast(tenant: TenantId, parts: CheckedParts): Promise<PastCheck> {
  const complaints: string[] = []
  const complain = (words: string): void => {
    if (complaints.length < complaintsMax) complaints.push(words)
  }
  const { kept } = await readPosition(parts.tables)
  const { inputs, facts } = await checkFacts(tenant, { ...parts, kept }, complain)
  const interactions = await checkRows(parts, complain)
  const audit = await parts.verifyAudit()
  if (!audit.ok) complain(`audit log: ${audit.words}`)
  return { inputs, facts, interactions, complaints }
}

type Complain = (words: string) => void

/** The journal once more from its beginning, beside the facts as they were kept. */
async function checkFacts(
  tenant: TenantId,
  parts: CheckedParts & { readonly kept: Place },
  complain: Complain,
): Promise<{ readonly inputs: number; readonly facts: number }> {
  const replaced = await readReplacements(parts.journal, tenant)
  const of = (
    await parts.tables
      .journal()
      .select(({ fn }) => fn.max('seq').as('last'))
      .executeTakeFirst()
  )?.last
  const beside = new Beside(keptFacts(parts.tables, parts.kept), parts.kept, complain)
  const state = newState(tenant)
  let inputs = 0
  for await (const entry of readPast(parts.journal, { tenant, fromSeq: 1, replaced })) {
    inputs += 1
    if (entry.seq !== inputs) {
      complain(`journal: number ${inputs} is missing`)
      break
    }
    const facts = told(state, entry, complain)
    if (facts === undefined) break
    await beside.compare(entry.seq, facts)
    if (inputs % 20_000 === 0) {
      parts.onProgress({ what: 'inputs', tenant, done: inputs, ...(of != null && { of }) })
    }
  }
  await beside.end()
  for (const words of checkState(state)) complain(`state: ${words}`)
  return { inputs, facts: beside.count }
}

function told(
  state: TenantState,
  { input, seq }: PastEntry,
  complain: Complain,
): readonly Fact[] | undefined {
  if (input === undefined) return []
  try {
    return factsOf(state, input)
  } catch (error) {
    complain(`journal: input ${seq} cannot be told again: ${String(error)}`)
    return undefined
  }
}

function factsOf(state: TenantState, input: Input): readonly Fact[] {
  return step(state, input).effects.flatMap(effect => (effect.kind === 'fact' ? [effect.fact] : []))
}

/** The facts on record, gone through beside those that are told again. */
class Beside {
  readonly #kept: AsyncIterator<PlacedFact>
  readonly #keptTo: Place
  readonly #complain: Complain
  #differs = false
  count = 0

  constructor(kept: AsyncIterable<PlacedFact>, keptTo: Place, complain: Complain) {
    this.#kept = kept[Symbol.asyncIterator]()
    this.#keptTo = keptTo
    this.#complain = complain
  }

  async compare(seq: number, facts: readonly Fact[]): Promise<void> {
    for (const [nth, fact] of facts.entries()) {
      // Facts are kept behind the journal: those after the last kept one are made again at a start.
      if (this.#differs || isAfter({ seq, nth }, this.#keptTo)) return
      const kept = await this.#take()
      if (kept?.seq !== seq || kept.nth !== nth) {
        this.#say(`facts: ${seq}.${nth} is not on record`)
      } else if (!sameFact(kept.fact, fact)) {
        this.#say(`facts: ${seq}.${nth} is on record otherwise than the journal tells it`)
      }
    }
  }

  async end(): Promise<void> {
    const more = this.#differs ? undefined : await this.#take()
    if (more !== undefined) this.#say(`facts: the journal does not tell ${more.seq}.${more.nth}`)
    await this.#kept.return?.()
  }

  async #take(): Promise<PlacedFact | undefined> {
    const { done, value } = await this.#kept.next()
    if (done === true) return undefined
    this.count += 1
    return value
  }

  /** After the first difference every next one would follow from it. */
  #say(words: string): void {
    this.#differs = true
    this.#complain(words)
  }
}

async function* keptFacts(tables: TenantTables, to: Place): AsyncIterable<PlacedFact> {
  for (let after = beginning; ;) {
    const rows = await tables
      .factsAfter(after)
      .select(['seq', 'nth', 'kind', 'body'])
      .where(of => of.eb(of.refTuple('seq', 'nth'), '<=', of.tuple(to.seq, to.nth)))
      .limit(factsMax)
      .execute()
    for (const row of rows) yield factFrom(row)
    const last = rows.at(-1)
    if (last === undefined || rows.length < factsMax) return
    after = last
  }
}

function sameFact(one: Fact, other: Fact): boolean {
  const [written, again] = [JSON.stringify(one), JSON.stringify(other)]
  return written === again || canonical(one) === canonical(JSON.parse(again))
}

/** Text that is equal for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** Every interaction's rows beside what its facts fold into, and none too few. */
async function checkRows(
  { tables, onProgress }: CheckedParts,
  complain: Complain,
): Promise<number> {
  const arrivals = await arrivalsOf(tables)
  let count = 0
  for (let after = ''; ;) {
    const rows = await tables
      .interactions()
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(rowsMax)
      .execute()
    const ids = rows.map(({ id }) => id)
    for (const id of await differing(tables, ids)) {
      if (await differsStill(tables, id)) complain(`rows: ${id} is not what its facts fold into`)
    }
    count += rows.length
    onProgress({ what: 'rows', done: count, of: Math.max(arrivals, count) })
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsMax) break
    after = last.id
  }
  if (count < arrivals) complain(`rows: ${arrivals - count} interactions have none`)
  return count
}

async function arrivalsOf(tables: TenantTables): Promise<number> {
  const row = await tables
    .facts()
    .select(({ fn }) => fn.count<number>('interaction').distinct().as('arrivals'))
    .where('kind', '=', 'interaction-arrived')
    .executeTakeFirst()
  return row?.arrivals ?? 0
}

/** Those of some interactions whose rows are not what their facts fold into. */
async function differing(tables: TenantTables, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const rows = await tables.interactions().selectAll().where('id', 'in', ids).execute()
  const held = new Map(
    (await withParts(tables, rows)).map(folded => [folded.record.id, folded] as const),
  )
  const facts = await tables
    .facts()
    .select(['seq', 'nth', 'kind', 'body'])
    .where('interaction', 'in', ids)
    .orderBy('seq')
    .orderBy('nth')
    .execute()
  const folds = foldAll(new Map<InteractionId, Folded>(), facts.map(factFrom))
  return [...folds].flatMap(([id, folded]) => {
    const same = canonical(folded) === canonical(held.get(id))
    return same ? [] : [id]
  })
}

/** Rows and facts are read one after the other: whatever changed in between is looked at again. */
async function differsStill(tables: TenantTables, id: string): Promise<boolean> {
  for (let looks = 0; looks < looksMax; looks += 1) {
    if ((await differing(tables, [id])).length === 0) return false
  }
  return true
}
