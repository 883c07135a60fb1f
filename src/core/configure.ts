import { setDuty, standAgain } from './agent/move-agent.ts'
import type { Readiness } from './agent/readiness.ts'
import { newReadiness } from './agent/readiness.ts'
import type { Channel } from './channel.ts'
import { channels, usualUnits } from './channel.ts'
import type { AgentConfig, QueueConfig, TenantConfig } from './config.ts'
import { takeFlows } from './flow/editions.ts'
import { flags, isOn } from './flags.ts'
import type { AgentId, QueueId } from './ids.ts'
import type { TenantConfigured } from './input.ts'
import { leaveByTimeout } from './interaction/due.ts'
import type { Interaction } from './interaction/interaction.ts'
import { newIdleLine } from './queue/idle-line.ts'
import { inVain, queueRemoved } from './queue/in-vain.ts'
import { newLine, standing } from './queue/line.ts'
import { newPace } from './queue/pace.ts'
import type { QueueSide, QueueState } from './queue/queue-state.ts'
import type { Standing } from './queue/standing.ts'
import { standingOf } from './queue/standing.ts'
import { nothing } from './sparse.ts'
import { clearTimer } from './timers.ts'
import type { Turn } from './turn.ts'
import { desert, tell } from './turn.ts'
import { webDoor } from './web-entry.ts'

/**
 * Takes a new configuration, at once and whole. Work under way goes on: a flow, and the flows and
 * opening hours it comes to, as it began, a talk to its end. Who waits in a queue that is gone, or
 * by a channel taken no longer, leaves by its step's timeout.
 * Lines of free agents are made anew, since skills, queues and rules may all have changed; whoever
 * is free then looks at what waits.
 */
export function configure(turn: Turn, input: TenantConfigured): void {
  const { config } = input
  const { agents, queues } = turn.state
  turn.state.config = config
  turn.state.flags = input.flags ?? turn.state.flags
  takeFlows(turn.state, config)
  takeNumbers(turn, config)
  for (const queue of queues.values()) queue.retired = true
  for (const queue of config.queues) takeQueue(turn, queue)
  const gone = [...queues.values()].filter(queue => queue.retired)
  for (const queue of gone) emptyOut(queue)
  for (const agent of config.agents) takeAgent(turn, agent)
  retireAgents(turn, new Set(config.agents.map(agent => agent.id)))
  for (const agent of agents.values()) standAgain(turn, agent)
  for (const queue of queues.values()) if (queue.staffed === 0) desert(turn, queue)
  leaveRetired(turn, gone)
  for (const queue of queues.values()) leaveClosedChannels(turn, queue)
  tell(turn, {
    kind: 'tenant-configured',
    numbers: config.numbers.length,
    queues: config.queues.length,
    agents: config.agents.length,
  })
}

function takeNumbers(turn: Turn, config: TenantConfig): void {
  const { numbers } = turn.state
  const current = new Map(config.flows.map(({ id, version }) => [id, { flow: id, version }]))
  numbers.clear()
  const entries = (config.webCalls ?? []).map(({ id, flow }) => ({ address: webDoor(id), flow }))
  for (const { address, flow } of [...config.numbers, ...entries]) {
    const key = current.get(flow)
    if (key !== undefined && !numbers.has(address)) numbers.set(address, key)
  }
}

function takeQueue(turn: Turn, config: QueueConfig): void {
  const queue = turn.state.queues.get(config.id) ?? newQueue(config)
  turn.state.queues.set(config.id, queue)
  queue.config = config
  queue.retired = false
  emptyOut(queue)
}

function newQueue(config: QueueConfig): QueueState {
  return {
    config,
    members: [],
    sides: { voice: newSide(), task: newSide() },
    staffed: 0,
    onDuty: 0,
    turn: 0,
    retired: false,
  }
}

/** Who serves a queue, and who of them is free, is found out anew. */
function emptyOut(queue: QueueState): void {
  queue.members = []
  queue.staffed = 0
  queue.onDuty = 0
  for (const channel of channels) queue.sides[channel].idle = newIdleLine()
}

function newSide(): QueueSide {
  return {
    waiting: newLine(),
    idle: newIdleLine(),
    ringing: new Set(),
    present: 0,
    pace: newPace(),
  }
}

