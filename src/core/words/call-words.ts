import type { InteractionOutcome } from '../facts/fact.ts'
import { durationWords } from './durations.ts'
import type { CallFact } from './fact-words.ts'

/** Facts of the call itself, in words. */
export function callWords(fact: CallFact): string {
  switch (fact.kind) {
    case 'interaction-arrived':
      if (fact.channel === 'task') {
        return `Task “${fact.title}” of ${fact.fromName === undefined ? '' : `${fact.fromName}, `}${fact.from}`
      }
      return `Call from ${fact.fromName === undefined ? '' : `${fact.fromName}, `}${fact.from} to ${fact.to} on trunk ${fact.trunk}`
    case 'consent-given':
      return `${fact.name ?? 'The customer'} agreed on the page to “${fact.to}”`
    case 'interaction-refused':
      return fact.why === 'unknown-number'
        ? 'Refused: no flow answers this number'
        : 'Refused: too many interactions are under way'
    case 'interaction-answered':
      return 'Answered'
    case 'flow-started':
      return `Flow ${fact.flow} begins, version ${fact.version}`
    case 'flow-resumed':
      return `Flow ${fact.flow} goes on, version ${fact.version}`
    case 'variable-set':
      return `${fact.name} is now “${fact.value}”`
    case 'step-entered':
      return `Step ${fact.step} (${fact.does})${fact.attempt === 1 ? '' : `, attempt ${fact.attempt}`}`
    case 'step-left':
      return `Step ${fact.step} leads on by “${fact.exit}”: ${fact.why}`
    case 'digit-pressed':
      return `Key ${fact.digit}: ${keyMeanings[fact.meaning]}`
    case 'recording-started':
      return 'Recording begins'
    case 'recording-finished':
      return `Recording of ${durationWords(fact.recordingFile.durationMs)} is kept`
    case 'leg-ended':
      return `The ${fact.party}’s leg ended by ${enders[fact.by]}: ${fact.cause}`
    case 'trouble-met':
      return `Trouble: ${fact.ordered} failed (${fact.code}): ${fact.detail}`
    case 'interaction-closed':
      return `Closed after ${durationWords(fact.lastedMs)}: ${outcomeWords[fact.outcome]}`
  }
}

/** How an interaction ended, in words. */
export const outcomeWords: Readonly<Record<InteractionOutcome, string>> = {
  handled: 'handled by an agent',
  'abandoned-in-flow': 'the customer hung up in the flow',
  'abandoned-in-queue': 'the customer hung up while waiting',
  'ended-by-flow': 'ended by the flow',
  transferred: 'handed on to a number outside',
  voicemail: 'a message was left',
  cancelled: 'taken back by whoever sent it',
  'not-served': 'nobody took it in time',
  refused: 'refused',
  fault: 'ended by a fault',
}

const keyMeanings = {
  choice: 'chosen',
  collected: 'taken',
  'not-offered': 'not offered here',
  'not-awaited': 'no key was awaited',
} as const

const enders = { 'far-end': 'the far end', parley: 'Parley', fault: 'a fault' } as const
