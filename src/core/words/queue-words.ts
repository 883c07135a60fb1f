import type { OfferResult, TalkEnd } from '../facts/fact.ts'
import type { QueueLeaving } from '../facts/queue-leaving.ts'
import type { Decision } from '../routing/decision.ts'
import { candidateWords, channelWords } from './candidate-words.ts'
import { durationWords } from './durations.ts'
import type { QueueFact } from './fact-words.ts'
import type { Names } from './names.ts'

/** Facts of waiting, offering, talking and wrapping up, in words. */
export function queueWords(fact: QueueFact & { readonly at: number }, names: Names): string {
  switch (fact.kind) {
    case 'queue-entered':
      return fact.returned === true
        ? `Waits in ${names.queue(fact.queue)} again at place ${fact.position}, before everybody, since the agent’s phone was lost`
        : `Waits in ${names.queue(fact.queue)} at place ${fact.position}, priority ${fact.priority}`
    case 'queue-left':
      return leavingWords(fact, names)
    case 'decision-made':
      return decisionWords(fact.decision, names)
    case 'offer-made':
      return `Offered to ${names.agent(fact.agent)}, ${fact.leg === undefined ? 'at the desk' : 'whose phone rings'} for ${durationWords(fact.until - fact.at)}`
    case 'offer-ringing':
      return `${names.agent(fact.agent)}’s phone rings`
    case 'offer-ended':
      return `${names.agent(fact.agent)} ${results[fact.result]} after ${durationWords(fact.rangMs)}: ${fact.detail}`
    case 'talk-started':
      return fact.channel === undefined
        ? `Talks with ${names.agent(fact.agent)}`
        : `${names.agent(fact.agent)} works on it`
    case 'talk-ended':
      return `${fact.channel === undefined ? 'Talk with' : 'Work of'} ${names.agent(fact.agent)} ended ${talkEnds[fact.by]} after ${durationWords(fact.talkMs)}`
    case 'wrap-up-started':
      return `${names.agent(fact.agent)} wraps up, for ${durationWords(fact.until - fact.at)} at most`
    case 'wrap-up-extended':
      return `${names.agent(fact.agent)} takes longer to wrap up, for ${durationWords(fact.until - fact.at)} at most`
    case 'wrap-up-ended':
      return wrapUpWords(fact, names)
    case 'note-filed':
      return `${names.agent(fact.agent)} left a note${noteWords(fact.note)}`
  }
}

/** Who waited for no time in a queue that takes nobody in never entered it. */
function leavingWords(
  { queue, why, waitedMs }: Extract<QueueFact, { kind: 'queue-left' }>,
  names: Names,
): string {
  const name = names.queue(queue)
  const isAway = why === 'full' || why === 'closed' || why === 'no-agents'
  return isAway && waitedMs === 0
    ? `Turned away by ${name}: ${leavings[why]}`
    : `Leaves ${name} after ${durationWords(waitedMs)}: ${leavings[why]}`
}

/** A decision in one sentence; its candidates say the rest. */
export function decisionWords(decision: Decision, names: Names): string {
  const { channel = 'voice' } = decision
  const { piece, ring } = channelWords[channel]
  if (decision.alsoChosen !== undefined) {
    const all = [decision.chosen, ...decision.alsoChosen].flatMap(id =>
      id === undefined ? [] : [id],
    )
    return `${all.length} ${ring.several} at once: ${all.map(id => names.agent(id)).join(', ')}`
  }
  const chosen = decision.candidates.find(one => one.verdict === 'chosen')
  if (chosen !== undefined) {
    return `${names.agent(chosen.agent)} is chosen: ${candidateWords(chosen.reason, channel)}${headWords(decision)}`
  }
  if (decision.candidates.length === 0) return 'Nobody serves this queue'
  return `Nobody is free who fits: the ${channel === 'voice' ? 'customer' : piece} waits`
}

/** Where an agent had several lines to take from: how many, and what spoke for this one. */
function headWords({ heads }: Decision): string {
  const taken = heads?.[0]
  if (heads === undefined || taken === undefined) return ''
  const { priority, waitedMs, weight } = taken
  return `; the first of ${heads.length} lines: ${priority < 1 ? 'put in front' : `priority ${priority}`}, waited ${durationWords(waitedMs)} × weight ${weight}`
}

/** How a choice among agents is made, in words. */
export const ruleWords: Readonly<Record<Decision['rule'], string>> = {
  'longest-idle': 'of the free agents who have the skills, the one idle longest',
  'round-robin': 'of the free agents who have the skills, each in turn',
  serial: 'of the free agents who have the skills, the first in the queue’s order',
  'ring-all':
    'all free agents who have the skills are offered it at once, and the first to take it has it',
  'best-skilled': 'of the free agents, the one with the highest levels in the queue’s skills',
  'handed-on': 'no rule: who an agent handed it on to, or else the one who handed it on',
}

/** So much of a note stands in a sentence; the record has it whole. */
const noteShownMax = 160

/** The beginning of a note, as the end of a sentence. */
function noteWords(note: string | undefined): string {
  const line = note?.replaceAll(/\s+/g, ' ').trim() ?? ''
  if (line === '') return ''
  return `: “${line.length <= noteShownMax ? line : `${line.slice(0, noteShownMax - 1)}…`}”`
}

function wrapUpWords(fact: Extract<QueueFact, { kind: 'wrap-up-ended' }>, names: Names): string {
  return `${endWords(fact, names)}${noteWords(fact.note)}`
}

function endWords(fact: Extract<QueueFact, { kind: 'wrap-up-ended' }>, names: Names): string {
  const name = names.agent(fact.agent)
  const lasted = durationWords(fact.wrapUpMs)
  if (fact.how === 'skipped') return `${name} went on after ${lasted} without filing it`
  if (fact.how === 'ordered' && fact.supervisor !== undefined) {
    return `${names.agent(fact.supervisor)} ended ${name}’s wrap-up after ${lasted}; not filed`
  }
  if (fact.how === 'customer-back') return `${name} has the customer back after ${lasted}`
  if (fact.disposition === undefined) return `${name}’s wrap-up ran out after ${lasted}; not filed`
  return `${name} filed it as ${names.disposition(fact.disposition)} after ${lasted}`
}

const leavings = {
  answered: 'an agent answered',
  abandoned: 'the customer hung up',
  timeout: 'it could wait no longer',
  key: 'the customer pressed a key',
  cancelled: 'it was taken back',
  moved: 'a supervisor moved it',
  fault: 'a fault',
  full: 'it is full',
  closed: 'it is closed',
  'no-agents': 'nobody who could answer is signed in',
} as const satisfies Readonly<Record<QueueLeaving, string>>

const results: Readonly<Record<OfferResult, string>> = {
  answered: 'answered',
  'no-answer': 'did not answer',
  busy: 'was busy',
  declined: 'declined',
  unreachable: 'could not be reached',
  'customer-left': 'had the offer when the customer left',
  'answered-elsewhere': 'had the offer when another took it',
  fault: 'could not be rung',
}

const talkEnds: Readonly<Record<TalkEnd, string>> = {
  customer: 'by the customer',
  agent: 'by the agent',
  transfer: 'by a transfer',
  'take-over': 'by a take-over',
  'phone-lost': 'since the agent’s phone was lost',
  fault: 'by a fault',
}
