import type { Interaction, Outward } from '../interaction/interaction.ts'
import { customerLegOf, makeLeg } from '../interaction/legs.ts'
import { playPrompts } from '../flow/play.ts'
import { clearTimer, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { give, tell } from '../turn.ts'
import { ringback } from './hearing.ts'

/** Calls a number outside for the customer, who hears it ring. */
export function callNumber(
  turn: Turn,
  interaction: Interaction,
  to: { readonly number: string; readonly ringMs: number; readonly from: Outward['from'] },
): void {
  const customerLeg = customerLegOf(interaction)
  if (customerLeg === undefined) throw new Error(`invariant: ${interaction.id} has no customer`)
  const { number, ringMs, from } = to
  const leg = makeLeg(turn, interaction)
  const ring = give(turn, interaction, {
    kind: 'ring',
    leg,
    customerLeg: customerLeg.id,
    to: number,
    from: interaction.customer.address,
    ...(interaction.customer.name === undefined ? {} : { fromName: interaction.customer.name }),
  })
  interaction.phase = { at: 'outward', number, leg, ring, since: turn.at, from }
  playPrompts(turn, interaction, [ringback], true)
  const until = turn.at + ringMs
  setTimer(turn.state.timers, { kind: 'ring', of: interaction.id }, until)
  tell(turn, { kind: 'number-rung', interaction: interaction.id, number, leg, until })
}

/** Somebody answered outside: the customer talks with them. */
export function numberAnswered(turn: Turn, interaction: Interaction, phase: Outward): void {
  const customerLeg = customerLegOf(interaction)
  if (customerLeg === undefined) throw new Error(`invariant: ${interaction.id} has no customer`)
  const { number, leg } = phase
  clearTimer(turn.state.timers, { kind: 'ring', of: interaction.id })
  interaction.phase = { at: 'bridged', number, leg, since: turn.at }
  give(turn, interaction, { kind: 'connect', legs: [customerLeg.id, leg] })
  tell(turn, { kind: 'number-answered', interaction: interaction.id, number })
}
