import type { AgentId, Fact, Interaction, InteractionId, QueueId, TenantState } from '#core'

/** Whom a batch of facts concerns. */
export interface Concerned {
  /** Agents whose own work or state has changed: told at once. */
  readonly agents: ReadonlySet<AgentId>
  /** Queues whose line has changed: their agents' counts are told soon. */
  readonly queues: ReadonlySet<QueueId>
  readonly interactions: ReadonlySet<InteractionId>
  /** Names, queues or roles may have changed: everybody is told everything. */
  readonly all: boolean
}

/** Sorts facts by whose page shows them. */
export function concernedBy(facts: readonly Fact[], state: TenantState): Concerned {
  const agents = new Set<AgentId>()
  const queues = new Set<QueueId>()
  const interactions = new Set<InteractionId>()
  let all = false
  for (const fact of facts) {
    if (fact.kind === 'tenant-configured') all = true
    if (fact.kind === 'queue-entered' || fact.kind === 'queue-left') queues.add(fact.queue)
    if ('agent' in fact) agents.add(fact.agent)
    if ('interaction' in fact && fact.interaction !== undefined) interactions.add(fact.interaction)
  }
  for (const id of interactions) for (const agent of agentsWith(state, id)) agents.add(agent)
  return { agents, queues, interactions, all }
}

/** Whether an agent has a customer on the line now, is offered one, or wraps up after one. */
export function servesCustomer(
  state: TenantState,
  agent: AgentId | undefined,
  customer: string | undefined,
): boolean {
  if (agent === undefined || customer === undefined) return false
  for (const { id, customer: one } of state.interactions.values()) {
    if (one.address === customer && agentsWith(state, id).includes(agent)) return true
  }
  return false
}

/** The agent who has an interaction now, or those who are offered it. */
function agentsWith(state: TenantState, id: InteractionId): readonly AgentId[] {
  const phase = state.interactions.get(id)?.phase
  switch (phase?.at) {
    case undefined:
    case 'arrived':
    case 'in-flow':
    case 'waiting':
    case 'outward':
    case 'bridged':
    case 'closing':
      return []
    case 'offered':
      return phase.offers.map(offer => offer.agent)
    case 'talking':
      return [phase.agent, ...expertIn(phase)]
    case 'wrap-up':
      return [phase.agent]
  }
}

function expertIn({ consult }: Extract<Interaction['phase'], { at: 'talking' }>): AgentId[] {
  return consult?.expert === undefined ? [] : [consult.expert]
}
