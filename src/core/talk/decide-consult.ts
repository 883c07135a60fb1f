import type { Refusal } from '../effect.ts'
import { flags, isOn } from '../flags.ts'
import type { ConsultDecided } from '../input.ts'
import { close } from '../interaction/closing.ts'
import type { Consult, Interaction, Talking } from '../interaction/interaction.ts'
import { customerLegOf } from '../interaction/legs.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { endConsult, joinConsult } from './consult.ts'
import { arrange } from './hearing.ts'
import { newTalk } from './new-talk.ts'
import { bridge } from './outward.ts'
import { ownTalk } from './own-talk.ts'
import { startRecording } from './recording.ts'
import { leaveTalk, partFrom } from './transfer.ts'

/** The agent says how a consultation goes on. */
export function decideConsult(turn: Turn, input: ConsultDecided): Refusal | undefined {
  const own = ownTalk(turn, input)
  if ('refused' in own) return own.refused
  const { interaction, talk } = own
  const { consult } = talk
  if (consult === undefined) return refuse('not-in-consult', input.interaction)
  if (input.decision === 'return') {
    endConsult(turn, interaction, talk, 'returned')
    return undefined
  }
  if (consult.state === 'ringing') return refuse('not-in-consult', input.interaction)
  if (input.decision === 'complete') completeConsult(turn, interaction, talk, consult)
  else joinConsult(turn, interaction, talk)
  return undefined
}

/** The agent leaves, and the expert has the customer: as the next agent, or as a number outside. */
export function completeConsult(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  consult: Consult,
): void {
  const { expert, number } = consult
  tellCompleted(turn, interaction, talk)
  const to =
    expert === undefined
      ? ({ kind: 'number', number } as const)
      : ({ kind: 'agent', agent: expert } as const)
  leaveTalk(turn, interaction, talk, { to, consulted: true })
  goOnWithExpert(turn, interaction, talk, consult)
}

/** Three talked, and the agent's phone is lost: the customer and whoever was asked talk on. */
export function goOnWithout(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  consult: Consult,
): void {
  tellCompleted(turn, interaction, talk)
  partFrom(turn, interaction, talk, 'phone-lost')
  goOnWithExpert(turn, interaction, talk, consult)
}

function tellCompleted(turn: Turn, { id: interaction }: Interaction, { agent }: Talking): void {
  tell(turn, { kind: 'consult-ended', interaction, agent, how: 'completed' })
}

function goOnWithExpert(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  { expert, number, leg }: Consult,
): void {
  // Who spoke with them before has handed it on for good.
  if (isOn(turn.state, flags.handBackByRules)) interaction.sentBy = undefined
  const customerLeg = customerLegOf(interaction)
  if (customerLeg === undefined) {
    close(turn, interaction, 'handled')
  } else if (expert === undefined) {
    bridge(turn, interaction, { number, leg, legs: [customerLeg.id, leg] })
    tell(turn, { kind: 'number-rung', interaction: interaction.id, number, leg, until: turn.at })
    tell(turn, { kind: 'number-answered', interaction: interaction.id, number })
  } else {
    const { queue, origin } = talk
    const next = newTalk({ queue, agent: expert, agentLeg: leg, since: turn.at, origin })
    tell(turn, { kind: 'talk-started', interaction: interaction.id, queue, agent: expert })
    arrange(turn, interaction, undefined, next)
    if (turn.state.queues.get(queue)?.config.record === true) {
      startRecording(turn, interaction, { agentLeg: leg })
    }
  }
}
