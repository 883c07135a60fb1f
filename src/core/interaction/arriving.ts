import type { Refusal } from '../effect.ts'
import type { InteractionId, StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { InteractionArrived } from '../input.ts'
import { interactionsMax } from '../limits.ts'
import { refuse } from '../refusals.ts'
import { flowKey } from '../state.ts'
import type { Turn } from '../turn.ts'
import { give, tell } from '../turn.ts'
import { enterStep } from '../flow/run.ts'
import type { FlowKey, Interaction } from './interaction.ts'

/** A customer arrives: the dialled number names the flow, and the call is answered or refused. */
export function arrive(turn: Turn, input: InteractionArrived): Refusal | undefined {
  if (turn.state.config === undefined) return refuse('not-configured', turn.state.tenant)
  if (turn.state.legs.has(input.leg)) return refuse('already-so', input.leg)
  const interaction = begin(turn, input)
  const flow = turn.state.numbers.get(input.to)
  if (flow === undefined) {
    turnAway(turn, interaction, input, 'unknown-number')
  } else if (turn.state.interactions.size > interactionsMax) {
    turnAway(turn, interaction, input, 'overloaded')
  } else {
    interaction.phase = { at: 'arrived', flow }
    give(turn, interaction, { kind: 'answer', leg: input.leg })
  }
  return undefined
}

/** The call is answered: the flow begins. */
export function answered(turn: Turn, interaction: Interaction): void {
  if (interaction.phase.at !== 'arrived') return
  const key = interaction.phase.flow
  for (const leg of interaction.legs.values()) leg.state = 'up'
  for (const leg of interaction.legs.keys()) {
    tell(turn, { kind: 'interaction-answered', interaction: interaction.id, leg })
  }
  tell(turn, { kind: 'flow-started', interaction: interaction.id, ...key })
  enterStep(turn, interaction, key, startOf(turn, key))
}

function begin(turn: Turn, input: InteractionArrived): Interaction {
  turn.state.count.interactions += 1
  const id = toId<InteractionId>(`i${turn.state.count.interactions}`)
  const interaction: Interaction = {
    id,
    channel: input.channel,
    customer: { address: input.from, name: input.fromName },
    dialled: input.to,
    arrivedAt: turn.at,
    legs: new Map([
      [input.leg, { id: input.leg, party: 'customer', agent: undefined, state: 'calling' }],
    ]),
    choices: [],
    variables: new Map(),
    returns: [],
    phase: { at: 'closing', outcome: 'refused' },
    recording: undefined,
    finishing: new Set(),
    announcing: undefined,
    sentBy: undefined,
    legsMade: 0,
  }
  turn.state.interactions.set(id, interaction)
  turn.state.legs.set(input.leg, id)
  const { kind: _, ...told } = input
  tell(turn, { ...told, kind: 'interaction-arrived', interaction: id })
  return interaction
}

/** A refused interaction is closing from the first; it is closed when its leg is gone. */
function turnAway(
  turn: Turn,
  interaction: Interaction,
  input: InteractionArrived,
  why: 'unknown-number' | 'overloaded',
): void {
  const leg = interaction.legs.get(input.leg)
  if (leg !== undefined) leg.state = 'ending'
  tell(turn, { kind: 'interaction-refused', interaction: interaction.id, why })
  give(turn, interaction, { kind: 'reject', leg: input.leg, why })
}

function startOf(turn: Turn, key: FlowKey): StepId {
  const flow = turn.state.flows.get(flowKey(key))
  if (flow === undefined) throw new Error(`invariant: no flow ${flowKey(key)}`)
  return flow.start
}
