import type { Outcome, Trouble } from '../connection/http.ts'
import { createCell, type Source } from './cell.ts'
import type { Clock } from './clock.ts'
import type { Shelf } from './shelf.ts'
import type { Visibility } from './ticker.ts'

/** The longest note the server takes, in characters. */
export const noteLengthMax = 4000

/** While somebody types, the note goes to the server this often. */
export const noteSentAfterMs = 1000

/** A note that could not be sent is tried again after this. */
export const noteTriedAgainMs = 5000

/** What the agent has written about an interaction and not yet handed in. */
export interface Draft {
  readonly disposition: string
  readonly note: string
  /** Answers to the form, as they were typed; by the fields' ids. */
  readonly answers: Readonly<Record<string, string>>
}

/** What this page holds of a draft: the note only while the server has not got it. */
interface Held extends Omit<Draft, 'note'> {
  readonly note?: string
}

/**
 * What is written in the call and finished in wrap-up. The note is the server's, and the same on every
 * page of the agent: this page keeps what it has not sent yet. The rest is this page's own until it is filed.
 */
export interface Drafts extends Source<ReadonlyMap<string, Held>> {
  readonly of: (interaction: string) => Draft
  readonly change: (interaction: string, change: Partial<Draft>) => void
  readonly discard: (interaction: string) => void
  /** Sends what is left from before the page was loaded, now that its field is shown. */
  readonly resume: (interaction: string) => void
  /** Whether the last try to save the note came to nothing. */
  readonly isUnsaved: (interaction: string) => boolean
}

/** Where notes are kept. */
export interface NotesPort {
  readonly noteOf: (interaction: string) => string | undefined
  readonly writeNote: (interaction: string, note: string) => Promise<Outcome<unknown>>
}

/** What drafts need beside the server. */
export interface DraftPorts {
  readonly shelf: Shelf
  readonly clock: Clock
  readonly visibility: Visibility
}

const shelfKey = 'parley.drafts'
const blank: Held = { disposition: '', answers: {} }

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
function readShelf(shelf: Shelf): ReadonlyMap<string, Held> {
  const drafts = new Map<string, Held>()
  const stored = shelf.read(shelfKey)
  for (const entry of Array.isArray(stored) ? stored : []) {
    const [interaction, disposition, note, answers]: unknown[] = Array.isArray(entry) ? entry : []
    if (typeof interaction !== 'string' || typeof disposition !== 'string') continue
    const unsent = typeof note === 'string' ? { note } : {}
    drafts.set(interaction, { disposition, answers: textsOf(answers), ...unsent })
  }
  return drafts
}

/** The work is over, and what was written till then is on record: asking again helps nobody. */
function isFinal(trouble: Trouble): boolean {
  return trouble.kind === 'refused' && trouble.problem.status === 409
}

/** What sending needs of the drafts. */
interface Unsent {
  readonly clock: Clock
  readonly noteOf: (interaction: string) => string | undefined
  /** The server has this note, or will never take it. */
  readonly settled: (interaction: string, note: string) => void
  /** Whether it is saved is another word now. */
  readonly changed: () => void
  readonly write: NotesPort['writeNote']
}

/** Sends notes one after the other, so that an older text never comes last. */
interface Sender {
  readonly soon: (interaction: string, ms?: number) => void
  readonly now: () => void
  readonly forget: (interaction: string) => void
  readonly hasFailed: (interaction: string) => boolean
}

function createSender(unsent: Unsent): Sender {
  const timers = new Map<string, () => void>()
  const failed = new Set<string>()
  const sending = new Set<string>()

  function soon(interaction: string, ms = noteSentAfterMs): void {
    if (timers.has(interaction)) return
    const cancel = unsent.clock.after(ms, () => void send(interaction))
    timers.set(interaction, cancel)
  }

  async function send(interaction: string): Promise<void> {
    timers.get(interaction)?.()
    timers.delete(interaction)
    const note = unsent.noteOf(interaction)
    if (note === undefined) return
    if (sending.has(interaction)) {
      soon(interaction)
      return
    }
    sending.add(interaction)
    const outcome = await unsent.write(interaction, note)
    sending.delete(interaction)
    if (outcome.ok || isFinal(outcome.trouble)) {
      failed.delete(interaction)
      unsent.settled(interaction, note)
      return
    }
    failed.add(interaction)
    unsent.changed()
    // Whoever is signed out comes back to the field first.
    if (outcome.trouble.kind !== 'signed-out') soon(interaction, noteTriedAgainMs)
  }

  return {
    soon,
    now: () => {
      for (const interaction of timers.keys()) void send(interaction)
    },
    forget: interaction => {
      timers.get(interaction)?.()
      timers.delete(interaction)
      failed.delete(interaction)
    },
    hasFailed: interaction => failed.has(interaction),
  }
}

/** Drafts over a shelf, read back at once. */
export function createDrafts({ shelf, clock, visibility }: DraftPorts, notes: NotesPort): Drafts {
  const cell = createCell(readShelf(shelf))

  function keep(drafts: ReadonlyMap<string, Held>): void {
    cell.set(drafts)
    shelf.write(
      shelfKey,
      [...drafts].map(([id, { disposition, note, answers }]) => [id, disposition, note, answers]),
    )
  }

  const held = (interaction: string): Held => cell.get().get(interaction) ?? blank
  const put = (interaction: string, draft: Held): void =>
    keep(new Map(cell.get()).set(interaction, draft))

  const sender = createSender({
    clock,
    noteOf: interaction => held(interaction).note,
    settled: (interaction, sent) => {
      const { note, ...rest } = held(interaction)
      if (note === sent) put(interaction, rest)
    },
    changed: () => keep(new Map(cell.get())),
    write: notes.writeNote,
  })
  // A page that goes out of sight may be about to be closed.
  visibility.onChange(() => {
    if (!visibility.visible()) sender.now()
  })
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    of: interaction => ({ note: notes.noteOf(interaction) ?? '', ...held(interaction) }),
    change: (interaction, change) => {
      put(interaction, { ...held(interaction), ...change })
      if (change.note !== undefined) sender.soon(interaction)
    },
    discard: interaction => {
      sender.forget(interaction)
      keep(new Map([...cell.get()].filter(([id]) => id !== interaction)))
    },
    resume: interaction => {
      if (held(interaction).note !== undefined) sender.soon(interaction)
    },
    isUnsaved: sender.hasFailed,
  }
}
