import { setState, signOut } from '../agent/agent-inputs.ts'
import type { Refusal } from '../effect.ts'
import { endWrapUpOf } from '../interaction/wrap-up.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import type { AgentStateOrdered, WrapUpEndOrdered } from './supervise-input.ts'

/**
 * Sets an agent's state as if the agent had chosen it: at once when free, and after the present
 * work otherwise. The fact comes first, so that the change that follows has its reason before it.
 */
export function orderState(turn: Turn, input: AgentStateOrdered): Refusal | undefined {
  const { agent, supervisor, state: to, reason } = input
  const place = turn.effects.length
  const refused =
    to === 'signed-out'
      ? signOut(turn, { kind: 'agent-signed-out', agent })
      : setState(turn, { ...input, kind: 'agent-state-set', state: to })
  if (refused !== undefined) return refused
  const why = to === 'not-ready' && reason !== undefined ? { reason: reason.trim() } : {}
  const fact = { kind: 'agent-state-ordered', agent, supervisor, to, ...why, at: turn.at } as const
  turn.effects.splice(place, 0, { kind: 'fact', fact })
  return undefined
}

/** Ends whatever an agent wraps up. What was not filed stays unfiled, and the record says by whom. */
export function orderWrapUpEnd(turn: Turn, input: WrapUpEndOrdered): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  const wrapUps = agent.works.filter(work => work.stage.at === 'wrap-up')
  if (wrapUps.length === 0) return refuse('not-in-wrap-up', agent.config.name)
  const { supervisor } = input
  for (const { interaction } of wrapUps) {
    endWrapUpOf(turn, { agent: agent.id, interaction, supervisor })
  }
  return undefined
}
