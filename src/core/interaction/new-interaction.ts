import type { InteractionId } from '../ids.ts'
import { nthId } from '../ids.ts'
import type { InteractionArrived } from '../input.ts'
import type { Turn } from '../turn.ts'
import type { Interaction } from './interaction.ts'
import { noEntries, noMembers, nothing } from '../sparse.ts'

/** Makes an interaction with nothing begun yet, and gives it the next id. */
export function newInteraction(
  turn: Turn,
  { channel, from, fromName }: InteractionArrived,
  { dialled, task }: Pick<Interaction, 'dialled' | 'task'>,
): Interaction {
  turn.state.count.interactions += 1
  const id = nthId<InteractionId>('i', turn.state.count.interactions)
  const interaction: Interaction = {
    id,
    channel,
    customer: { address: from, name: fromName },
    // Written out: what is spread in comes to lie outside the object, which costs as much again.
    dialled,
    task,
    arrivedAt: turn.at,
    legs: nothing,
    choices: nothing,
    variables: noEntries,
    secrets: noEntries,
    returns: nothing,
    edition: undefined,
    phase: { at: 'closing', outcome: 'refused' },
    recording: undefined,
    filings: noEntries,
    notes: noEntries,
    finishing: noMembers,
    announcing: undefined,
    sentBy: undefined,
    legsMade: 0,
  }
  turn.state.interactions.set(id, interaction)
  return interaction
}
