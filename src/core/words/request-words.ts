import type { TalkRequest } from '../talk/handle.ts'
import type { Names } from './names.ts'
import { targetWords } from './talk-words.ts'

/** What an agent asked for in the middle of a talk, in one sentence. Keys are counted, never named. */
export function requestWords(input: TalkRequest, names: Names): string {
  const who = names.agent(input.agent)
  switch (input.kind) {
    case 'hold-requested':
      return `${who} put the customer of ${input.interaction} on hold`
    case 'resume-requested':
      return `${who} took the customer of ${input.interaction} back`
    case 'transfer-requested':
      return `${who} handed ${input.interaction} on to ${targetWords(input.to, names)}`
    case 'consult-requested':
      return `${who} called ${targetWords(input.to, names)} about ${input.interaction}`
    case 'consult-decided':
      return `${who} chose to ${input.decision} the consultation of ${input.interaction}`
    case 'mute-requested':
      return `${who} ${input.muted ? 'muted' : 'unmuted'} the own end of ${input.interaction}`
    case 'keys-requested':
      return `${who} pressed ${input.keys.length} keys in ${input.interaction}`
    case 'recording-pause-requested':
      return `${who} ${input.paused ? 'paused' : 'went on with'} the recording of ${input.interaction}`
  }
}
