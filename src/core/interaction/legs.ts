import type { AgentId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { HangUp } from '../effect.ts'
import type { Turn } from '../turn.ts'
import { give } from '../turn.ts'
import type { Interaction, Leg } from './interaction.ts'

/** The customer's leg, as long as it is there. */
export function customerLegOf(interaction: Interaction): Leg | undefined {
  for (const leg of interaction.legs.values()) if (leg.party === 'customer') return leg
  return undefined
}

/** Makes a leg of our own: to an agent's phone, or to a number outside. */
export function makeLeg(turn: Turn, interaction: Interaction, agent?: AgentId): LegId {
  interaction.legsMade += 1
  const id = toId<LegId>(`${interaction.id}-${interaction.legsMade}`)
  const party = agent === undefined ? 'outside' : 'agent'
  interaction.legs.set(id, { id, party, agent, state: 'calling' })
  turn.state.legs.set(id, interaction.id)
  return id
}

/** Hangs up one leg, once. */
export function hangUp(turn: Turn, interaction: Interaction, id: LegId, why: HangUp['why']): void {
  const leg = interaction.legs.get(id)
  if (leg === undefined || leg.state === 'ending') return
  leg.state = 'ending'
  give(turn, interaction, { kind: 'hang-up', leg: id, why })
}

/** Hangs up a leg once more, whose end was ordered of a process that is gone: the leg may have outlived it. */
export function hangUpAgain(turn: Turn, interaction: Interaction, id: LegId | undefined): void {
  const leg = id === undefined ? undefined : interaction.legs.get(id)
  if (leg === undefined) return
  leg.state = 'up'
  hangUp(turn, interaction, leg.id, 'fault')
}

/** Hangs up every leg that is left. */
export function hangUpAll(turn: Turn, interaction: Interaction, why: HangUp['why']): void {
  for (const leg of interaction.legs.values()) hangUp(turn, interaction, leg.id, why)
}

/** Forgets a leg that is gone. */
export function dropLeg(turn: Turn, interaction: Interaction, id: LegId): void {
  interaction.legs.delete(id)
  turn.state.legs.delete(id)
}
