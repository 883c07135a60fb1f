import type { AgentState } from '../agent/agent.ts'
import type { Refusal } from '../effect.ts'
import type { AgentId } from '../ids.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { orderState, orderWrapUpEnd } from './agent-orders.ts'
import { requestMonitor, requestMonitorEnd } from './monitor.ts'
import { moveWaiting, rankWaiting } from './place-orders.ts'
import type { SuperviseInput } from './supervise-input.ts'
import { requestTakeOver } from './take-over.ts'

/** Does what a supervisor asks for, or says why it makes no sense now. */
export function supervise(turn: Turn, input: SuperviseInput): Refusal | undefined {
  const found = supervisorOf(turn, input.supervisor)
  if ('code' in found) return found
  switch (input.kind) {
    case 'agent-state-ordered':
      return orderState(turn, input)
    case 'wrap-up-end-ordered':
      return orderWrapUpEnd(turn, input)
    case 'move-ordered':
      return moveWaiting(turn, input)
    case 'rank-ordered':
      return rankWaiting(turn, input)
    case 'monitor-requested':
      return requestMonitor(turn, found, input)
    case 'monitor-end-requested':
      return requestMonitorEnd(turn, input)
    case 'take-over-requested':
      return requestTakeOver(turn, found, input)
  }
}

/** The edge lets nobody else in; that a journal holds an order is no proof that it may be given. */
function supervisorOf(turn: Turn, id: AgentId): AgentState | Refusal {
  const supervisor = turn.state.agents.get(id)
  if (supervisor === undefined) return refuse('unknown-agent', id)
  return supervisor.config.role === 'agent' ? refuse('not-a-supervisor', id) : supervisor
}
