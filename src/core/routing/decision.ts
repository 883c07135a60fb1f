import type { Channel } from '../channel.ts'
import type { Presence, RoutingRule } from '../config.ts'
import type { AgentId, QueueId } from '../ids.ts'

/**
 * A choice the router made, with everyone it looked at and each one's reason for and against.
 * It is kept as a fact: "why?" is answered by reading, never by guessing afterwards.
 */
export interface Decision {
  readonly chosen?: AgentId
  /** Those whose phones ring as well, where the queue rings all. */
  readonly alsoChosen?: readonly AgentId[]
  readonly candidates: readonly Candidate[]
  /** Agents of the queue beyond the candidates listed (the list has a limit). */
  readonly unlisted: number
  /** How the choice among the eligible was made; nobody else was looked at where an agent handed it on. */
  readonly rule: RoutingRule | 'handed-on'
  /** Of work that is no call: its words are not those of a call. */
  readonly channel?: Exclude<Channel, 'voice'>
  /** Where an agent became free for several lines: the head of each, the chosen one first. */
  readonly heads?: readonly LineHead[]
}

/** The first in a line that a freed agent could have taken. */
export interface LineHead {
  readonly queue: QueueId
  readonly priority: number
  readonly waitedMs: number
  readonly weight: number
}

/** One agent in a decision. */
export interface Candidate {
  readonly agent: AgentId
  readonly verdict: 'chosen' | 'eligible' | 'excluded'
  readonly reason: CandidateReason
}

/** Why an agent was chosen, passed over or left out. */
export type CandidateReason =
  | { readonly code: 'idle-longest'; readonly idleMs: number; readonly preferredSkillsMet: number }
  | {
      readonly code: 'idle-less-long'
      readonly idleMs: number
      readonly preferredSkillsMet: number
    }
  | {
      readonly code: 'fewer-preferred-skills'
      readonly idleMs: number
      readonly preferredSkillsMet: number
    }
  | { readonly code: 'next-in-turn' | 'later-in-turn'; readonly idleMs: number }
  | { readonly code: 'first-in-order' | 'later-in-order'; readonly place: number }
  | { readonly code: 'rung-with-all' | 'enough-ring'; readonly idleMs: number }
  | {
      readonly code: 'best-skilled' | 'less-skilled'
      readonly levels: number
      readonly idleMs: number
    }
  | {
      readonly code: 'skill-missing'
      readonly skill: string
      readonly levelMin: number
      readonly level: number
    }
  | { readonly code: 'presence'; readonly presence: Presence }
  | { readonly code: 'device-unreachable' }
  | { readonly code: 'signed-out' }
  | { readonly code: 'not-ready'; readonly why: string }
  | { readonly code: 'reserved' }
  | { readonly code: 'talking' }
  | { readonly code: 'wrap-up' }
  | { readonly code: 'listening' }
  | {
      /** Other work takes too many of the agent's units. */
      readonly code: 'no-room'
      readonly used: number
      readonly of: number
      readonly needed: number
    }
  | { readonly code: 'tried-already'; readonly agoMs: number }
  | {
      /** An agent handed it on to this one, or this one did, and nobody took it. */
      readonly code: 'named-by-agent' | 'handed-it-on'
    }
