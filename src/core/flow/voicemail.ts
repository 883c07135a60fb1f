import type { OrderId } from '../ids.ts'
import type { InFlow, Interaction } from '../interaction/interaction.ts'
import { endRecording, startRecording } from '../talk/recording.ts'
import { clearTimer, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import type { VoicemailStep } from './flow.ts'
import type { MenuExit } from './menu.ts'
import { playPrompts, stopPlaying } from './play.ts'

/**
 * ```
 *  greeting, beep ──end──▶ recording ──end key, silence, longest time──▶ next
 *      └── end key ───────────▲ ├── caller hangs up: the message is kept, the interaction closed
 *                               └── nothing can be recorded ──▶ failed
 * ```
 */
export function enterVoicemail(
  turn: Turn,
  interaction: Interaction,
  step: VoicemailStep,
): OrderId | undefined {
  const beep = { kind: 'tone', tone: 'beep' } as const
  return playPrompts(turn, interaction, [...step.prompts, beep])
}

/** The beep is over: the caller is recorded. */
export function beginMessage(turn: Turn, interaction: Interaction, step: VoicemailStep): void {
  startRecording(turn, interaction, { silenceMs: step.silenceMs })
  setTimer(turn.state.timers, { kind: 'key', of: interaction.id }, turn.at + step.recordMsMax)
}

/** A key in a voicemail. The end key skips the greeting, and ends the message; others are part of it. */
export function voicemailKey(
  turn: Turn,
  interaction: Interaction,
  at: { phase: InFlow; step: VoicemailStep; digit: string },
): MenuExit | undefined {
  const { phase, step, digit } = at
  const ends = digit === step.endKey
  tell(turn, {
    kind: 'digit-pressed',
    interaction: interaction.id,
    digit,
    meaning: ends ? 'choice' : 'not-awaited',
    step: phase.step,
  })
  if (!ends) return undefined
  if (phase.playing === undefined) return endMessage(turn, interaction, step, 'the end key')
  stopPlaying(turn, interaction)
  interaction.phase = { ...phase, playing: undefined }
  beginMessage(turn, interaction, step)
  return undefined
}

/** The message is over. */
export function endMessage(
  turn: Turn,
  interaction: Interaction,
  step: VoicemailStep,
  why: string,
): MenuExit {
  clearTimer(turn.state.timers, { kind: 'key', of: interaction.id })
  keepMessage(turn, interaction, why)
  return { name: 'next', to: step.next, why }
}

/** Nothing is recorded: rather than let the caller speak into nothing, the step is left. */
export function failMessage(
  turn: Turn,
  interaction: Interaction,
  step: VoicemailStep,
  detail: string,
): MenuExit {
  clearTimer(turn.state.timers, { kind: 'key', of: interaction.id })
  return {
    name: 'failed',
    to: step.failed ?? step.next,
    why: `nothing could be recorded: ${detail}`,
  }
}

/** Finishes a message under way and says that it was left. */
export function keepMessage(turn: Turn, interaction: Interaction, why: string): boolean {
  const { recording } = interaction
  if (recording === undefined) return false
  endRecording(turn, interaction)
  tell(turn, { kind: 'voicemail-left', interaction: interaction.id, recording: recording.id, why })
  return true
}
