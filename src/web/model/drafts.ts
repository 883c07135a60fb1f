import { createCell, type Source } from './cell.ts'
import type { Shelf } from './shelf.ts'

/** The longest note the server takes, in characters. */
export const noteLengthMax = 4000

/** What the agent has written about an interaction and not yet handed in. */
export interface Draft {
  readonly disposition: string
  readonly note: string
  /** Answers to the form, as they were typed; by the fields' ids. */
  readonly answers: Readonly<Record<string, string>>
}

/** Notes begun in the call and finished in wrap-up: they outlive a reload and a lost connection. */
export interface Drafts extends Source<ReadonlyMap<string, Draft>> {
  readonly of: (interaction: string) => Draft
  readonly change: (interaction: string, change: Partial<Draft>) => void
  readonly discard: (interaction: string) => void
}

const shelfKey = 'parley.drafts'
const blank: Draft = { disposition: '', note: '', answers: {} }

/** The texts of an object; anything else in it is passed over. */
function textsOf(stored: unknown): Readonly<Record<string, string>> {
  if (typeof stored !== 'object' || stored === null) return {}
  return Object.fromEntries(
    Object.entries(stored).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )
}

/** Only what this page wrote is read back; anything else on the shelf is passed over. */
function readShelf(shelf: Shelf): ReadonlyMap<string, Draft> {
  const drafts = new Map<string, Draft>()
  const stored = shelf.read(shelfKey)
  for (const entry of Array.isArray(stored) ? stored : []) {
    const [interaction, disposition, note, answers]: unknown[] = Array.isArray(entry) ? entry : []
    if (
      typeof interaction === 'string' &&
      typeof disposition === 'string' &&
      typeof note === 'string'
    ) {
      drafts.set(interaction, { disposition, note, answers: textsOf(answers) })
    }
  }
  return drafts
}

/** Drafts over a shelf, read back at once. */
export function createDrafts(shelf: Shelf): Drafts {
  const cell = createCell(readShelf(shelf))
  function keep(drafts: ReadonlyMap<string, Draft>): void {
    cell.set(drafts)
    shelf.write(
      shelfKey,
      [...drafts].map(([id, draft]) => [id, draft.disposition, draft.note, draft.answers]),
    )
  }
  const of = (interaction: string): Draft => cell.get().get(interaction) ?? blank
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    of,
    change: (interaction, change) =>
      keep(new Map(cell.get()).set(interaction, { ...of(interaction), ...change })),
    discard: interaction => keep(new Map([...cell.get()].filter(([id]) => id !== interaction))),
  }
}
