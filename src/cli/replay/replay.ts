import type { Effect, Fact, Input, InteractionId, Names, TenantId } from '#core'
import { candidateWords, factWords, inputWords, namesOf, newState, orderWords, step } from '#core'
import type { JournalPort } from '#engine'
import { readPast, readReplacements } from '#engine'

/** What a replay reads: the journal, and the facts that were kept when it happened. */
export interface ReplaySources {
  readonly journal: Pick<JournalPort, 'read' | 'marks'>
  readonly keptFacts: readonly Fact[]
}

/** What a replay found: whether the past, told again, ends in the same facts. */
export interface ReplayResult {
  readonly inputs: number
  readonly facts: number
  readonly same: boolean
  /** The first fact that differs, where one does. */
  readonly difference?: string
}

/**
 * Tells an interaction again from the journal: every input that moved it, every decision with
 * each candidate's reason, every order. The whole tenant is replayed, as decisions depend on all
 * that came before; only what concerns the interaction is printed.
 */
export async function replay(
  sources: ReplaySources,
  of: { readonly tenant: TenantId; readonly interaction: InteractionId },
  print: (line: string) => void,
): Promise<ReplayResult> {
  const state = newState(of.tenant)
  const facts: Fact[] = []
  let inputs = 0
  const replaced = await readReplacements(sources.journal, of.tenant)
  const past = { tenant: of.tenant, fromSeq: 1, replaced }
  for await (const { seq, input } of readPast(sources.journal, past)) {
    if (input === undefined) continue
    const { effects } = step(state, input)
    const concerning = effects.filter(effect => concerns(effect, of.interaction))
    if (concerning.length === 0) continue
    inputs += 1
    for (const effect of concerning) if (effect.kind === 'fact') facts.push(effect.fact)
    printStep({ seq, input, effects: concerning }, namesOf(state.config), print)
  }
  return { inputs, facts: facts.length, ...compare(facts, sources.keptFacts) }
}

function concerns(effect: Effect, interaction: InteractionId): boolean {
  if (effect.kind === 'order') return effect.issued.interaction === interaction
  return 'interaction' in effect.fact && effect.fact.interaction === interaction
}

/** Prints one step: the input, then what was stated, decided and ordered. */
export function printStep(
  { seq, input, effects }: { seq: number; input: Input; effects: readonly Effect[] },
  names: Names,
  print: (line: string) => void,
): void {
  print(`${new Date(input.at).toISOString()}  #${seq}  ${inputWords(input, names)}`)
  for (const effect of effects) {
    if (effect.kind === 'order') {
      print(`    → ${orderWords(effect.issued, names)}`)
      continue
    }
    print(`    • ${factWords(effect.fact, names)}`)
    if (effect.fact.kind !== 'decision-made') continue
    const { candidates, channel } = effect.fact.decision
    for (const { agent, verdict, reason } of candidates) {
      print(
        `        ${verdict.padEnd(8)}  ${names.agent(agent)}: ${candidateWords(reason, channel)}`,
      )
    }
  }
}

function compare(
  told: readonly Fact[],
  kept: readonly Fact[],
): Pick<ReplayResult, 'same' | 'difference'> {
  const length = Math.max(told.length, kept.length)
  for (let at = 0; at < length; at += 1) {
    const [now, then] = [canonical(told[at]), canonical(kept[at])]
    if (now !== then)
      return { same: false, difference: `fact ${at + 1}: kept ${then}, told again ${now}` }
  }
  return { same: true }
}

/** Text that is equal for equal facts: a store may give back the keys of an object in another order. */
function canonical(fact: Fact | undefined): string {
  return fact === undefined ? 'nothing' : JSON.stringify(sorted(fact))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
