import type { AgentState } from './agent/agent.ts'
import type { Interaction } from './interaction/interaction.ts'
import type { TenantState } from './state.ts'

/**
 * Holds a state against the invariants written above `TenantState`, and answers with every one
 * that is broken. It looks at everything, so it is for tests and the simulator.
 */
export function checkState(state: TenantState): string[] {
  return [...agentComplaints(state), ...lineComplaints(state), ...interactionComplaints(state)]
}

function agentComplaints(state: TenantState): string[] {
  return [...state.agents.values()].flatMap(agent => [
    ...workComplaints(state, agent),
    ...idleComplaints(state, agent),
  ])
}

function workComplaints(state: TenantState, agent: AgentState): string[] {
  const { routing } = agent
  if (!('interaction' in routing)) return []
  const phase = state.interactions.get(routing.interaction)?.phase
  const says = phase?.at === 'offered' ? phase.offer.agent : agentIn(phase)
  if (says === agent.id) return []
  return [`${agent.id} is ${routing.at} for ${routing.interaction}, which knows nothing of it`]
}

function idleComplaints(state: TenantState, agent: AgentState): string[] {
  const { at } = agent.routing
  return agent.config.queues.flatMap(id => {
    const queue = state.queues.get(id)
    const times = queue?.idle.filter(place => place.agent === agent.id).length ?? 0
    const wanted = at === 'available' && queue !== undefined ? 1 : 0
    return times === wanted
      ? []
      : [`${agent.id} is ${at} and stands ${times} times among the idle of ${id}`]
  })
}

function agentIn(phase: Interaction['phase'] | undefined): string | undefined {
  return phase !== undefined && 'agent' in phase ? phase.agent : undefined
}

function lineComplaints(state: TenantState): string[] {
  const complaints: string[] = []
  const standing = new Map<string, number>()
  for (const queue of state.queues.values()) {
    for (const place of queue.waiting) {
      standing.set(place.interaction, (standing.get(place.interaction) ?? 0) + 1)
    }
  }
  for (const interaction of state.interactions.values()) {
    const wanted = interaction.phase.at === 'waiting' ? 1 : 0
    const times = standing.get(interaction.id) ?? 0
    if (times !== wanted)
      complaints.push(
        `${interaction.id} is ${interaction.phase.at} and stands ${times} times in line`,
      )
    standing.delete(interaction.id)
  }
  for (const id of standing.keys()) complaints.push(`${id} stands in line and does not exist`)
  return complaints
}

function interactionComplaints(state: TenantState): string[] {
  const complaints: string[] = []
  for (const [leg, id] of state.legs) {
    if (state.interactions.get(id)?.legs.has(leg) !== true)
      complaints.push(`leg ${leg} belongs to nobody`)
  }
  const waitingFor = new Set([...state.orders.values()].map(order => order.interaction))
  for (const { id, phase } of state.interactions.values()) {
    const timed = [...timersOf(phase.at)].some(kind => state.timers.byName.has(`${kind}:${id}`))
    if (!timed && !waitingFor.has(id) && phase.at !== 'talking') {
      complaints.push(`${id} is ${phase.at} and waits for nothing`)
    }
  }
  return complaints
}

function timersOf(at: Interaction['phase']['at']): readonly string[] {
  switch (at) {
    case 'arrived':
    case 'talking':
      return []
    case 'in-flow':
      return ['key']
    case 'waiting':
      return ['wait']
    case 'offered':
      return ['ring']
    case 'wrap-up':
      return ['wrap-up']
    case 'closing':
      return ['closing']
  }
}
