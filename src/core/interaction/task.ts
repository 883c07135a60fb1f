import type { Refusal } from '../effect.ts'
import { pinEdition } from '../flow/editions.ts'
import { linkLengthMax, interactionsMax, titleLengthMax } from '../limits.ts'
import type { TaskArrived, TaskEntry } from '../input.ts'
import type { QueueWish } from '../queue/enter.ts'
import { enterQueue, turnedAway } from '../queue/enter.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import type { FlowKey } from './interaction.ts'
import { newInteraction } from './new-interaction.ts'
import { startFlow } from './start-flow.ts'

/**
 * Work that is no call has come. Whatever can be known beforehand to fail is refused, since there
 * is somebody to tell; one that came before under the same name is there already.
 */
export function taskArrived(turn: Turn, input: TaskArrived): Refusal | undefined {
  const { key, title, link, entry } = input
  const entered = entryOf(turn, entry)
  const refused = misfit(turn, input) ?? ('code' in entered ? entered : undefined)
  if (refused !== undefined) return refused
  const interaction = newInteraction(turn, input, { dialled: '', task: { key, title, link } })
  turn.state.tasks.set(key, interaction.id)
  const { kind: _, ...told } = input
  tell(turn, { ...told, kind: 'interaction-arrived', interaction: interaction.id })
  if ('flow' in entered) {
    interaction.phase = { at: 'arrived', flow: entered }
    pinEdition(turn.state, interaction)
    startFlow(turn, interaction, entered)
  } else if ('queue' in entered) {
    enterQueue(turn, interaction, undefined, entered)
  }
  return undefined
}

/** What is wrong with a task itself. */
function misfit(turn: Turn, { key, title, link }: TaskArrived): Refusal | undefined {
  if (turn.state.tasks.has(key)) return refuse('already-so', key)
  if (title.length > titleLengthMax) return refuse('note-too-long', `at most ${titleLengthMax}`)
  if (link !== undefined && link.length > linkLengthMax) {
    return refuse('note-too-long', `at most ${linkLengthMax}`)
  }
  if (turn.state.interactions.size >= interactionsMax) return refuse('too-many', title)
  return undefined
}

/** Where a task begins, if anything begins there now. */
function entryOf(turn: Turn, entry: TaskEntry): FlowKey | QueueWish | Refusal {
  if (entry.kind === 'queue') {
    const closed = turnedAway(turn, 'task', entry.queue)
    return closed === undefined ? entry : refuse('queue-not-open', closed)
  }
  const found = turn.state.config?.flows.find(one => one.id === entry.flow)
  if (found === undefined) return refuse('unknown-flow', entry.flow)
  return { flow: found.id, version: found.version }
}
