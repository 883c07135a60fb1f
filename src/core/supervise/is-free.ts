import type { AgentState } from '../agent/agent.ts'
import { hasRoom } from '../agent/work.ts'
import { costOf } from '../channel.ts'
import type { Turn } from '../turn.ts'

/** Whether a supervisor has no work of the own, and room for a talk, whatever it chose to be. */
export function isFree(turn: Turn, supervisor: AgentState): boolean {
  const cost = costOf(turn.state.config, 'voice')
  return cost !== undefined && supervisor.works.length === 0 && hasRoom(supervisor, cost)
}
