import type { Refusal } from '../effect.ts'
import type { HoldRequested, LegHeld, LegResumed, ResumeRequested } from '../input.ts'
import type { Interaction, Talking } from '../interaction/interaction.ts'
import { notAwaited, refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { arrange } from './hearing.ts'
import { ownTalk } from './own-talk.ts'

/** The agent puts the customer on hold. */
export function requestHold(turn: Turn, input: HoldRequested): Refusal | undefined {
  const own = ownTalk(turn, input)
  if ('refused' in own) return own.refused
  const { interaction, talk } = own
  if (talk.consult !== undefined) return refuse('in-consult', input.interaction)
  if (talk.held !== undefined) return refuse('already-so', 'on hold')
  arrange(turn, interaction, talk, { ...talk, held: turn.at })
  tellHold(turn, interaction, talk, { kind: 'held', by: 'agent' })
  return undefined
}

/** The agent takes the customer back. */
export function requestResume(turn: Turn, input: ResumeRequested): Refusal | undefined {
  const own = ownTalk(turn, input)
  if ('refused' in own) return own.refused
  if (own.talk.held === undefined) return refuse('not-held', input.interaction)
  endHold(turn, own.interaction, own.talk)
  return undefined
}

/** Ends the agent's hold; the talk goes on. */
export function endHold(turn: Turn, interaction: Interaction, talk: Talking): Talking {
  if (talk.held === undefined) return talk
  const after = { ...talk, held: undefined }
  arrange(turn, interaction, talk, after)
  tellHold(turn, interaction, talk, { kind: 'resumed', by: 'agent' })
  return after
}

/**
 * A phone put its leg on hold, or took it back. Only the agent's matters: a Teams client holds by a
 * re-INVITE with `a=inactive`. What a customer's phone does is between the customer and its carrier.
 */
export function legHold(turn: Turn, input: LegHeld | LegResumed): Refusal | undefined {
  const owner = turn.state.legs.get(input.leg)
  const interaction = owner === undefined ? undefined : turn.state.interactions.get(owner)
  if (interaction === undefined) return refuse('unknown-leg', input.leg)
  const { phase } = interaction
  if (phase.at !== 'talking' || phase.agentLeg !== input.leg) {
    return notAwaited(turn, `${input.leg} is no agent’s in a talk`)
  }
  const held = input.kind === 'leg-held'
  if (held === (phase.away !== undefined)) {
    return notAwaited(turn, held ? 'it is on hold' : 'it is not on hold')
  }
  arrange(turn, interaction, phase, { ...phase, away: held ? turn.at : undefined })
  tellHold(turn, interaction, phase, { kind: held ? 'held' : 'resumed', by: 'phone' })
  return undefined
}

function tellHold(
  turn: Turn,
  interaction: Interaction,
  { agent }: Talking,
  what: { readonly kind: 'held' | 'resumed'; readonly by: 'agent' | 'phone' },
): void {
  tell(turn, { ...what, interaction: interaction.id, agent })
}
