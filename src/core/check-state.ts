import type { AgentState } from './agent/agent.ts'
import { standsIn } from './agent/barrier.ts'
import type { Interaction } from './interaction/interaction.ts'
import type { Line } from './queue/line.ts'
import { positionIn, standing, standsBefore } from './queue/line.ts'
import type { QueueState } from './queue/queue-state.ts'
import type { TenantState } from './state.ts'
import type { InteractionTimer } from './timers.ts'
import { isTimerSet } from './timers.ts'

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
  const knows =
    phase?.at === 'offered'
      ? phase.offers.filter(offer => offer.agent === agent.id).length === 1
      : agentIn(phase) === agent.id || expertIn(phase) === agent.id
  if (knows) return []
  return [`${agent.id} is ${routing.at} for ${routing.interaction}, which knows nothing of it`]
}

function idleComplaints(state: TenantState, agent: AgentState): string[] {
  const { at } = agent.routing
  return agent.config.queues.flatMap(id => {
    const queue = state.queues.get(id)
    const line = queue === undefined ? [] : [...standing(queue.idle)]
    const times = line.filter(place => place.who === agent.id).length
    const wanted =
      at === 'available' && queue !== undefined && standsIn(queue, agent) !== undefined ? 1 : 0
    return times === wanted
      ? []
      : [`${agent.id} is ${at} and stands ${times} times among the idle of ${id}`]
  })
}

function agentIn(phase: Interaction['phase'] | undefined): string | undefined {
  return phase !== undefined && 'agent' in phase ? phase.agent : undefined
}

function expertIn(phase: Interaction['phase'] | undefined): string | undefined {
  return phase?.at === 'talking' ? phase.consult?.expert : undefined
}

function lineComplaints(state: TenantState): string[] {
  const complaints: string[] = []
  const times = new Map<string, number>()
  for (const queue of state.queues.values()) {
    complaints.push(...orderComplaints(queue.waiting), ...orderComplaints(queue.idle))
    complaints.push(...staffComplaints(state, queue))
    for (const place of standing(queue.waiting)) {
      times.set(place.who, (times.get(place.who) ?? 0) + 1)
    }
  }
  for (const interaction of state.interactions.values()) {
    const wanted = interaction.phase.at === 'waiting' ? 1 : 0
    const found = times.get(interaction.id) ?? 0
    if (found !== wanted)
      complaints.push(
        `${interaction.id} is ${interaction.phase.at} and stands ${found} times in line`,
      )
    times.delete(interaction.id)
  }
  for (const id of times.keys()) complaints.push(`${id} stands in line and does not exist`)
  return complaints
}

function orderComplaints(line: Line<string>): string[] {
  const all = [...standing(line)]
  const complaints =
    line.length === all.length ? [] : [`a line of ${all.length} says ${line.length}`]
  for (const [index, place] of all.entries()) {
    const next = all[index + 1]
    if (next !== undefined && !standsBefore(place, next))
      complaints.push(`${next.who} stands behind ${place.who} and should not`)
    if (positionIn(line, place) !== index + 1)
      complaints.push(`${place.who} is not where it stands`)
  }
  return complaints
}

function staffComplaints(state: TenantState, queue: QueueState): string[] {
  let staffed = 0
  for (const [id, { fits }] of queue.members) {
    const at = state.agents.get(id)?.routing.at ?? 'signed-out'
    if (fits && at !== 'signed-out') staffed += 1
  }
  if (staffed === queue.staffed) return []
  return [`${queue.config.id} counts ${queue.staffed} signed in; there are ${staffed}`]
}

function interactionComplaints(state: TenantState): string[] {
  const complaints: string[] = []
  for (const [leg, id] of state.legs) {
    if (state.interactions.get(id)?.legs.has(leg) !== true)
      complaints.push(`leg ${leg} belongs to nobody`)
  }
  const waitingFor = new Set([...state.orders.values()].map(order => order.interaction))
  for (const { id, phase } of state.interactions.values()) {
    const timed = timersOf(phase.at).some(kind => isTimerSet(state.timers, { kind, of: id }))
    if (!timed && !waitingFor.has(id) && phase.at !== 'talking' && phase.at !== 'bridged') {
      complaints.push(`${id} is ${phase.at} and waits for nothing`)
    }
  }
  return complaints
}

function timersOf(at: Interaction['phase']['at']): readonly InteractionTimer[] {
  switch (at) {
    case 'arrived':
    case 'talking':
    case 'bridged':
      return []
    case 'outward':
      return ['ring']
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
