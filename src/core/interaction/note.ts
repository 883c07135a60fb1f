import { workOn } from '../agent/work.ts'
import type { Refusal } from '../effect.ts'
import type { AgentId } from '../ids.ts'
import type { NoteWritten } from '../input.ts'
import { noteLengthMax } from '../limits.ts'
import { refuse } from '../refusals.ts'
import { noEntries, withEntry, withoutEntry } from '../sparse.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import type { Interaction } from './interaction.ts'

/**
 * What agents write while they are at an interaction, kept from the first word on. It is filed with
 * the wrap-up, however that ends; whoever leaves without one has it filed in the moment of leaving.
 */
export function writeNote(turn: Turn, input: NoteWritten): Refusal | undefined {
  const interaction = turn.state.interactions.get(input.interaction)
  if (interaction === undefined) return refuse('unknown-interaction', input.interaction)
  const agent = turn.state.agents.get(input.agent)
  const work = agent === undefined ? undefined : workOn(agent, interaction.id)
  if (work === undefined) return refuse('not-your-interaction', input.interaction)
  if (work.stage.at === 'reserved') return refuse('not-talking', input.interaction)
  if (input.note.length > noteLengthMax) return refuse('note-too-long', `at most ${noteLengthMax}`)
  keepNote(interaction, input.agent, input.note)
  return undefined
}

/** Keeps an agent's note as it stands now; an empty one is none. */
export function keepNote(interaction: Interaction, agent: AgentId, note: string): void {
  interaction.notes =
    note === '' ? withoutEntry(interaction.notes, agent) : withEntry(interaction.notes, agent, note)
}

/** An agent's note, which is kept no more: whoever takes it files it. */
export function takeNote(interaction: Interaction, agent: AgentId): string | undefined {
  const note = interaction.notes.get(agent)
  interaction.notes = withoutEntry(interaction.notes, agent)
  return note
}

/** Files the note of an agent who leaves without a wrap-up. */
export function fileNote(turn: Turn, interaction: Interaction | undefined, agent: AgentId): void {
  const note = interaction === undefined ? undefined : takeNote(interaction, agent)
  if (interaction === undefined || note === undefined) return
  tell(turn, { kind: 'note-filed', interaction: interaction.id, agent, note })
}

/** Files what is left when an interaction ends: notes of agents who waited for the customer to come back. */
export function fileNotes(turn: Turn, interaction: Interaction): void {
  const { notes } = interaction
  interaction.notes = noEntries
  for (const [agent, note] of notes) {
    tell(turn, { kind: 'note-filed', interaction: interaction.id, agent, note })
  }
}
