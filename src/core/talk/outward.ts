import { flags, isOn } from '../flags.ts'
import type { LegId } from '../ids.ts'
import type { Interaction, Outward } from '../interaction/interaction.ts'
import { customerLegOf, makeLeg } from '../interaction/legs.ts'
import { playPrompts } from '../flow/play.ts'
import { bridgedMsUsual } from '../limits.ts'
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
  bridge(turn, interaction, { number, legs: [customerLeg.id, leg], leg })
  tell(turn, { kind: 'number-answered', interaction: interaction.id, number })
}

/** The customer talks with somebody outside, for as long as the tenant allows: nobody of ours hears the end. */
export function bridge(
  turn: Turn,
  interaction: Interaction,
  to: { readonly number: string; readonly leg: LegId; readonly legs: readonly LegId[] },
): void {
  const { number, leg, legs } = to
  interaction.phase = { at: 'bridged', number, leg, since: turn.at }
  if (isOn(turn.state, flags.boundBridged)) {
    const until = turn.at + (turn.state.config?.bridgedMsMax ?? bridgedMsUsual)
    setTimer(turn.state.timers, { kind: 'bridged', of: interaction.id }, until)
  }
  give(turn, interaction, { kind: 'connect', legs })
}
