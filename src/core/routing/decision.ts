import type { AgentId } from '../ids.ts'

/**
 * A choice the router made, with everyone it looked at and each one's reason for and against.
 * It is kept as a fact: "why?" is answered by reading, never by guessing afterwards.
 */
export interface Decision {
  readonly chosen?: AgentId
  readonly candidates: readonly Candidate[]
  /** Agents of the queue beyond the candidates listed (the list has a limit). */
  readonly unlisted: number
  /** How the choice among the eligible was made. */
  readonly rule: 'longest-idle'
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
  | {
      readonly code: 'skill-missing'
      readonly skill: string
      readonly levelMin: number
      readonly level: number
    }
  | { readonly code: 'signed-out' }
  | { readonly code: 'not-ready'; readonly why: string }
  | { readonly code: 'reserved' }
  | { readonly code: 'talking' }
  | { readonly code: 'wrap-up' }
  | { readonly code: 'tried-already'; readonly agoMs: number }
