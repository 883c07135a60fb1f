import type { GraphTrouble } from './troubles.ts'

/** What Teams says of a person, in Graph's own words. Both lists are open: a new word is no fault. */
export interface TeamsPresence {
  readonly availability: string
  readonly activity: string
}

/** What was heard, and what kept us from hearing the rest. */
export interface PresenceAnswer {
  /** By object id, in small letters; who is missing, nothing was said of. */
  readonly presences: ReadonlyMap<string, TeamsPresence>
  readonly trouble?: GraphTrouble
}

/** Where presences come from. */
export interface PresenceSource {
  /** Asks for people of one directory. What the outside does wrong is in the answer and never thrown. */
  readonly ask: (directory: string, people: readonly string[]) => Promise<PresenceAnswer>
  readonly close: () => void
}
