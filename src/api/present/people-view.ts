import type { PeopleView } from '#contract'
import {
  expectedWaitMs,
  queueHours,
  type AgentId,
  type AgentState,
  type Expert,
  type InteractionId,
  type QueueState,
  type TenantState,
} from '#core'

/** People, queues and experts listed at a time, of each kind. */
export const peopleListedMax = 50

/**
 * Whom an agent may hand on to or ask, by what their names and words hold: neither the one who asks
 * nor who is in a talk with that one. The free come first, so that none of them is cut off.
 */
export function peopleView(
  state: TenantState,
  {
    asked,
    at,
    by,
  }: { readonly asked: string; readonly at: number; readonly by: AgentId | undefined },
): PeopleView {
  const sought = asked.trim().toLowerCase()
  const fits = (...texts: readonly (string | undefined)[]): boolean =>
    texts.some(text => text?.toLowerCase().includes(sought) === true)
  const present = by === undefined ? undefined : inTalksOf(state, by)
  const agents = [...state.agents.values()]
    .filter(({ id, config }) => present?.has(id) !== true && fits(config.name, id))
    .toSorted((one, other) => freedom(one) - freedom(other))
  const queues = [...state.queues.values()].filter(
    ({ config, retired }) => !retired && fits(config.name, config.id),
  )
  const experts = (state.config?.experts ?? []).filter(one =>
    fits(one.name, one.id, one.about, one.address),
  )
  return {
    at,
    agents: agents.slice(0, peopleListedMax).map(agentRow),
    queues: queues.slice(0, peopleListedMax).map(queue => queueRow(state, queue, at)),
    experts: experts.slice(0, peopleListedMax).map(expertRow),
    more: [agents, queues, experts].some(list => list.length > peopleListedMax),
  }
}

/** An agent, and everybody in a talk with that agent. */
function inTalksOf(state: TenantState, agent: AgentId): ReadonlySet<AgentId> {
  const own = new Set(talksOf(state.agents.get(agent)))
  const others = [...state.agents.values()].filter(one => talksOf(one).some(id => own.has(id)))
  return new Set([agent, ...others.map(({ id }) => id)])
}

function talksOf(agent: AgentState | undefined): readonly InteractionId[] {
  const works = agent?.works ?? []
  return works.flatMap(({ stage, interaction }) => (stage.at === 'talking' ? interaction : []))
}

/** Whoever can be called now before whoever is at work, and that one before who is not there. */
function freedom({ routing, presence, device }: AgentState): number {
  if (routing.at === 'signed-out') return 2
  const isBusy = presence === 'do-not-disturb' || presence === 'in-a-call'
  return routing.at === 'available' && device !== 'unreachable' && !isBusy ? 0 : 1
}

function agentRow({ id, config, routing, presence, device }: AgentState): PeopleView['agents'][0] {
  return {
    id,
    name: config.name,
    state: routing.at,
    ...(routing.at === 'not-ready' ? { reason: routing.reason } : {}),
    ...(presence === 'unknown' ? {} : { presence }),
    ...(device === 'unknown' ? {} : { device }),
  }
}

function queueRow(state: TenantState, queue: QueueState, at: number): PeopleView['queues'][0] {
  const { waiting, idle } = queue.sides.voice
  const expected = expectedWaitMs({ state, queue }, 'voice', waiting.length + 1)
  return {
    id: queue.config.id,
    name: queue.config.name,
    open: queueHours(state.config, queue.config.hours, at).open,
    waiting: waiting.length,
    ...(expected === undefined ? {} : { expectedWaitMs: expected }),
    available: idle.length,
  }
}

function expertRow({ id, name, address, about }: Expert): PeopleView['experts'][0] {
  return { id, name, address, ...(about === undefined ? {} : { about }) }
}
