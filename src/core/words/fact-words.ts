import type { AgentFact, Fact, InteractionFact, TenantFact } from '../facts/fact.ts'
import type { OwnEndFact, SuperviseFact } from '../facts/floor-fact.ts'
import { isOfFloor } from '../facts/floor-fact.ts'
import { callWords } from './call-words.ts'
import { presenceWords } from './candidate-words.ts'
import { floorWords } from './floor-words.ts'
import type { Names } from './names.ts'
import { queueWords } from './queue-words.ts'
import { talkWords } from './talk-words.ts'

/** A fact in one sentence. API, page and command line all say it with these words. */
export function factWords(fact: Fact, names: Names): string {
  if (isOfFloor(fact)) return floorWords(fact, names)
  switch (fact.kind) {
    case 'agent-state-changed':
    case 'agent-presence-changed':
    case 'agent-device-changed':
    case 'agent-state-ordered':
      return agentWords(fact, names)
    case 'tenant-configured':
      return tenantWords(fact)
    case 'queue-entered':
    case 'queue-left':
    case 'decision-made':
    case 'offer-made':
    case 'offer-ringing':
    case 'offer-ended':
    case 'talk-started':
    case 'talk-ended':
    case 'wrap-up-started':
    case 'wrap-up-extended':
    case 'wrap-up-ended':
    case 'note-filed':
      return queueWords(fact, names)
    case 'held':
    case 'resumed':
    case 'transferred':
    case 'consult-started':
    case 'consult-answered':
    case 'consult-joined':
    case 'consult-ended':
    case 'number-rung':
    case 'number-answered':
    case 'number-ended':
    case 'announced':
    case 'voicemail-left':
      return talkWords(fact, names)
    case 'interaction-arrived':
    case 'consent-given':
    case 'interaction-refused':
    case 'interaction-answered':
    case 'flow-started':
    case 'flow-resumed':
    case 'variable-set':
    case 'step-entered':
    case 'step-left':
    case 'digit-pressed':
    case 'recording-started':
    case 'recording-finished':
    case 'leg-ended':
    case 'trouble-met':
    case 'interaction-closed':
      return callWords(fact)
  }
}

/** The facts that name a queue or an agent. */
export type QueueFact = Extract<
  InteractionFact,
  {
    kind:
      | 'queue-entered'
      | 'queue-left'
      | 'decision-made'
      | 'offer-made'
      | 'offer-ringing'
      | 'offer-ended'
      | 'talk-started'
      | 'talk-ended'
      | 'wrap-up-started'
      | 'wrap-up-extended'
      | 'wrap-up-ended'
      | 'note-filed'
  }
>

/** The facts of what people do in the middle of a call, and of numbers outside. */
export type TalkFact = Extract<
  InteractionFact,
  {
    kind:
      | 'held'
      | 'resumed'
      | 'transferred'
      | 'consult-started'
      | 'consult-answered'
      | 'consult-joined'
      | 'consult-ended'
      | 'number-rung'
      | 'number-answered'
      | 'number-ended'
      | 'announced'
      | 'voicemail-left'
  }
>

/** The facts of the call itself: flow, keys, legs, recording. */
export type CallFact = Exclude<InteractionFact, QueueFact | TalkFact | SuperviseFact | OwnEndFact>

function agentWords(fact: AgentFact, names: Names): string {
  const name = names.agent(fact.agent)
  if (fact.kind === 'agent-presence-changed') {
    return `${name}’s presence: ${presenceWords[fact.from]} → ${presenceWords[fact.to]}`
  }
  if (fact.kind === 'agent-device-changed') return `${name}’s phone: ${fact.from} → ${fact.to}`
  if (fact.kind === 'agent-state-ordered') {
    const said = fact.reason === undefined ? '' : ` (${fact.reason})`
    return `${names.agent(fact.supervisor)} set ${name} to ${fact.to}${said}`
  }
  const reason = fact.reason === undefined ? '' : ` (${fact.reason})`
  return `${name}: ${fact.from} → ${fact.to}${reason}: ${fact.why}`
}

function tenantWords(fact: TenantFact): string {
  const { numbers, queues, agents } = fact
  return `Configuration taken: ${numbers} numbers, ${queues} queues, ${agents} agents`
}
