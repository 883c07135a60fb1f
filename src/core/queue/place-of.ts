import type { InteractionId } from '../ids.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import type { Place } from './line.ts'

/** The place a visit gives an interaction in its queue's line; it stays the same through failed offers. */
export function placeOf(interaction: Interaction, visit: Visit): Place<InteractionId> {
  const { priority, front, since, order } = visit
  return { who: interaction.id, rank: front ?? priority, since, order }
}
