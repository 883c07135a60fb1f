import type { Target } from '../input.ts'
import { durationWords } from './durations.ts'
import type { TalkFact } from './fact-words.ts'
import type { Names } from './names.ts'

/** Facts of what people do in the middle of a call, in words. */
export function talkWords(fact: TalkFact & { readonly at: number }, names: Names): string {
  switch (fact.kind) {
    case 'held':
      return `${who(fact, names)} put the customer on hold`
    case 'resumed':
      return `${who(fact, names)} took the customer back`
    case 'transferred':
      return `${names.agent(fact.agent)} handed the customer on to ${targetWords(fact.to, names)}${fact.consulted ? ', after a word with them' : ''}`
    case 'consult-started':
      return `${names.agent(fact.agent)} calls ${targetWords(fact.to, names)} while the customer waits, for ${durationWords(fact.until - fact.at)} at most`
    case 'consult-answered':
      return `${names.agent(fact.agent)} talks with whom it called`
    case 'consult-joined':
      return `${names.agent(fact.agent)} joins all three`
    case 'consult-ended':
      return `The consultation of ${names.agent(fact.agent)} ended: ${consultEnds[fact.how]}`
    case 'number-rung':
      return `${fact.number} is called`
    case 'number-answered':
      return `Talks with ${fact.number}`
    case 'number-ended':
      return `${fact.number} ${numberEnds[fact.how]} after ${durationWords(fact.lastedMs)}`
    case 'announced':
      return `Told of place ${fact.position}`
    case 'voicemail-left':
      return `A message was left, ended by: ${fact.why}`
  }
}

/** Whom a target names, in words. */
export function targetWords(target: Target, names: Names): string {
  switch (target.kind) {
    case 'queue':
      return `the queue ${names.queue(target.queue)}`
    case 'agent':
      return names.agent(target.agent)
    case 'expert':
      return names.expert(target.expert)
    case 'number':
      return target.number
  }
}

function who(fact: Extract<TalkFact, { kind: 'held' | 'resumed' }>, names: Names): string {
  const name = names.agent(fact.agent)
  return fact.by === 'phone' ? `${name}’s phone` : name
}

/** Why somebody who was called is not in the call, in words. */
export const failures = {
  busy: 'was busy',
  declined: 'declined',
  'no-answer': 'did not answer',
  unreachable: 'could not be reached',
  refused: 'could not be called',
  gone: 'was hung up',
  fault: 'failed',
  'lost-in-restart': 'was lost in a restart',
} as const

const consultEnds = {
  ...failures,
  completed: 'they have the customer now',
  returned: 'the customer is back',
  'expert-left': 'they hung up, and the customer is back',
  'talk-ended': 'the talk was over',
} as const

const numberEnds = {
  ...failures,
  talked: 'and the customer have hung up',
  'too-long': 'was in the longest talk allowed, which is ended,',
  'customer-left': 'was ringing when the customer left',
} as const
