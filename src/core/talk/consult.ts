import type { AgentState } from '../agent/agent.ts'
import { agentOf, finishWork, moveWork, reserveAgent } from '../agent/move-agent.ts'
import { isOfferable } from '../agent/offerable.ts'
import type { Refusal } from '../effect.ts'
import type { ConsultEnd } from '../facts/fact.ts'
import type { OfferId } from '../ids.ts'
import { nthId } from '../ids.ts'
import type { ConsultRequested } from '../input.ts'
import type { Consult, Interaction, Talking } from '../interaction/interaction.ts'
import { customerLegOf, hangUp, makeLeg } from '../interaction/legs.ts'
import { cutWrapUp } from '../interaction/wrap-up.ts'
import { consultRingMs } from '../limits.ts'
import { refuse } from '../refusals.ts'
import { clearTimer, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { give, tell } from '../turn.ts'
import { numberOf } from './experts.ts'
import { arrange } from './hearing.ts'
import { endHold } from './hold.ts'
import { ownTalk } from './own-talk.ts'

/**
 * ```
 *            ┌─ no answer, busy ─▶ the customer again
 *  ringing ──┤                                        ┌─▶ joined (three talk)
 *            └─ answered ─▶ talking ──────────────────┼─▶ completed (the expert has the customer)
 *                             └─ expert leaves ───────┴─▶ returned (the customer again)
 * ```
 */
export function requestConsult(turn: Turn, input: ConsultRequested): Refusal | undefined {
  const own = ownTalk(turn, input)
  if ('refused' in own) return own.refused
  const { interaction } = own
  if (own.talk.consult !== undefined) return refuse('in-consult', input.interaction)
  const called = whom(turn, interaction, input)
  if ('refused' in called) return called.refused
  const talk = endHold(turn, interaction, own.talk)
  const consult = ring(turn, interaction, talk, called)
  arrange(turn, interaction, talk, { ...talk, consult })
  const { agent, to } = input
  const until = turn.at + consultRingMs
  setTimer(turn.state.timers, { kind: 'consult', of: interaction.id }, until)
  tell(turn, { kind: 'consult-started', interaction: interaction.id, agent, to, until })
  return undefined
}

/** The expert answered: agent and expert talk, and the customer goes on waiting. */
export function consultAnswered(turn: Turn, interaction: Interaction, talk: Talking): void {
  const { consult, agent } = talk
  if (consult?.state !== 'ringing') return
  clearTimer(turn.state.timers, { kind: 'consult', of: interaction.id })
  if (consult.expert !== undefined) {
    const expert = agentOf(turn, consult.expert)
    moveWork(turn, expert, { interaction: interaction.id, stage: { at: 'talking' } }, 'consulted')
  }
  const after = { ...talk, consult: { ...consult, state: 'talking', since: turn.at } } as const
  arrange(turn, interaction, talk, after)
  tell(turn, { kind: 'consult-answered', interaction: interaction.id, agent })
}

/** The consultation is over, however that came; the customer is with the agent again. */
export function endConsult(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  how: ConsultEnd,
): void {
  releaseExpert(turn, interaction, talk, how)
  arrange(turn, interaction, talk, { ...talk, consult: undefined })
}

/** Lets the expert go, without a change to the talk itself. */
export function releaseExpert(
  turn: Turn,
  interaction: Interaction,
  { consult, agent }: Talking,
  how: ConsultEnd,
): void {
  if (consult === undefined) return
  clearTimer(turn.state.timers, { kind: 'consult', of: interaction.id })
  hangUp(turn, interaction, consult.leg, 'not-needed')
  if (consult.expert !== undefined) {
    const expert = agentOf(turn, consult.expert)
    finishWork(turn, expert, { interaction: interaction.id }, 'the consultation ended')
  }
  tell(turn, { kind: 'consult-ended', interaction: interaction.id, agent, how })
}

/** Three talk: customer, agent and expert. */
export function joinConsult(turn: Turn, interaction: Interaction, talk: Talking): void {
  const { consult, agent } = talk
  if (consult === undefined) return
  arrange(turn, interaction, talk, { ...talk, consult: { ...consult, state: 'joined' } })
  tell(turn, { kind: 'consult-joined', interaction: interaction.id, agent })
}

type Called =
  | { readonly number: string; readonly expert: AgentState | undefined }
  | { readonly refused: Refusal }

/** A free agent is called as one of ours; one who is not at work is called as a number is. */
function whom(turn: Turn, { channel }: Interaction, { to, agent }: ConsultRequested): Called {
  if (to.kind === 'number') return { number: to.number, expert: undefined }
  if (to.kind === 'expert') {
    const number = numberOf(turn, to.expert)
    if (number === undefined) return { refused: refuse('target-unknown', to.expert) }
    return { number, expert: undefined }
  }
  const asked = turn.state.agents.get(to.agent)
  if (asked === undefined || asked.id === agent)
    return { refused: refuse('target-unknown', to.agent) }
  const number = asked.config.address
  if (isOfferable(turn.state, asked, channel)) return { number, expert: asked }
  if (asked.works.length > 0 || asked.duty.at === 'available') {
    return { refused: refuse('target-busy', asked.config.name) }
  }
  return { number, expert: undefined }
}

function ring(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  { number, expert }: Exclude<Called, { refused: Refusal }>,
): Consult {
  const customerLeg = customerLegOf(interaction)
  if (customerLeg === undefined) throw new Error(`invariant: ${interaction.id} has no customer`)
  const leg = makeLeg(turn, interaction, expert?.id)
  if (expert !== undefined) {
    turn.state.count.offers += 1
    const offer = nthId<OfferId>('f', turn.state.count.offers)
    cutWrapUp(turn, interaction, expert.id)
    reserveAgent(turn, expert, { interaction: interaction.id, channel: interaction.channel, offer })
  }
  const order = give(turn, interaction, {
    kind: 'ring',
    leg,
    customerLeg: customerLeg.id,
    ...(expert === undefined ? {} : { agent: expert.id }),
    to: number,
    from: interaction.dialled,
    fromName: agentOf(turn, talk.agent).config.name,
  })
  return { state: 'ringing', expert: expert?.id, number, leg, ring: order, since: turn.at }
}
