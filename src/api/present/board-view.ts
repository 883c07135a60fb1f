import {
  channels,
  expectedWaitMs,
  longestSince,
  queueHours,
  waitingIn,
  type AgentId,
  type AgentState,
  type AgentStateName,
  type Channel,
  type Interaction,
  type Offer,
  type QueueId,
  type QueueState,
  type TenantState,
  labelOfStep,
} from '#core'
import type { QueueTally } from '#store'
import type { AgentRow, BoardView, LiveInteractionRow, QueueRow } from '#contract'
import { alertsOf } from './alerts.ts'
import { customerView, returned } from './call-view.ts'
import { monitorView } from './monitor-view.ts'
import { namesIn } from './names-in.ts'
import { reasonsOf } from './reasons.ts'
import { loadView } from './work-view.ts'

/** Interactions listed on a board; the oldest are, and the queues' counts know of all. */
export const boardInteractionsMax = 500
/** Agents listed on a board. */
export const boardAgentsMax = 2000

/** What the state does not hold: the moment, and what came of the day's visits so far. */
export interface BoardAsked {
  readonly at: number
  readonly today: ReadonlyMap<QueueId, QueueTally>
}

/** The floor of a tenant, made from the state and the day's figures. */
export function boardView(state: TenantState, asked: BoardAsked): BoardView {
  return {
    at: asked.at,
    tenant: { id: state.tenant, name: state.config?.name ?? state.tenant },
    queues: [...state.queues.values()]
      .filter(queue => !queue.retired || waitingIn(queue) > 0)
      .map(queue => queueRow(state, queue, asked)),
    agents: firstOf(state.agents.values(), boardAgentsMax).map(agentRow),
    interactions: firstOf(state.interactions.values(), boardInteractionsMax).map(interaction =>
      interactionRow(state, interaction),
    ),
    notReadyReasons: [...reasonsOf(state)],
  }
}

function firstOf<T>(all: Iterable<T>, max: number): T[] {
  const first: T[] = []
  for (const one of all) {
    if (first.length === max) break
    first.push(one)
  }
  return first
}

function queueRow(state: TenantState, queue: QueueState, asked: BoardAsked): QueueRow {
  const { config } = queue
  const { open, why } = queueHours(state.config, config.hours, asked.at)
  const { waiting } = queue.sides.voice
  const waitingSince = waitingSinceIn(queue)
  const expected = expectedWaitMs({ state, queue }, 'voice', waiting.length + 1)
  const row = {
    id: config.id,
    name: config.name,
    open,
    why,
    waiting: waitingIn(queue),
    ...(waitingSince === undefined ? {} : { waitingSince }),
    ...(expected === undefined ? {} : { expectedWaitMs: expected }),
    agents: agentCounts(state, queue),
    today: todayOf(asked.today.get(config.id)),
    serviceLevelMs: config.serviceLevelMs,
  }
  const alerts = alertsOf(config.alerts, row, asked.at)
  return alerts.length === 0 ? row : { ...row, alerts }
}

/** Since when the one has waited who came first, by whatever channel. */
function waitingSinceIn({ sides }: QueueState): number | undefined {
  const since = channels.flatMap(channel => longestSince(sides[channel].waiting) ?? [])
  return since.length === 0 ? undefined : Math.min(...since)
}

const countNames: Readonly<Record<AgentStateName, keyof QueueRow['agents']>> = {
  available: 'available',
  reserved: 'reserved',
  talking: 'talking',
  'wrap-up': 'wrapUp',
  'not-ready': 'notReady',
  'signed-out': 'signedOut',
}

function agentCounts(state: TenantState, { members }: QueueState): QueueRow['agents'] {
  const counts = { available: 0, reserved: 0, talking: 0, wrapUp: 0, notReady: 0, signedOut: 0 }
  for (const { agent: id } of members) {
    const agent = state.agents.get(id)
    if (agent !== undefined) counts[countNames[agent.routing.at]] += 1
  }
  return counts
}

const noFigures: QueueRow['today'] = {
  offered: 0,
  answered: 0,
  abandoned: 0,
  leftOtherwise: 0,
  answeredInTime: 0,
  waitMsAnswered: 0,
}

function todayOf(tally: QueueTally | undefined): QueueRow['today'] {
  if (tally === undefined) return noFigures
  const { queue: _queue, ...figures } = tally
  return figures
}

function agentRow(agent: AgentState): AgentRow {
  const { id, config, routing, since, presence, device } = agent
  const channel = channelAt(agent)
  return {
    id,
    name: config.name,
    state: routing.at,
    since,
    ...(routing.at === 'not-ready' ? { reason: routing.reason } : {}),
    ...(presence === 'unknown' ? {} : { presence }),
    ...(device === 'unknown' ? {} : { device }),
    queues: [...config.queues],
    ...('interaction' in routing ? { interaction: routing.interaction } : {}),
    load: loadView(agent),
    ...(channel === undefined ? {} : { channel }),
  }
}

/** By what the work came that the state tells of: a call before all else, since it cannot wait. */
function channelAt({ routing, works }: AgentState): Channel | undefined {
  const at = works.flatMap(({ channel, stage }) => (stage.at === routing.at ? [channel] : []))
  return at.find(channel => channel === 'voice') ?? at[0]
}

function interactionRow(state: TenantState, interaction: Interaction): LiveInteractionRow {
  const names = namesIn(state.config)
  return {
    id: interaction.id,
    channel: interaction.channel,
    ...(interaction.task === undefined ? {} : { title: interaction.task.title }),
    customer: customerView(interaction.customer),
    dialled: interaction.dialled,
    phase: interaction.phase.at,
    arrivedAt: interaction.arrivedAt,
    ...whereabouts(interaction),
    ...stepLabel(state, interaction),
    ...(interaction.phase.at === 'talking' ? monitorView(interaction.phase, names) : {}),
  }
}

/** What the flow calls the step it is at, in the version it runs. */
function stepLabel(state: TenantState, { phase }: Interaction): { stepLabel?: string } {
  const label = phase.at === 'in-flow' ? labelOfStep(state, phase) : undefined
  return label === undefined ? {} : { stepLabel: label }
}

/** Where several phones ring, the row shows the first. */
function offerRow([first]: readonly Offer[]): { since: number; agent?: AgentId } {
  return first === undefined ? { since: 0 } : { since: first.madeAt, agent: first.agent }
}

function whereabouts({
  phase,
  arrivedAt,
}: Interaction): Pick<
  LiveInteractionRow,
  'since' | 'queue' | 'agent' | 'step' | 'priority' | 'returned'
> {
  switch (phase.at) {
    case 'arrived':
    case 'closing':
      return { since: arrivedAt }
    case 'in-flow':
      return { since: arrivedAt, step: phase.step }
    case 'waiting':
      return {
        since: phase.visit.since,
        queue: phase.visit.queue,
        priority: phase.visit.front ?? phase.visit.priority,
        ...returned(phase.visit),
      }
    case 'offered':
      return {
        ...offerRow(phase.offers),
        queue: phase.visit.queue,
        ...returned(phase.visit),
      }
    case 'outward':
    case 'bridged':
      return { since: phase.since }
    case 'talking':
    case 'wrap-up':
      return {
        since: phase.since,
        queue: phase.queue,
        agent: phase.agent,
      }
  }
}
