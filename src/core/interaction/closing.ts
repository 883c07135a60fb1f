import type { HangUp } from '../effect.ts'
import type { InteractionOutcome } from '../facts/fact.ts'
import { leaveEdition } from '../flow/editions.ts'
import { closingMsMax } from '../limits.ts'
import { endRecording } from '../talk/recording.ts'
import type { InteractionTimer } from '../timers.ts'
import { clearTimer, clearTimers, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { dropLeg, hangUpAll } from './legs.ts'
import type { Interaction } from './interaction.ts'
import { fileNotes } from './note.ts'
import { noMembers } from '../sparse.ts'

/** Begins the end: every leg is hung up, a recording finished; closed is only what left nothing behind. */
export function close(
  turn: Turn,
  interaction: Interaction,
  outcome: InteractionOutcome,
  why: HangUp['why'] = 'ended',
): void {
  if (interaction.phase.at === 'closing') return
  clearTimers(turn.state.timers, interaction.id, timersOfWork)
  interaction.phase = { at: 'closing', outcome }
  endRecording(turn, interaction)
  hangUpAll(turn, interaction, why)
  setTimer(turn.state.timers, { kind: 'closing', of: interaction.id }, turn.at + closingMsMax)
  closeIfDone(turn, interaction)
}

/** Closes a closing interaction once its legs are gone, its recording is safe, and all have filed it. */
export function closeIfDone(turn: Turn, interaction: Interaction): void {
  if (interaction.phase.at !== 'closing') return
  const { legs, finishing, filings } = interaction
  if (legs.length > 0 || finishing.size > 0 || filings.size > 0) return
  if (!turn.state.interactions.delete(interaction.id)) return
  leaveEdition(turn.state, interaction)
  fileNotes(turn, interaction)
  if (interaction.task !== undefined) turn.state.tasks.delete(interaction.task.key)
  clearTimer(turn.state.timers, { kind: 'closing', of: interaction.id })
  tell(turn, {
    kind: 'interaction-closed',
    interaction: interaction.id,
    outcome: interaction.phase.outcome,
    lastedMs: turn.at - interaction.arrivedAt,
  })
}

/** The outside did not confirm the end in time: the record says so, and the interaction is closed. */
export function closeAnyway(turn: Turn, interaction: Interaction): void {
  for (const leg of interaction.legs) {
    dropLeg(turn, interaction, leg.id)
    tell(turn, {
      kind: 'leg-ended',
      interaction: interaction.id,
      leg: leg.id,
      party: leg.party,
      by: 'fault',
      cause: 'no word of its end came in time',
    })
  }
  interaction.finishing = noMembers
  closeIfDone(turn, interaction)
}

/** What an interaction that ends waits for no more. */
const timersOfWork: readonly InteractionTimer[] = [
  'key',
  'ring',
  'wait',
  'retry',
  'announce',
  'consult',
  'monitor',
  'bridged',
  'wrap-up',
]
