import type { InteractionId, TenantId } from '#core'
import type { JournalEntry, JournalPort, PlacedFact, TraceEntry } from '#engine'
import type { InteractionRecord } from '#store'

/** An interaction, whole, for programs: the record, what it was folded from, and what was decided. */
export interface InteractionExport {
  readonly format: 'parley.interaction/1'
  readonly exportedAt: number
  readonly tenant: TenantId
  readonly record: InteractionRecord
  readonly facts: readonly PlacedFact[]
  /** The inputs of the journal that the facts came of; what else its tenant saw is not in here. */
  readonly inputs: readonly JournalEntry[]
  readonly decisions: readonly PlacedFact[]
  readonly trace: readonly TraceEntry[]
}

/** Where an export is made from. */
export interface ExportSources {
  readonly journal: Pick<JournalPort, 'read' | 'marks'>
  readonly facts: readonly PlacedFact[]
  readonly trace: readonly TraceEntry[]
}

/** Inputs read past on the way to an interaction's own: what a tenant does in a busy day. */
export const inputsPassedMax = 2_000_000

/** Puts an interaction together for programs. */
export async function interactionExport(
  sources: ExportSources,
  of: {
    readonly tenant: TenantId
    readonly record: InteractionRecord
    readonly exportedAt: number
  },
): Promise<InteractionExport> {
  const { facts, trace } = sources
  return {
    format: 'parley.interaction/1',
    ...of,
    facts,
    inputs: await inputsOf(sources, of.tenant),
    decisions: facts.filter(({ fact }) => fact.kind === 'decision-made'),
    trace,
  }
}

async function inputsOf(
  { journal, facts }: ExportSources,
  tenant: TenantId,
): Promise<readonly JournalEntry[]> {
  const own = new Set(facts.map(({ seq }) => seq))
  const [first, last] = [facts[0]?.seq ?? 1, facts.at(-1)?.seq ?? 0]
  const inputs: JournalEntry[] = []
  let passed = 0
  for await (const entry of journal.read(tenant, first)) {
    passed += 1
    if (entry.seq > last || passed > inputsPassedMax) break
    if (own.has(entry.seq)) inputs.push(entry)
  }
  return inputs
}

/** What an export of an interaction is called as a file. */
export function exportName(
  tenant: TenantId,
  interaction: InteractionId,
  ending: 'json' | 'pcapng' | 'test.ts',
): string {
  return `${tenant}-${interaction}.${ending}`
}
