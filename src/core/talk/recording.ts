import type { LegId, RecordingId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Interaction } from '../interaction/interaction.ts'
import { customerLegOf } from '../interaction/legs.ts'
import type { Turn } from '../turn.ts'
import { give } from '../turn.ts'
import { withMember, withoutMember } from '../sparse.ts'

/** Begins a recording: of a talk with an agent, or of a message left where nobody is. */
export function startRecording(
  turn: Turn,
  interaction: Interaction,
  of: { readonly agentLeg: LegId } | { readonly silenceMs: number },
): void {
  const customerLeg = customerLegOf(interaction)
  if (customerLeg === undefined || interaction.recording !== undefined) return
  interaction.legsMade += 1
  const id = toId<RecordingId>(`${interaction.id}-r${interaction.legsMade}`)
  interaction.recording = { id, paused: false, withheld: false }
  give(turn, interaction, {
    kind: 'record',
    recording: id,
    customerLeg: customerLeg.id,
    ...of,
  })
}

/** Keeps what follows out of the recording, as long as the customer is not in the talk. */
export function pauseRecording(turn: Turn, interaction: Interaction): void {
  const { recording } = interaction
  if (recording === undefined || recording.paused) return
  interaction.recording = { ...recording, paused: true }
  give(turn, interaction, { kind: 'pause-recording', recording: recording.id })
}

/** Goes on recording. */
export function resumeRecording(turn: Turn, interaction: Interaction): void {
  const { recording } = interaction
  if (recording?.paused !== true || recording.withheld) return
  interaction.recording = { ...recording, paused: false }
  give(turn, interaction, { kind: 'resume-recording', recording: recording.id })
}

/** Orders the end of a running recording; its file comes with the order's result. */
export function endRecording(turn: Turn, interaction: Interaction): void {
  const { recording } = interaction
  if (recording === undefined) return
  interaction.recording = undefined
  interaction.finishing = withMember(interaction.finishing, recording.id)
  give(turn, interaction, { kind: 'stop-recording', recording: recording.id })
}

/** A recording is finished, or was lost: nobody waits for it any more. */
export function forgetRecording(interaction: Interaction, id: RecordingId | undefined): void {
  if (id === undefined) return
  interaction.finishing = withoutMember(interaction.finishing, id)
  if (interaction.recording?.id === id) interaction.recording = undefined
}
