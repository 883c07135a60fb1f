import { agentOf } from '../agent/move-agent.ts'
import { flags, isOn } from '../flags.ts'
import type { AgentId, QueueId } from '../ids.ts'
import { wrapUpMsMax } from '../limits.ts'
import type { Turn } from '../turn.ts'

/**
 * How long an agent's wrap-up after a talk for a queue lasts; nothing where there is none. A
 * supervisor who serves no queue has no desk to file at: what was taken over is filed by the agent
 * it was taken over from.
 */
export function wrapUpOfMs(
  turn: Turn,
  of: { readonly queue: QueueId; readonly agent: AgentId },
): number {
  const queue = turn.state.queues.get(of.queue)?.config
  if (queue === undefined) return 0
  const { role, queues } = agentOf(turn, of.agent).config
  const hasDesk = role === 'agent' || queues.length > 0
  if (!hasDesk && isOn(turn.state, flags.wrapUpAfterTransfer)) return 0
  return queue.wrapUpEnds === 'by-agent' ? wrapUpMsMax : queue.wrapUpMs
}
