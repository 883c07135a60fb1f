import type { QueueId } from '../ids.ts'
import { isId, toId } from '../ids.ts'
import type { Interaction } from '../interaction/interaction.ts'
import { positionIn } from '../queue/line.ts'
import { expectedWaitMs } from '../queue/pace.ts'
import type { TenantState } from '../state.ts'

const minuteMs = 60_000

/** What a flow may know of a queue, for its own channel: how many wait, who is free, how long one more would wait. */
export function queueFigure(
  state: TenantState,
  { channel }: Interaction,
  name: string,
  figure: string,
): string | undefined {
  const queue = isId(name) ? state.queues.get(toId<QueueId>(name)) : undefined
  if (queue === undefined) return undefined
  const { waiting, idle } = queue.sides[channel]
  switch (figure) {
    case 'waiting':
      return String(waiting.length)
    case 'free':
      return String(idle.length)
    case 'wait-minutes': {
      const minutes = inMinutes(expectedWaitMs({ state, queue }, channel, waiting.length + 1))
      return minutes === undefined ? undefined : String(minutes)
    }
    default:
      return undefined
  }
}

/** The place of a waiting interaction in its line, from 1, and its expected wait where one is known. */
export function placeInLine(
  state: TenantState,
  interaction: Interaction,
): { readonly position: number; readonly waitMinutes: number | undefined } | undefined {
  const { channel, phase } = interaction
  if (phase.at !== 'waiting') return undefined
  const queue = state.queues.get(phase.visit.queue)
  if (queue === undefined) return undefined
  const position = positionIn(queue.sides[channel].waiting, phase.visit)
  return { position, waitMinutes: inMinutes(expectedWaitMs({ state, queue }, channel, position)) }
}

/** Half a minute more is a minute: nobody is promised less than is expected. */
function inMinutes(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms / minuteMs)
}
