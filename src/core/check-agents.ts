import type { AgentState, Routing } from './agent/agent.ts'
import { phoneBusy, phoneUnreachable } from './agent/agent.ts'
import { standsIn } from './agent/barrier.ts'
import { isOfferable } from './agent/offerable.ts'
import { hindrance } from './agent/readiness.ts'
import type { Work } from './agent/work.ts'
import { routingOf, unitsUsed, workOn } from './agent/work.ts'
import { channels, costOf, takenChannels } from './channel.ts'
import { flags, isOn } from './flags.ts'
import type { AgentId } from './ids.ts'
import type { Interaction } from './interaction/interaction.ts'
import { findIdle } from './queue/idle-line.ts'
import { deskAt } from './queue/standing.ts'
import type { TenantState } from './state.ts'
import { isTimerSet } from './timers.ts'

/** What is wrong with agents: their works, the word that shows them, the lines they stand in. */
export function agentComplaints(state: TenantState): string[] {
  return [...state.agents.values()].flatMap(agent => [
    ...workComplaints(state, agent),
    ...idleComplaints(state, agent),
    ...listeningComplaints(state, agent),
    ...backComplaints(state, agent),
    ...deskComplaints(state, agent),
    ...readinessComplaints(state, agent),
  ])
}

function workComplaints(state: TenantState, agent: AgentState): string[] {
  const { works, routing } = agent
  const complaints = works.flatMap(({ interaction, stage }) => {
    const found = state.interactions.get(interaction)
    if (found !== undefined && stageIn(found, agent.id) === stage.at) return []
    return [`${agent.id} is ${stage.at} for ${interaction}, which knows nothing of it`]
  })
  if (!isSame(routing, routingOf(agent))) {
    complaints.push(`${agent.id} is shown as ${routing.at} and is ${routingOf(agent).at}`)
  }
  return [...complaints, ...roomComplaints(agent)]
}

/** Who listens is in the talk it listens to. */
function listeningComplaints(state: TenantState, { id, listening }: AgentState): string[] {
  if (listening === undefined) return []
  const phase = state.interactions.get(listening)?.phase
  if (phase?.at === 'talking' && phase.monitor?.supervisor === id) return []
  return [`${id} listens to ${listening}, which knows nothing of it`]
}

/** Who is left alone for a while is on duty and waits for nothing else; nobody else has the timer for it. */
function backComplaints(state: TenantState, { id, duty }: AgentState): string[] {
  const isSet = isTimerSet(state.timers, { kind: 'back', of: id })
  if (!isSet || !isOn(state, flags.keepWhatIsUsed)) return []
  const isLeft =
    duty.at === 'not-ready' && (duty.reason === phoneBusy || duty.reason === phoneUnreachable)
  return isLeft ? [] : [`${id} is ${duty.at} and comes back by itself`]
}

/** Whoever is in a talk as a supervisor says so, and is there. */
export function monitorComplaints(state: TenantState, { id, phase }: Interaction): string[] {
  const monitor = phase.at === 'talking' ? phase.monitor : undefined
  if (monitor === undefined || !isOn(state, flags.keepWhatIsUsed)) return []
  if (state.agents.get(monitor.supervisor)?.listening === id) return []
  return [`${id} is listened to by ${monitor.supervisor}, who knows nothing of it`]
}

/** More work than there is room for. */
function roomComplaints({ id, works, units }: AgentState): string[] {
  const complaints: string[] = []
  const used = unitsUsed(works)
  if (used > units) complaints.push(`${id} has ${used} of ${units} units in use`)
  const alone = works.some(({ cost }) => cost.exclusive)
  const besides = works.filter(({ cost }) => !cost.interruptible)
  if (alone && besides.length > 1) {
    complaints.push(`${id} has exclusive work among ${besides.length}`)
  }
  if (new Set(works.map(work => work.interaction)).size !== works.length) {
    complaints.push(`${id} works on one interaction twice`)
  }
  return complaints
}

/** How far an agent's work on an interaction is, as the interaction has it. */
function stageIn({ phase, filings }: Interaction, agent: AgentId): Work['stage']['at'] | undefined {
  if (filings.has(agent)) return 'wrap-up'
  switch (phase.at) {
    case 'offered':
      return phase.offers.some(offer => offer.agent === agent) ? 'reserved' : undefined
    case 'talking':
      if (phase.agent === agent) return 'talking'
      if (phase.consult?.expert !== agent) return undefined
      return phase.consult.state === 'ringing' ? 'reserved' : 'talking'
    case 'wrap-up':
      return phase.agent === agent ? 'wrap-up' : undefined
    case 'arrived':
    case 'in-flow':
    case 'waiting':
    case 'outward':
    case 'bridged':
    case 'closing':
      return undefined
  }
}

/** Each agent an interaction names has it among its works. */
export function staffedComplaints(state: TenantState, interaction: Interaction): string[] {
  const { id, phase, filings } = interaction
  return [...agentsIn(phase), ...filings.keys()].flatMap(name => {
    const agent = state.agents.get(name)
    if (agent !== undefined && workOn(agent, id) !== undefined) return []
    return [`${id} is ${phase.at} with ${name}, who knows nothing of it`]
  })
}

function agentsIn(phase: Interaction['phase']): readonly AgentId[] {
  if (phase.at === 'offered') return phase.offers.map(offer => offer.agent)
  if (phase.at === 'wrap-up') return [phase.agent]
  if (phase.at !== 'talking') return []
  const expert = phase.consult?.expert
  return expert === undefined ? [phase.agent] : [phase.agent, expert]
}

/** Each desk is in a queue of the agent's, which has the agent among its members, in that place. */
function deskComplaints(
  state: TenantState,
  { id, desks, config, readiness }: AgentState,
): string[] {
  const served = config.queues.filter(queue => state.queues.get(queue)?.retired === false)
  const same =
    served.length === desks.length &&
    desks.every(({ queue, index }) => queue.members[index] === readiness)
  return same ? [] : [`${id} sits at ${desks.length} desks, and serves ${served.length} queues`]
}

/** What is said of an agent at its queues is what may be said of it. */
function readinessComplaints(state: TenantState, agent: AgentState): string[] {
  return takenChannels(state.config).flatMap(channel => {
    const said = agent.readiness[channel]
    const so = hindrance(agent, costOf(state.config, channel))
    return JSON.stringify(said) === JSON.stringify(so)
      ? []
      : [`${agent.id} is said to be ${said?.code ?? 'free'} for ${channel}, and is ${so?.code}`]
  })
}

function isSame(a: Routing, b: Routing): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function idleComplaints(state: TenantState, agent: AgentState): string[] {
  const { at } = agent.routing
  return agent.config.queues.flatMap(id => {
    const queue = state.queues.get(id)
    if (queue === undefined) return []
    const here = deskAt(agent, queue)
    return channels.flatMap(channel => {
      let times = 0
      findIdle(queue.sides[channel].idle, member => {
        if (queue.members[member] === agent.readiness) times += 1
        return false
      })
      const stands =
        isOfferable(state, agent, channel) && here !== undefined && standsIn(here, agent, channel)
      if (times === (stands ? 1 : 0)) return []
      return [`${agent.id} is ${at} and stands ${times} times among the idle of ${id}, ${channel}`]
    })
  })
}
