import type { Refusal } from '../effect.ts'
import { flags, isOn } from '../flags.ts'
import type { AgentSignedIn, AgentSignedOut, AgentStateSet } from '../input.ts'
import { refuse } from '../refusals.ts'
import { clearTimer, isTimerSet } from '../timers.ts'
import type { Turn } from '../turn.ts'
import type { AgentState, Duty } from './agent.ts'
import { justSignedIn, reasonLengthMax } from './agent.ts'
import { setDuty } from './move-agent.ts'

/** The agent's app signs in: not ready yet, until the agent says so. */
export function signIn(turn: Turn, input: AgentSignedIn): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  if (agent.duty.at !== 'signed-out') return refuse('already-so', 'signed in')
  setDuty(turn, agent, { at: 'not-ready', reason: justSignedIn }, 'signed in')
  return undefined
}

/** The agent signs out, at once when free and after the present work otherwise; nothing more is offered. */
export function signOut(turn: Turn, input: AgentSignedOut): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  if (agent.routing.at === 'signed-out') return refuse('already-so', 'signed out')
  const duty = { at: 'signed-out' } as const
  if (hasChosen(turn, agent, duty)) return refuse('already-so', 'signs out after the present work')
  choose(turn, agent, duty, 'signed out')
  return undefined
}

/** The agent chooses a state. At work it is shown when the work ends; for offers it holds at once. */
export function setState(turn: Turn, input: AgentStateSet): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  if (agent.routing.at === 'signed-out') return refuse('not-signed-in', input.agent)
  if (input.state === 'available') {
    if (agent.routing.at === 'available') return refuse('already-so', 'available')
    // Whoever still works says what comes after the work, and not to be ready now.
    const isReady = agent.works.length === 0 && isOn(turn.state, flags.readyEndsPassing)
    if (isReady) agent.readyAt = turn.at
    choose(turn, agent, { at: 'available' }, 'chose available')
    return undefined
  }
  const reason = input.reason?.trim() ?? ''
  if (reason === '' || reason.length > reasonLengthMax) {
    return refuse('reason-missing', `1 to ${reasonLengthMax} characters`)
  }
  const duty = { at: 'not-ready', reason } as const
  if (hasChosen(turn, agent, duty)) return refuse('already-so', `not ready: ${reason}`)
  choose(turn, agent, duty, 'chose not ready')
  return undefined
}

/** An agent left alone for a while because of its phone is available again. */
export function comeBack(turn: Turn, agent: AgentState): void {
  if (agent.duty.at === 'not-ready') setDuty(turn, agent, { at: 'available' }, 'phone tried again')
}

/** Whether an agent at work has said already what it is to be after it, and no timer would make it something else. */
function hasChosen({ state }: Turn, agent: AgentState, duty: Duty): boolean {
  if (agent.works.length === 0 || !isOn(state, flags.refuseIdleWords)) return false
  if (isTimerSet(state.timers, { kind: 'back', of: agent.id })) return false
  if (duty.at !== 'not-ready') return agent.duty.at === duty.at
  return agent.duty.at === duty.at && agent.duty.reason === duty.reason
}

function choose(turn: Turn, agent: AgentState, duty: Duty, why: string): void {
  clearTimer(turn.state.timers, { kind: 'back', of: agent.id })
  setDuty(turn, agent, duty, why)
}
