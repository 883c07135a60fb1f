import {
  type AgentId,
  type AgentState,
  type Decision,
  type Filing,
  type Interaction,
  type InteractionId,
  type Names,
  type QueueState,
  type TenantState,
  waitingIn,
  workOn as workOf,
} from '#core'
import type { DeskView, OfferView, TalkView, WrapUpView } from '#contract'
import { callView, returned } from './call-view.ts'
import { decisionView } from './decision-view.ts'
import { formView } from './form-view.ts'
import { monitorView } from './monitor-view.ts'
import { namesIn } from './names-in.ts'
import { reasonsOf } from './reasons.ts'
import { loadView, workViews } from './work-view.ts'

/** What the state does not hold: the moment, and why the offered interaction came to this agent. */
export interface DeskAsked {
  readonly agent: AgentId
  readonly at: number
  readonly why: (interaction: InteractionId) => Decision | undefined
}

interface Desk {
  readonly state: TenantState
  readonly agent: AgentState
  readonly names: Names
  readonly asked: DeskAsked
}

/** One agent's own page, made from the state; none where there is no such agent. */
export function deskView(state: TenantState, asked: DeskAsked): DeskView | undefined {
  const agent = state.agents.get(asked.agent)
  if (agent === undefined) return undefined
  const desk = { state, agent, names: namesIn(state.config), asked }
  return {
    at: asked.at,
    agent: { id: agent.id, name: agent.config.name },
    state: agent.routing.at,
    since: agent.since,
    ...(agent.routing.at === 'not-ready' ? { reason: agent.routing.reason } : {}),
    next: nextView(agent),
    queues: agent.config.queues.map(id => ({
      id,
      name: desk.names.queue(id),
      waiting: waitingAt(state.queues.get(id)),
    })),
    notReadyReasons: [...reasonsOf(state)],
    ...(agent.presence === 'unknown' ? {} : { presence: agent.presence }),
    ...(agent.device === 'unknown' ? {} : { device: agent.device }),
    load: loadView(agent),
    works: workViews(state, agent, desk.names),
    ...work(desk),
  }
}

function waitingAt(queue: QueueState | undefined): number {
  return queue === undefined ? 0 : waitingIn(queue)
}

function nextView({ duty }: AgentState): DeskView['next'] {
  return duty.at === 'not-ready' ? { state: duty.at, reason: duty.reason } : { state: duty.at }
}

/** The call among the work; what else there is stands in `works`. */
function work(desk: Desk): Pick<DeskView, 'offer' | 'talk' | 'wrapUp'> {
  const call = desk.agent.works.find(one => one.channel === 'voice')
  const interaction = call && desk.state.interactions.get(call.interaction)
  return interaction === undefined ? {} : workOn(desk, interaction)
}

function workOn(desk: Desk, interaction: Interaction): ReturnType<typeof work> {
  const { phase, filings } = interaction
  const filing = filings.get(desk.agent.id)
  if (filing !== undefined) return { wrapUp: wrapUpView(desk, interaction, filing) }
  switch (phase.at) {
    case 'arrived':
    case 'in-flow':
    case 'waiting':
    case 'outward':
    case 'bridged':
    case 'closing':
      return {}
    case 'offered':
      return offerView(desk, interaction, phase)
    case 'talking':
      return { talk: talkView(desk, interaction, phase) }
    case 'wrap-up':
      return { wrapUp: wrapUpView(desk, interaction, phase) }
  }
}

type In<At extends Interaction['phase']['at']> = Extract<Interaction['phase'], { at: At }>

function offerView(
  desk: Desk,
  interaction: Interaction,
  phase: In<'offered'>,
): { offer?: OfferView } {
  const { offers, visit } = phase
  const offer = offers.find(one => one.agent === desk.agent.id)
  if (offer === undefined) return {}
  const why = desk.asked.why(interaction.id)
  const view: OfferView = {
    ...callView(interaction, visit.queue, desk.names),
    offer: offer.id,
    waitedMs: offer.madeAt - visit.since,
    madeAt: offer.madeAt,
    until: offer.until,
    ...returned(visit),
    // Until the records are read after a restart, the offer is shown without its reasons.
    why: decisionView(why ?? { rule: 'longest-idle', candidates: [], unlisted: 0 }, desk.names),
  }
  return { offer: view }
}

function talkView(desk: Desk, interaction: Interaction, phase: In<'talking'>): TalkView {
  return {
    ...callView(interaction, phase.queue, desk.names),
    since: phase.since,
    recorded: interaction.recording !== undefined && !interaction.recording.paused,
    ...(interaction.recording?.withheld === true ? { recordingPaused: true } : {}),
    ...restsView(interaction),
    ...(phase.muted && phase.agent === desk.agent.id ? { muted: true } : {}),
    ...monitorShown(desk, phase),
    ...holdView(phase),
    ...consultView(desk, phase),
  }
}

/** A recording that is paused by nobody's word rests until the customer is back. */
function restsView({ recording }: Interaction): Pick<TalkView, 'recordingRests'> {
  return recording?.paused === true && !recording.withheld ? { recordingRests: true } : {}
}

/** Agents see who listens in, unless the tenant says that they do not. */
function monitorShown({ state, names }: Desk, phase: In<'talking'>): Pick<TalkView, 'monitor'> {
  return state.config?.monitoringShown === false ? {} : monitorView(phase, names)
}

function holdView({ held, away }: In<'talking'>): Pick<TalkView, 'held'> {
  if (held !== undefined) return { held: { since: held, by: 'agent' } }
  return away === undefined ? {} : { held: { since: away, by: 'phone' } }
}

function consultView(desk: Desk, { consult, agent }: In<'talking'>): Pick<TalkView, 'consult'> {
  if (consult === undefined) return {}
  const { state, expert, number, since } = consult
  const mine = agent === desk.agent.id
  const name = expert === undefined ? outsideName(desk, number) : desk.names.agent(expert)
  return { consult: { state, with: mine ? name : desk.names.agent(agent), number, since, mine } }
}

/** Whoever is behind a number outside, where it is one of the tenant's experts. */
function outsideName({ state }: Desk, number: string): string {
  return state.config?.experts?.find(({ address }) => address === number)?.name ?? number
}

function wrapUpView(
  desk: Desk,
  interaction: Interaction,
  phase: Pick<Filing, 'queue' | 'since'>,
): WrapUpView {
  const stage = workOf(desk.agent, interaction.id)?.stage
  const {
    choices: _choices,
    dialled: _dialled,
    ...call
  } = callView(interaction, phase.queue, desk.names)
  const queue = desk.state.queues.get(phase.queue)?.config
  const offered = queue?.dispositions ?? []
  return {
    ...call,
    since: phase.since,
    until: stage?.at === 'wrap-up' ? stage.until : phase.since,
    dispositions: offered.map(id => ({ id, name: desk.names.disposition(id) })),
    ...(queue?.forms === undefined ? {} : { form: formView(queue.forms) }),
  }
}
