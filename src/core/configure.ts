import { moveAgent, reassignQueues } from './agent/move-agent.ts'
import type { AgentConfig, QueueConfig, TenantConfig } from './config.ts'
import type { AgentId, QueueId } from './ids.ts'
import type { TenantConfigured } from './input.ts'
import { leaveByTimeout } from './interaction/due.ts'
import type { QueueState } from './queue/queue-state.ts'
import { flowKey } from './state.ts'
import type { Turn } from './turn.ts'
import { tell } from './turn.ts'

/**
 * Takes a new configuration, at once and whole. Work under way goes on: a flow in the version it
 * began with, a talk to its end. Who waits in a queue that is gone leaves it by its step's timeout.
 */
export function configure(turn: Turn, input: TenantConfigured): void {
  const { config } = input
  turn.state.config = config
  takeFlows(turn, config)
  for (const queue of config.queues) takeQueue(turn, queue, membersOf(config, queue.id))
  for (const agent of config.agents) takeAgent(turn, agent)
  retireAgents(turn, new Set(config.agents.map(agent => agent.id)))
  retireQueues(turn, new Set(config.queues.map(queue => queue.id)))
  tell(turn, {
    kind: 'tenant-configured',
    numbers: config.numbers.length,
    queues: config.queues.length,
    agents: config.agents.length,
  })
}

function takeFlows(turn: Turn, config: TenantConfig): void {
  const { flows } = turn.state
  const kept = new Set(config.flows.map(flow => flowKey({ flow: flow.id, version: flow.version })))
  for (const { phase } of turn.state.interactions.values()) {
    if (phase.at === 'arrived') kept.add(flowKey(phase.flow))
    if (phase.at === 'in-flow') kept.add(flowKey(phase))
    if (phase.at === 'waiting' || phase.at === 'offered') kept.add(flowKey(phase.visit))
  }
  for (const key of flows.keys()) if (!kept.has(key)) flows.delete(key)
  for (const flow of config.flows) {
    flows.set(flowKey({ flow: flow.id, version: flow.version }), flow)
  }
}

function takeQueue(turn: Turn, config: QueueConfig, members: readonly AgentId[]): void {
  const queue = turn.state.queues.get(config.id)
  if (queue === undefined) {
    const fresh: QueueState = { config, members, waiting: [], idle: [], retired: false }
    turn.state.queues.set(config.id, fresh)
    return
  }
  queue.config = config
  queue.members = members
  queue.retired = false
  for (const place of queue.waiting) turn.seeking.add(place.interaction)
}

function takeAgent(turn: Turn, config: AgentConfig): void {
  const agent = turn.state.agents.get(config.id)
  if (agent !== undefined) {
    reassignQueues(turn, agent, config)
    return
  }
  turn.state.agents.set(config.id, {
    id: config.id,
    config,
    routing: { at: 'signed-out' },
    next: { at: 'available' },
    since: turn.at,
    idle: undefined,
  })
}

function retireAgents(turn: Turn, present: ReadonlySet<AgentId>): void {
  for (const agent of turn.state.agents.values()) {
    if (present.has(agent.id)) continue
    reassignQueues(turn, agent, { ...agent.config, queues: [] })
    agent.next = { at: 'signed-out' }
    const { at } = agent.routing
    if (at === 'available' || at === 'not-ready') {
      moveAgent(turn, agent, { at: 'signed-out' }, 'removed from the configuration')
    }
    if (agent.routing.at === 'signed-out') turn.state.agents.delete(agent.id)
  }
}

function retireQueues(turn: Turn, present: ReadonlySet<QueueId>): void {
  for (const [id, queue] of turn.state.queues) {
    if (present.has(id)) continue
    queue.retired = true
    for (const place of queue.waiting.slice()) {
      const interaction = turn.state.interactions.get(place.interaction)
      if (interaction?.phase.at !== 'waiting') continue
      leaveByTimeout(turn, interaction, interaction.phase.visit, 'the queue was removed')
    }
    if (!isInUse(turn, id)) turn.state.queues.delete(id)
  }
}

function isInUse(turn: Turn, id: QueueId): boolean {
  for (const { phase } of turn.state.interactions.values()) {
    if (phase.at === 'offered' && phase.visit.queue === id) return true
    if ((phase.at === 'talking' || phase.at === 'wrap-up') && phase.queue === id) return true
  }
  return false
}

function membersOf(config: TenantConfig, queue: QueueId): AgentId[] {
  return config.agents.filter(agent => agent.queues.includes(queue)).map(agent => agent.id)
}
