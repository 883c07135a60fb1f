import { costOf } from '../channel.ts'
import type { Refusal } from '../effect.ts'
import { pinEdition } from '../flow/editions.ts'
import type { CallArrived, InteractionArrived } from '../input.ts'
import { interactionsMax } from '../limits.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { give, tell } from '../turn.ts'
import type { Interaction } from './interaction.ts'
import { newInteraction } from './new-interaction.ts'
import { addLeg, legOf } from './legs.ts'
import { startFlow } from './start-flow.ts'
import { taskArrived } from './task.ts'

/** Something to do arrives, by whatever channel. */
export function arrive(turn: Turn, input: InteractionArrived): Refusal | undefined {
  if (turn.state.config === undefined) return refuse('not-configured', turn.state.tenant)
  if (costOf(turn.state.config, input.channel) === undefined) {
    return refuse('channel-closed', input.channel)
  }
  return input.channel === 'voice' ? callArrived(turn, input) : taskArrived(turn, input)
}

/** A customer calls: the dialled number names the flow, and the call is answered or refused. */
function callArrived(turn: Turn, input: CallArrived): Refusal | undefined {
  if (turn.state.legs.has(input.leg)) return refuse('already-so', input.leg)
  const interaction = begin(turn, input)
  const flow = turn.state.numbers.get(input.to)
  if (flow === undefined) {
    turnAway(turn, interaction, input, 'unknown-number')
  } else if (turn.state.interactions.size > interactionsMax) {
    turnAway(turn, interaction, input, 'overloaded')
  } else {
    interaction.phase = { at: 'arrived', flow }
    pinEdition(turn.state, interaction)
    give(turn, interaction, { kind: 'answer', leg: input.leg })
  }
  return undefined
}

/** The call is answered: the flow begins. */
export function answered(turn: Turn, interaction: Interaction): void {
  if (interaction.phase.at !== 'arrived') return
  const key = interaction.phase.flow
  for (const leg of interaction.legs) {
    leg.state = 'up'
    tell(turn, { kind: 'interaction-answered', interaction: interaction.id, leg: leg.id })
  }
  startFlow(turn, interaction, key)
}

function begin(turn: Turn, input: CallArrived): Interaction {
  const interaction = newInteraction(turn, input, { dialled: input.to, task: undefined })
  const { id } = interaction
  addLeg(turn, interaction, {
    id: input.leg,
    party: 'customer',
    agent: undefined,
    state: 'calling',
  })
  const { kind: _, consent, ...told } = input
  tell(turn, { ...told, kind: 'interaction-arrived', interaction: id })
  if (consent !== undefined) {
    const { fromName: name } = input
    tell(turn, {
      kind: 'consent-given',
      interaction: id,
      ...consent,
      ...(name !== undefined && { name }),
    })
  }
  return interaction
}

/** A refused interaction is closing from the first; it is closed when its leg is gone. */
function turnAway(
  turn: Turn,
  interaction: Interaction,
  input: CallArrived,
  why: 'unknown-number' | 'overloaded',
): void {
  const leg = legOf(interaction, input.leg)
  if (leg !== undefined) leg.state = 'ending'
  tell(turn, { kind: 'interaction-refused', interaction: interaction.id, why })
  give(turn, interaction, { kind: 'reject', leg: input.leg, why })
}
