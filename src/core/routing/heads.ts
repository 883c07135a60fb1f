import type { AgentState } from '../agent/agent.ts'
import { standsIn } from '../agent/barrier.ts'
import type { Channel } from '../channel.ts'
import { takenChannels } from '../channel.ts'
import type { InteractionId } from '../ids.ts'
import { headsListedMax } from '../limits.ts'
import type { Place } from '../queue/line.ts'
import { findStanding } from '../queue/line.ts'
import type { Standing } from '../queue/standing.ts'
import type { Turn } from '../turn.ts'
import type { LineHead } from './decision.ts'
import { triedAlready } from './eligible.ts'
import { ownOf } from '../own.ts'

/** The weight of a queue where neither it nor the agent says otherwise. */
export const usualWeight = 100

/** The first in one of a freed agent's lines. */
export interface Head extends LineHead {
  readonly interaction: InteractionId
  readonly order: number
}

/** The first of each line that an agent may serve, the one it takes first. */
export function headsFor(turn: Turn, agent: AgentState): readonly Head[] {
  const heads: Head[] = []
  const taken = takenChannels(turn.state.config)
  for (const standing of agent.desks) {
    for (const channel of taken) {
      if (agent.readiness[channel] !== undefined) continue
      if (standing.queue.sides[channel].waiting.length === 0) continue
      const head = headOf(turn, { standing, channel, agent })
      if (head !== undefined) heads.push(head)
    }
  }
  return heads.length < 2 ? heads : heads.toSorted(takenBefore)
}

/** The first in the line of one channel of one queue that an agent may serve. */
function headOf(turn: Turn, line: LineOf): Head | undefined {
  const { standing, channel, agent } = line
  const { queue } = standing
  if (!standsIn(standing, agent, channel)) return undefined
  const first = firstInLine(turn, line)
  if (first === undefined) return undefined
  const { id } = queue.config
  return {
    interaction: first.who,
    queue: id,
    priority: first.rank,
    waitedMs: turn.at - first.since,
    weight: ownOf(agent.config.weights, id) ?? queue.config.weight ?? usualWeight,
    order: first.order,
  }
}

/** A line an agent may take from. */
interface LineOf {
  readonly standing: Standing
  readonly channel: Channel
  readonly agent: AgentState
}

/** What of a head decides which is taken first. */
export type Claim = Pick<Head, 'priority' | 'waitedMs' | 'weight' | 'order'>

/** Priority first; of equal priority the wait times the weight; then who came first. */
export function takenBefore(a: Claim, b: Claim): number {
  if (a.priority !== b.priority) return a.priority - b.priority
  return b.waitedMs * b.weight - a.waitedMs * a.weight || a.order - b.order
}

/** One line alone needs no explaining. */
export function headsOf(heads: readonly Head[]): { heads?: readonly LineHead[] } {
  if (heads.length < 2) return {}
  return {
    heads: heads
      .slice(0, headsListedMax)
      .map(({ interaction: _interaction, order: _order, ...head }) => head),
  }
}

/** Passed over are only those this agent was tried for just now, and these are few. */
function firstInLine(
  turn: Turn,
  { standing, channel, agent }: LineOf,
): Place<InteractionId> | undefined {
  return findStanding(standing.queue.sides[channel].waiting, ({ who }) => {
    const phase = turn.state.interactions.get(who)?.phase
    return phase?.at === 'waiting' && triedAlready(turn.state, phase.visit, agent.id) === undefined
  })
}
