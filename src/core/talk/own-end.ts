import type { Refusal } from '../effect.ts'
import type { KeysRequested, MuteRequested, RecordingPauseRequested } from '../input.ts'
import { customerLegOf } from '../interaction/legs.ts'
import { keysSentMax } from '../limits.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { give, tell } from '../turn.ts'
import { arrange, isParted } from './hearing.ts'
import { ownTalk } from './own-talk.ts'
import { pauseRecording, resumeRecording } from './recording.ts'

/** The agent is heard by nobody, or is again. It holds through hold and consultation. */
export function requestMute(turn: Turn, input: MuteRequested): Refusal | undefined {
  const own = ownTalk(turn, input)
  if ('refused' in own) return own.refused
  const { interaction, talk } = own
  const { muted, agent } = input
  if (talk.muted === muted) return refuse('already-so', muted ? 'muted' : 'not muted')
  arrange(turn, interaction, talk, { ...talk, muted })
  tell(turn, { kind: muted ? 'muted' : 'unmuted', interaction: interaction.id, agent })
  return undefined
}

const keysShape = /^[0-9*#A-D]+$/

/**
 * Keys go to whoever the agent talks with: the customer's end, or, while the customer waits, the
 * one who is consulted. A customer on hold hears none.
 */
export function requestKeys(turn: Turn, input: KeysRequested): Refusal | undefined {
  const own = ownTalk(turn, input)
  if ('refused' in own) return own.refused
  const { interaction, talk } = own
  const { keys, agent } = input
  if (!keysShape.test(keys) || keys.length > keysSentMax) {
    return refuse('keys-unfit', `${keys.length} characters`)
  }
  const consulted = talk.consult?.state === 'talking' ? talk.consult.leg : undefined
  const customer = isParted(talk) ? undefined : customerLegOf(interaction)?.id
  const leg = consulted ?? customer
  if (leg === undefined) return refuse('not-talking', 'the customer is on hold')
  give(turn, interaction, { kind: 'send-digits', leg, digits: keys })
  const to = consulted === undefined ? 'customer' : 'consulted'
  tell(turn, { kind: 'keys-sent', interaction: interaction.id, agent, to, count: keys.length })
  return undefined
}

/** The agent keeps what is said out of the recording until the agent lets it in again. */
export function requestRecordingPause(
  turn: Turn,
  input: RecordingPauseRequested,
): Refusal | undefined {
  const own = ownTalk(turn, input)
  if ('refused' in own) return own.refused
  const { interaction, talk } = own
  const { recording } = interaction
  if (recording === undefined) return refuse('not-recording', input.interaction)
  const { paused, agent } = input
  if (recording.withheld === paused) return refuse('already-so', paused ? 'paused' : 'recording')
  interaction.recording = { ...recording, withheld: paused }
  if (paused) pauseRecording(turn, interaction)
  else if (!isParted(talk)) resumeRecording(turn, interaction)
  const kind = paused ? 'recording-paused' : 'recording-resumed'
  tell(turn, { kind, interaction: interaction.id, agent, recording: recording.id })
  return undefined
}
