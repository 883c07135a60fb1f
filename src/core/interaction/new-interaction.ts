import type { InteractionId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { InteractionArrived } from '../input.ts'
import type { Turn } from '../turn.ts'
import type { Interaction } from './interaction.ts'
import { noEntries, noMembers, nothing } from '../sparse.ts'

/** Makes an interaction with nothing begun yet, and gives it the next id. */
export function newInteraction(
  turn: Turn,
  { channel, from, fromName }: InteractionArrived,
  of: Pick<Interaction, 'dialled' | 'task'>,
): Interaction {
  turn.state.count.interactions += 1
  const id = toId<InteractionId>(`i${turn.state.count.interactions}`)
  const interaction: Interaction = {
    ...of,
    id,
    channel,
    customer: { address: from, name: fromName },
    arrivedAt: turn.at,
    legs: new Map(),
    choices: nothing,
    variables: noEntries,
    secrets: noEntries,
    returns: nothing,
    phase: { at: 'closing', outcome: 'refused' },
    recording: undefined,
    filings: noEntries,
    finishing: noMembers,
    announcing: undefined,
    sentBy: undefined,
    legsMade: 0,
  }
  turn.state.interactions.set(id, interaction)
  return interaction
}
