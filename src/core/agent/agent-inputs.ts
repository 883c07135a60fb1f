import type { Refusal } from '../effect.ts'
import type { AgentSignedIn, AgentSignedOut, AgentStateSet } from '../input.ts'
import { refuse } from '../refusals.ts'
import { clearTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import type { AgentState, NextState } from './agent.ts'
import { justSignedIn, reasonLengthMax } from './agent.ts'
import { moveAgent } from './move-agent.ts'

/** The agent's app signs in: not ready yet, until the agent says so. */
export function signIn(turn: Turn, input: AgentSignedIn): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  if (agent.routing.at !== 'signed-out') {
    if (agent.next.at !== 'signed-out') return refuse('already-so', 'signed in')
    agent.next = { at: 'not-ready', reason: justSignedIn }
    return undefined
  }
  agent.next = { at: 'available' }
  moveAgent(turn, agent, { at: 'not-ready', reason: justSignedIn }, 'signed in')
  return undefined
}

/** The agent signs out, at once when free and after the present work otherwise. */
export function signOut(turn: Turn, input: AgentSignedOut): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  if (agent.routing.at === 'signed-out') return refuse('already-so', 'signed out')
  choose(turn, agent, { at: 'signed-out' }, 'signed out')
  return undefined
}

/** The agent chooses a state, for now when free and for after the present work otherwise. */
export function setState(turn: Turn, input: AgentStateSet): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  if (agent.routing.at === 'signed-out') return refuse('not-signed-in', input.agent)
  if (input.state === 'available') {
    if (agent.routing.at === 'available') return refuse('already-so', 'available')
    choose(turn, agent, { at: 'available' }, 'chose available')
    return undefined
  }
  const reason = input.reason?.trim() ?? ''
  if (reason === '' || reason.length > reasonLengthMax) {
    return refuse('reason-missing', `1 to ${reasonLengthMax} characters`)
  }
  choose(turn, agent, { at: 'not-ready', reason }, 'chose not ready')
  return undefined
}

/** An agent left alone for a while because of its phone is available again. */
export function comeBack(turn: Turn, agent: AgentState): void {
  if (agent.routing.at === 'not-ready')
    moveAgent(turn, agent, { at: 'available' }, 'phone tried again')
}

function choose(turn: Turn, agent: AgentState, next: NextState, why: string): void {
  clearTimer(turn.state.timers, { kind: 'back', of: agent.id })
  agent.next = next
  if (!isAtWork(agent)) moveAgent(turn, agent, next, why)
}

function isAtWork(agent: AgentState): boolean {
  const { at } = agent.routing
  return at === 'reserved' || at === 'talking' || at === 'wrap-up'
}
