import type { Refusal } from '../effect.ts'
import type { InteractionId } from '../ids.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import { enterLine, turnedAway } from '../queue/enter.ts'
import { leaveQueue } from '../queue/leave.ts'
import type { Line, Place } from '../queue/line.ts'
import { joinLine, leaveLine, positionIn, standing } from '../queue/line.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { seek, tell } from '../turn.ts'
import type { MoveOrdered, RankOrdered } from './supervise-input.ts'
import { noEntries } from '../sparse.ts'

/**
 * A waiting interaction goes to another queue. Among those who wait there it stands by its whole
 * age; the figures of each queue count only the time spent in it, and its longest wait begins anew.
 */
export function moveWaiting(turn: Turn, input: MoveOrdered): Refusal | undefined {
  const waiting = waitingOne(turn, input.interaction)
  if ('code' in waiting) return waiting
  const { interaction, visit } = waiting
  const { queue: to, supervisor } = input
  if (visit.queue === to) return refuse('already-so', to)
  const queue = turn.state.queues.get(to)
  const why = turnedAway(turn, interaction.channel, to)
  if (queue === undefined || why !== undefined) return refuse('queue-not-open', why ?? to)
  const id = interaction.id
  tell(turn, { kind: 'interaction-moved', interaction: id, supervisor, from: visit.queue, to })
  leaveQueue(turn, interaction, visit, 'moved')
  const { front: _front, handedBy: _handedBy, returned: _returned, ...rest } = visit
  const moved = { ...rest, rank: visit.priority, queue: to, movedAt: turn.at, tried: noEntries }
  interaction.announcing = undefined
  enterLine(turn, interaction, queue, moved)
  return undefined
}

/** A waiting interaction gets another priority, or stands before everybody else. */
export function rankWaiting(turn: Turn, input: RankOrdered): Refusal | undefined {
  const waiting = waitingOne(turn, input.interaction)
  if ('code' in waiting) return waiting
  const { interaction, visit, line } = waiting
  const ranked = input.rank === 'front' ? inFront(line, visit) : withPriority(visit, input.rank)
  if (ranked === undefined) return refuse('already-so', 'it stands there')
  leaveLine(line, visit)
  joinLine(line, ranked)
  interaction.phase = { at: 'waiting', visit: ranked }
  seek(turn, interaction.id)
  tell(turn, {
    kind: 'interaction-ranked',
    interaction: interaction.id,
    supervisor: input.supervisor,
    queue: visit.queue,
    rank: ranked.rank,
    position: positionIn(line, ranked),
  })
  return undefined
}

/** Before whoever is first, even where that one was put in front as well. */
function inFront(line: Line<Place<InteractionId>>, visit: Visit): Visit | undefined {
  const [first] = standing(line)
  if (first === undefined || first.order === visit.order) return undefined
  const front = Math.min(1, first.rank) - 1
  return { ...visit, rank: front, front }
}

function withPriority(visit: Visit, priority: number): Visit | undefined {
  if (visit.front === undefined && visit.priority === priority) return undefined
  const { front: _front, ...rest } = visit
  return { ...rest, rank: priority, priority }
}

function waitingOne(
  turn: Turn,
  id: InteractionId,
): { interaction: Interaction; visit: Visit; line: Line<Place<InteractionId>> } | Refusal {
  const interaction = turn.state.interactions.get(id)
  if (interaction === undefined) return refuse('unknown-interaction', id)
  const { phase } = interaction
  if (phase.at !== 'waiting') return refuse('not-waiting', id)
  const queue = turn.state.queues.get(phase.visit.queue)
  if (queue === undefined) throw new Error(`invariant: ${id} waits in no queue`)
  return { interaction, visit: phase.visit, line: queue.sides[interaction.channel].waiting }
}
