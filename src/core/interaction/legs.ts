import type { AgentId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { HangUp } from '../effect.ts'
import type { Turn } from '../turn.ts'
import { give } from '../turn.ts'
import type { Interaction, Leg } from './interaction.ts'

/** The customer's leg, as long as it is there. */
export function customerLegOf(interaction: Interaction): Leg | undefined {
  return interaction.legs.find(leg => leg.party === 'customer')
}

/** The leg with a name, as long as it is there. */
export function legOf(interaction: Interaction, id: LegId): Leg | undefined {
  return interaction.legs.find(leg => leg.id === id)
}

/** Adds a leg. There are few, and most that wait have one: a row of them is smaller than a map. */
export function addLeg(turn: Turn, interaction: Interaction, leg: Leg): void {
  const { legs } = interaction
  // A row that is written out has no room to spare; one that is spread into another has.
  interaction.legs = legs.length === 0 ? [leg] : [...legs, leg]
  turn.state.legs.set(leg.id, interaction.id)
}

/** Makes a leg of our own: to an agent's phone, or to a number outside. */
export function makeLeg(turn: Turn, interaction: Interaction, agent?: AgentId): LegId {
  interaction.legsMade += 1
  const id = toId<LegId>(`${interaction.id}-${interaction.legsMade}`)
  const party = agent === undefined ? 'outside' : 'agent'
  addLeg(turn, interaction, { id, party, agent, state: 'calling' })
  return id
}

/** Hangs up one leg, once. */
export function hangUp(turn: Turn, interaction: Interaction, id: LegId, why: HangUp['why']): void {
  const leg = legOf(interaction, id)
  if (leg === undefined || leg.state === 'ending') return
  leg.state = 'ending'
  give(turn, interaction, { kind: 'hang-up', leg: id, why })
}

/** Hangs up a leg once more, whose end was ordered of a process that is gone: the leg may have outlived it. */
export function hangUpAgain(turn: Turn, interaction: Interaction, id: LegId | undefined): void {
  const leg = id === undefined ? undefined : legOf(interaction, id)
  if (leg === undefined) return
  leg.state = 'up'
  hangUp(turn, interaction, leg.id, 'fault')
}

/** Hangs up every leg that is left. */
export function hangUpAll(turn: Turn, interaction: Interaction, why: HangUp['why']): void {
  for (const leg of interaction.legs) hangUp(turn, interaction, leg.id, why)
}

/** Forgets a leg that is gone. */
export function dropLeg(turn: Turn, interaction: Interaction, id: LegId): void {
  interaction.legs = interaction.legs.filter(leg => leg.id !== id)
  turn.state.legs.delete(id)
}