function takeAgent(turn: Turn, config: AgentConfig): void {
  const agent = turn.state.agents.get(config.id)
  const readiness = agent?.readiness ?? newReadiness(config.id)
  const desks = takeDesks(turn, config, readiness)
  if (agent !== undefined) {
    agent.config = config
    agent.desks = desks
    return
  }
  turn.state.agents.set(config.id, {
    id: config.id,
    config,
    desks,
    routing: { at: 'signed-out' },
    duty: { at: 'signed-out' },
    works: nothing,
    readiness,
    units: config.units ?? usualUnits,
    presence: 'unknown',
    device: 'unknown',
    since: turn.at,
    idle: undefined,
    listening: undefined,
    readyAt: undefined,
  })
}

/** An agent takes its place among the members of each of its queues. */
function takeDesks(
  { state }: Turn,
  config: AgentConfig,
  readiness: Readiness,
): readonly Standing[] {
  const desks: Standing[] = []
  for (const id of new Set(config.queues)) {
    const queue = state.queues.get(id)
    if (queue === undefined || queue.retired) continue
    desks.push(standingOf(queue, config, queue.members.push(readiness) - 1))
  }
  // A copy, since a row that grew has room to spare, and agents are many.
  return desks.slice()
}

function retireAgents(turn: Turn, present: ReadonlySet<AgentId>): void {
  const isKept = isOn(turn.state, flags.keepWhatIsUsed)
  for (const agent of turn.state.agents.values()) {
    if (present.has(agent.id)) continue
    agent.config = { ...agent.config, queues: [] }
    agent.desks = nothing
    if (agent.duty.at !== 'signed-out') {
      setDuty(turn, agent, { at: 'signed-out' }, 'removed from the configuration')
    }
    if (isKept) clearTimer(turn.state.timers, { kind: 'back', of: agent.id })
    // A supervisor in somebody's talk, or about to have it, is there to its end, as one in a talk of its own is.
    const listens = isKept && agent.listening !== undefined
    if (agent.routing.at === 'signed-out' && !listens) turn.state.agents.delete(agent.id)
  }
}

/** Who waits in a retired queue goes on; the queue itself goes when nothing is left of it. */
function leaveRetired(turn: Turn, gone: readonly QueueState[]): void {
  for (const queue of gone) {
    for (const channel of channels) leaveSide(turn, queue, { channel, why: queueRemoved })
  }
  if (gone.length === 0) return
  const used = new Set([...turn.state.interactions.values()].flatMap(one => queuesOf(turn, one)))
  for (const { config } of gone) if (!used.has(config.id)) turn.state.queues.delete(config.id)
}

/** Work of a channel that the tenant takes no longer is offered to nobody: who waits by it goes on. */
function leaveClosedChannels(turn: Turn, queue: QueueState): void {
  for (const channel of channels) {
    const why = inVain(turn, queue, channel)
    if (why !== undefined) leaveSide(turn, queue, { channel, why })
  }
}

/** Whoever waits in a queue by a channel leaves it by its step's timeout. They are listed first, since they leave meanwhile. */
function leaveSide(
  turn: Turn,
  queue: QueueState,
  { channel, why }: { readonly channel: Channel; readonly why: string },
): void {
  const waiting = [...standing(queue.sides[channel].waiting)].map(place => place.who)
  for (const id of waiting) {
    const interaction = turn.state.interactions.get(id)
    if (interaction?.phase.at !== 'waiting') continue
    leaveByTimeout(turn, interaction, interaction.phase.visit, why)
  }
}

/** The queue an interaction is in or was talked for, and those it is still filed for. */
function queuesOf({ state }: Turn, { phase, filings }: Interaction): readonly QueueId[] {
  const queue = queueOf(phase)
  const here = queue === undefined ? [] : [queue]
  if (!isOn(state, flags.keepWhatIsUsed)) return here
  return [...here, ...[...filings.values()].map(filing => filing.queue)]
}

function queueOf(phase: Interaction['phase']): QueueId | undefined {
  if ('visit' in phase) return phase.visit.queue
  return 'queue' in phase ? phase.queue : undefined
}
