import type { Fact, Input, TenantState } from '#core'
import { newState, step } from '#core'
import { readPast, readReplacements } from '#engine'
import type { Store } from '#store'
import { inputName } from './desks.ts'
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
  /** How often the API answered desks that it had taken an input, by the input's name. */
  readonly acknowledged: ReadonlyMap<string, number>
  /** Whatever arrived before this moment lost its legs in a kill, and must be over. */
  readonly overBefore: number
}

/**
 * Holds a store against what must be true after any kill: the journal has no gap; every call that
 * was answered and every request of a desk that was taken is in it; the facts on record are those of the replay; nothing of an earlier life
 * hangs on; nobody was offered twice at once; the first in line was offered first.
 */
export async function inspect(store: Store, known: Known): Promise<Found> {
  const { asked, facts, inputs, state, complaints } = await replayJournal(store)
  complaints.push(
    ...(await compareRecords(store, facts)),
    ...answeredAndLost(facts, known.answered),
    ...takenAndLost(asked, known.acknowledged),
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
  readonly asked: ReadonlyMap<string, number>
  readonly facts: readonly Placed[]
  readonly inputs: number
  readonly state: TenantState
  readonly complaints: string[]
}> {
  const state = newState(tenant)
  const facts: Placed[] = []
  const asked = new Map<string, number>()
  const complaints: string[] = []
  const replaced = await readReplacements(store.journal, tenant)
  for (const seq of replaced.keys()) complaints.push(`input ${seq} broke an invariant`)
  let inputs = 0
  for await (const { input, seq } of readPast(store.journal, { tenant, fromSeq: 1, replaced })) {
    inputs += 1
    if (seq !== inputs) complaints.push(`the journal jumps from ${inputs - 1} to ${seq}`)
    if (input === undefined) continue
    const name = nameOf(input)
    if (name !== undefined) asked.set(name, (asked.get(name) ?? 0) + 1)
    for (const effect of step(state, input).effects) {
      if (effect.kind === 'fact') facts.push({ seq, fact: effect.fact })
    }
  }
  return { asked, facts, inputs, state, complaints }
}

/** What an agent asked for, named as the desks name it. */
function nameOf(input: Input): string | undefined {
  if (!('agent' in input) || input.agent === undefined) return undefined
  const { agent, kind } = input
  if ('interaction' in input && input.interaction !== undefined)
    return inputName(kind, agent, input.interaction)
  if ('offer' in input) return inputName(kind, agent, input.offer)
  return inputName(kind, agent, kind === 'agent-signed-in' ? 'sign-in' : 'state')
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

function takenAndLost(
  asked: ReadonlyMap<string, number>,
  acknowledged: ReadonlyMap<string, number>,
): string[] {
  return [...acknowledged]
    .filter(([name, times]) => (asked.get(name) ?? 0) < times)
    .map(
      ([name, times]) =>
        `${name} was taken ${times} times, and the journal has ${asked.get(name) ?? 0}`,
    )
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

/**
 * One queue, one priority, agents alike: whoever entered first is offered first, to one agent at a
 * time; but an agent who let somebody pass, or handed somebody on, may be offered the next.
 */
function offersOutOfOrder(facts: readonly Fact[]): string[] {
  const line: string[] = []
  const offered = new Map<string, string>()
  const passed = new Map<string, Set<string>>()
  const complaints: string[] = []
  const passes = (interaction: string, agent: string): void => {
    passed.set(interaction, (passed.get(interaction) ?? new Set()).add(agent))
  }
  for (const fact of facts) {
    if (!('interaction' in fact) || fact.interaction === undefined) continue
    const { interaction } = fact
    if (fact.kind === 'queue-entered') line.push(interaction)
    if (fact.kind === 'queue-left') line.splice(line.indexOf(interaction), 1)
    if (fact.kind === 'transferred') passes(interaction, fact.agent)
    if (fact.kind === 'offer-ended') {
      offered.delete(interaction)
      if (fact.result !== 'answered') passes(interaction, fact.agent)
    }
    if (fact.kind !== 'offer-made') continue
    const wrong = outOfOrder(fact, { line, offered, passed })
    if (wrong !== undefined) complaints.push(wrong)
    offered.set(interaction, fact.agent)
  }
  return complaints
}

interface Floor {
  readonly line: readonly string[]
  readonly offered: ReadonlyMap<string, string>
  /** Who let whom pass. */
  readonly passed: ReadonlyMap<string, ReadonlySet<string>>
}

function outOfOrder(
  { agent, interaction }: Extract<Fact, { kind: 'offer-made' }>,
  { line, offered, passed }: Floor,
): string | undefined {
  if (offered.has(interaction)) return `${interaction} was offered twice at once`
  if ([...offered.values()].includes(agent)) return `${agent} was offered two interactions at once`
  if (!line.includes(interaction)) return `${interaction} was offered and does not wait`
  const before = line.slice(0, line.indexOf(interaction))
  const first = before.find(one => !offered.has(one) && passed.get(one)?.has(agent) !== true)
  return first && `${interaction} was offered before ${first}`
}
