import { channels } from '../channel.ts'
import type { AgentId, InteractionId } from '../ids.ts'
import type { Visit } from '../interaction/interaction.ts'
import { findIdle } from '../queue/idle-line.ts'
import { standing } from '../queue/line.ts'
import type { QueueSide, QueueState } from '../queue/queue-state.ts'
import type { Turn } from '../turn.ts'
import { triedAlready } from './eligible.ts'
import type { Claim } from './heads.ts'
import { takenBefore, usualWeight } from './heads.ts'

/**
 * Several agents became free in one step: a configuration was taken, or one of many phones that rang
 * was answered. Whoever is first in any of their lines is named first, then who is first of what is
 * left, until no line has both somebody who waits and somebody to serve. Had each agent chosen for
 * itself, one could have been given to the second in line whom only it, or a better one, could serve.
 * Between lines the queues' weights count; agents' own do where one chooses for itself.
 *
 * While the lines are gone through nobody joins one, so a line's claim only ever gets weaker: it is
 * enough to look again at the line whose turn seems to have come.
 */
export function* firstOfFreed(turn: Turn, freed: ReadonlySet<AgentId>): Generator<InteractionId> {
  const lines = linesOfFreed(turn, freed)
  for (let line = strongest(lines); line !== undefined; line = strongest(lines)) {
    const known = line.first
    line.first = firstServed(turn, line)
    if (line.first !== undefined && line.first.who === known?.who) yield line.first.who
  }
}

/** One channel of one queue, with the first there whom somebody free may serve. */
interface FreedLine {
  readonly queue: QueueState
  readonly side: QueueSide
  first: First | undefined
}

interface First extends Claim {
  readonly who: InteractionId
}

function linesOfFreed(turn: Turn, freed: ReadonlySet<AgentId>): readonly FreedLine[] {
  const queues = new Set<QueueState>()
  for (const id of freed) {
    for (const { queue } of turn.state.agents.get(id)?.desks ?? []) queues.add(queue)
  }
  return [...queues].flatMap(queue =>
    channels.flatMap(channel => {
      const line: FreedLine = { queue, side: queue.sides[channel], first: undefined }
      line.first = firstServed(turn, line)
      return line.first === undefined ? [] : [line]
    }),
  )
}

function strongest(lines: readonly FreedLine[]): FreedLine | undefined {
  let best: FreedLine | undefined
  for (const line of lines) {
    if (line.first === undefined) continue
    if (best?.first === undefined || takenBefore(line.first, best.first) < 0) best = line
  }
  return best
}

function firstServed(turn: Turn, line: FreedLine): First | undefined {
  const { queue, side } = line
  if (side.idle.length === 0) return undefined
  for (const { who, rank, since, order } of standing(side.waiting)) {
    const phase = turn.state.interactions.get(who)?.phase
    if (phase?.at !== 'waiting' || !somebodyFor(turn, line, phase.visit)) continue
    const weight = queue.config.weight ?? usualWeight
    return { who, priority: rank, waitedMs: turn.at - since, weight, order }
  }
  return undefined
}

/** Whether anybody is free who was not tried just now; those who were are few. */
function somebodyFor(turn: Turn, { queue, side }: FreedLine, visit: Visit): boolean {
  const { idle } = side
  if (idle.length > visit.tried.size) return true
  return findIdle(idle, member => {
    const who = queue.members[member]?.agent
    return who !== undefined && triedAlready(turn.state, visit, who) === undefined
  })
}
