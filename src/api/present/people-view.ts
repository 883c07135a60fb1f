import type { PeopleView } from '#contract'
import {
  expectedWaitMs,
  queueHours,
  type AgentState,
  type Expert,
  type QueueState,
  type TenantState,
} from '#core'

/** People, queues and experts listed at a time, of each kind. */
export const peopleListedMax = 50

/** Whom an agent may hand on to or ask, by what their names and words hold. */
export function peopleView(
  state: TenantState,
  { asked, at }: { readonly asked: string; readonly at: number },
): PeopleView {
  const sought = asked.trim().toLowerCase()
  const fits = (...texts: readonly (string | undefined)[]): boolean =>
    texts.some(text => text?.toLowerCase().includes(sought) === true)
  const agents = [...state.agents.values()].filter(({ id, config }) => fits(config.name, id))
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
