import {
  unitsUsed,
  type AgentState,
  type Interaction,
  type Names,
  type QueueId,
  type TenantState,
  type Work,
} from '#core'
import type { WorkView } from '#contract'
import { customerView } from './call-view.ts'
import { formView } from './form-view.ts'

/** All an agent is at, in the order in which it was offered. */
export function workViews(state: TenantState, agent: AgentState, names: Names): WorkView[] {
  return agent.works.flatMap(work => {
    const interaction = state.interactions.get(work.interaction)
    return interaction === undefined ? [] : workView(state, work, { agent, interaction, names })
  })
}

/** How much of an agent is in use. */
export function loadView({ works, units }: AgentState): { used: number; of: number } {
  return { used: unitsUsed(works), of: units }
}

interface Of {
  readonly agent: AgentState
  readonly interaction: Interaction
  readonly names: Names
}

function workView(state: TenantState, work: Work, { agent, interaction, names }: Of): WorkView {
  const { task, phase } = interaction
  const { stage } = work
  const filing = filingOf(interaction, agent)
  const note = interaction.notes.get(agent.id)
  const queue = filing?.queue ?? queueOf(phase)
  return {
    interaction: interaction.id,
    channel: interaction.channel,
    state: stage.at,
    customer: customerView(interaction.customer),
    ...(queue === undefined ? {} : { queue: { id: queue, name: names.queue(queue) } }),
    ...(task === undefined ? {} : subjectView(task)),
    ...(stage.at === 'reserved' ? { offer: stage.offer } : {}),
    since: filing?.since ?? sinceOf(interaction),
    ...offered(agent, phase),
    ...(stage.at === 'wrap-up' ? { until: stage.until } : {}),
    ...(filing === undefined ? {} : filedBy(state, filing.queue, names)),
    ...(note === undefined ? {} : { note }),
  }
}

/** The agent's own wrap-up, whether or not the interaction goes on without the agent. */
function filingOf(
  { phase, filings }: Interaction,
  { id }: AgentState,
): { readonly queue: QueueId; readonly since: number } | undefined {
  return filings.get(id) ?? (phase.at === 'wrap-up' ? phase : undefined)
}

function sinceOf({ phase, arrivedAt }: Interaction): number {
  return 'since' in phase ? phase.since : arrivedAt
}

function subjectView({
  title,
  link,
}: NonNullable<Interaction['task']>): Pick<WorkView, 'title' | 'link'> {
  return { title, ...(link === undefined ? {} : { link }) }
}

/** From when until when an offer stands. */
function offered(
  { id }: AgentState,
  phase: Interaction['phase'],
): Partial<Pick<WorkView, 'since' | 'until'>> {
  const offer = phase.at === 'offered' ? phase.offers.find(one => one.agent === id) : undefined
  return offer === undefined ? {} : { since: offer.madeAt, until: offer.until }
}

function queueOf(phase: Interaction['phase']): QueueId | undefined {
  if ('queue' in phase) return phase.queue
  return 'visit' in phase ? phase.visit.queue : undefined
}

/** What a queue wants to be told of each interaction. */
function filedBy(
  state: TenantState,
  queue: QueueId,
  names: Names,
): Pick<WorkView, 'dispositions' | 'form'> {
  const { dispositions = [], forms } = state.queues.get(queue)?.config ?? {}
  return {
    dispositions: dispositions.map(id => ({ id, name: names.disposition(id) })),
    ...(forms === undefined ? {} : { form: formView(forms) }),
  }
}
