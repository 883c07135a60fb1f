import type { Fact, TenantState } from '#core'
import { newState, step } from '#core'
import { readPast, readReplacements } from '#engine'
import type { Store } from '#store'
import { tenant, wrapUpMs } from './kill-world.ts'

/** What was found in the store of a server that was killed. */
export interface Found {
  readonly inputs: number
  readonly interactions: number
  readonly offers: number
  readonly talks: number
  readonly underWay: number
  readonly lastAt: number
  readonly complaints: readonly string[]
}

/** What is known from outside. */
export interface Known {
  /** Callers who heard that their call was answered. */
  readonly answered: ReadonlySet<string>
  /** Whatever arrived before this moment lost its legs in a kill, and must be over. */
  readonly overBefore: number
}

/**
 * Holds a store against what must be true after any kill: the journal has no gap; every call that
 * was answered is in it; the facts on record are those of the replay; nothing of an earlier life
 * hangs on; nobody was offered twice at once; the first in line was offered first.
 */
export async function inspect(store: Store, known: Known): Promise<Found> {
  const { facts, inputs, state, complaints } = await replayJournal(store)
  complaints.push(
    ...(await compareRecords(store, facts)),
    ...answeredAndLost(facts, known.answered),
    ...stuck(state, known.overBefore),
    ...offersOutOfOrder(facts.map(({ fact }) => fact)),
  )
  const count = (kind: Fact['kind']): number =>
    facts.filter(({ fact }) => fact.kind === kind).length
  return {
    inputs,
    interactions: count('interaction-arrived'),
    offers: count('offer-made'),
    talks: count('talk-started'),
    underWay: state.interactions.size,
    lastAt: state.now,
    complaints,
  }
}

interface Placed {
  readonly seq: number
  readonly fact: Fact
}

async function replayJournal(store: Store): Promise<{
  readonly facts: readonly Placed[]
  readonly inputs: number
  readonly state: TenantState
  readonly complaints: string[]
}> {
  const state = newState(tenant)
  const facts: Placed[] = []
  const complaints: string[] = []
  const replaced = await readReplacements(store.journal, tenant)
  for (const seq of replaced.keys()) complaints.push(`input ${seq} broke an invariant`)
  let inputs = 0
  for await (const { input, seq } of readPast(store.journal, { tenant, fromSeq: 1, replaced })) {
    inputs += 1
    if (seq !== inputs) complaints.push(`the journal jumps from ${inputs - 1} to ${seq}`)
    if (input === undefined) continue
    for (const effect of step(state, input).effects) {
      if (effect.kind === 'fact') facts.push({ seq, fact: effect.fact })
    }
  }
  return { facts, inputs, state, complaints }
}

/** Facts are kept behind the journal, never ahead of it, and are what the replay says. */
async function compareRecords(store: Store, told: readonly Placed[]): Promise<readonly string[]> {
  const keptTo = await store.records.keptTo(tenant)
  const ids = new Set(
    told.flatMap(({ fact, seq }) =>
      seq <= keptTo && fact.kind === 'interaction-arrived' ? [fact.interaction] : [],
    ),
  )
  // The whole of a long campaign would be read again each time: the last are those a kill can touch.
  const last = [...ids].slice(-60)
  const complaints: string[] = []
  for (const interaction of last) {
    const kept = await store.tenant(tenant).facts({ interaction })
    const again = told.filter(
      ({ fact, seq }) => seq <= keptTo && 'interaction' in fact && fact.interaction === interaction,
    )
    const same =
      JSON.stringify(kept.map(({ fact }) => fact)) === JSON.stringify(again.map(({ fact }) => fact))
    if (!same) complaints.push(`${interaction} is on record otherwise than the replay tells it`)
  }
  return complaints
}

function answeredAndLost(told: readonly Placed[], answered: ReadonlySet<string>): string[] {
  const arrived = new Set(
    told.flatMap(({ fact }) => (fact.kind === 'interaction-arrived' ? [fact.from] : [])),
  )
  return [...answered]
    .filter(number => !arrived.has(number))
    .map(number => `the call of ${number} was answered and is not in the journal`)
}

function stuck(state: TenantState, overBefore: number): string[] {
  const complaints: string[] = []
  for (const { arrivedAt, id, phase } of state.interactions.values()) {
    const ending = phase.at === 'wrap-up' && state.now - phase.since <= wrapUpMs
    if (arrivedAt < overBefore && !ending)
      complaints.push(`${id} is ${phase.at} since an earlier life`)
  }
  for (const { id, routing } of state.agents.values()) {
    if (!('interaction' in routing)) continue
    if (!state.interactions.has(routing.interaction)) {
      complaints.push(`${id} is ${routing.at} for ${routing.interaction}, which is over`)
    }
  }
  return complaints
}

/** One queue, one priority, agents alike: whoever entered first is offered first, and to one agent at a time. */
function offersOutOfOrder(facts: readonly Fact[]): string[] {
  const line: string[] = []
  const offered = new Map<string, string>()
  const complaints: string[] = []
  for (const fact of facts) {
    if (!('interaction' in fact) || fact.interaction === undefined) continue
    const { interaction } = fact
    if (fact.kind === 'queue-entered') line.push(interaction)
    if (fact.kind === 'queue-left') line.splice(line.indexOf(interaction), 1)
    if (fact.kind === 'offer-ended') offered.delete(interaction)
    if (fact.kind !== 'offer-made') continue
    const first = line.find(one => !offered.has(one))
    if (offered.has(interaction)) complaints.push(`${interaction} was offered twice at once`)
    else if (first !== interaction) complaints.push(`${interaction} was offered before ${first}`)
    if ([...offered.values()].includes(fact.agent)) {
      complaints.push(`${fact.agent} was offered two interactions at once`)
    }
    offered.set(interaction, fact.agent)
  }
  return complaints
}
