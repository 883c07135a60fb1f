import { channelNeeds } from '../channel.ts'
import type { Refusal } from '../effect.ts'
import type {
  ConsultDecided,
  ConsultRequested,
  HoldRequested,
  Input,
  KeysRequested,
  MuteRequested,
  RecordingPauseRequested,
  ResumeRequested,
  TransferRequested,
} from '../input.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { requestConsult } from './consult.ts'
import { decideConsult } from './decide-consult.ts'
import { requestHold, requestResume } from './hold.ts'
import { requestKeys, requestMute, requestRecordingPause } from './own-end.ts'
import { requestTransfer } from './transfer.ts'

/** What an agent may ask for in the middle of a talk. */
export type TalkRequest =
  | HoldRequested
  | ResumeRequested
  | TransferRequested
  | ConsultRequested
  | ConsultDecided
  | MuteRequested
  | KeysRequested
  | RecordingPauseRequested

/** Does what the agent asks for, or says why it makes no sense now. */
export function handle(turn: Turn, input: TalkRequest): Refusal | undefined {
  const channel = turn.state.interactions.get(input.interaction)?.channel
  if (channel !== undefined && !channelNeeds[channel].phone && needsPhone(input)) {
    return refuse('channel-cannot', channel)
  }
  switch (input.kind) {
    case 'hold-requested':
      return requestHold(turn, input)
    case 'resume-requested':
      return requestResume(turn, input)
    case 'transfer-requested':
      return requestTransfer(turn, input)
    case 'consult-requested':
      return requestConsult(turn, input)
    case 'consult-decided':
      return decideConsult(turn, input)
    case 'mute-requested':
      return requestMute(turn, input)
    case 'keys-requested':
      return requestKeys(turn, input)
    case 'recording-pause-requested':
      return requestRecordingPause(turn, input)
  }
}

/** Work without a phone can be handed on to a queue or an agent; all else is between voices. */
function needsPhone(input: TalkRequest): boolean {
  if (input.kind !== 'transfer-requested') return true
  return input.to.kind === 'number' || input.to.kind === 'expert'
}

const kinds = {
  'hold-requested': true,
  'resume-requested': true,
  'transfer-requested': true,
  'consult-requested': true,
  'consult-decided': true,
  'mute-requested': true,
  'keys-requested': true,
  'recording-pause-requested': true,
} as const satisfies Readonly<Record<TalkRequest['kind'], true>>

/** Whether an input is an agent's, in the middle of a talk. */
export function isTalkRequest(input: Input): input is Input & TalkRequest {
  return Object.hasOwn(kinds, input.kind)
}
