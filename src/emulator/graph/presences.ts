/** What a person's presence can be set to, by Teams' own names. */
export const presences = [
  'available',
  'busy',
  'in-a-call',
  'in-a-meeting',
  'do-not-disturb',
  'away',
  'offline',
] as const

/** A person's presence, as it is set in a Teams client. */
export type PersonPresence = (typeof presences)[number]

/** A presence as Graph words it (graph reference §B.1). */
export interface PresenceWords {
  readonly availability: string
  readonly activity: string
}

/** The two words Graph has for each; those for offline are of a person who appears so (§B.2). */
const graphWords: Readonly<Record<PersonPresence, PresenceWords>> = {
  available: { availability: 'Available', activity: 'Available' },
  busy: { availability: 'Busy', activity: 'Busy' },
  'in-a-call': { availability: 'Busy', activity: 'InACall' },
  'in-a-meeting': { availability: 'Busy', activity: 'InAMeeting' },
  'do-not-disturb': { availability: 'DoNotDisturb', activity: 'DoNotDisturb' },
  away: { availability: 'Away', activity: 'Away' },
  offline: { availability: 'Offline', activity: 'OffWork' },
}

/** Everybody's presence, as Teams keeps it: what a person chose, and the calls of the own client. */
export class Presences {
  readonly #chosen = new Map<string, PersonPresence>()
  readonly #isInCall: (personId: string) => boolean

  constructor(isInCall: (personId: string) => boolean) {
    this.#isInCall = isInCall
  }

  choose(personId: string, presence: PersonPresence): void {
    this.#chosen.set(personId, presence)
  }

  chosen(personId: string): PersonPresence {
    return this.#chosen.get(personId) ?? 'available'
  }

  /** A chosen word goes before a client's own, and available is what nobody has to choose (§B.2). */
  asGraph(personId: string): PresenceWords {
    const chosen = this.chosen(personId)
    const isOnPhone = chosen === 'available' && this.#isInCall(personId)
    return graphWords[isOnPhone ? 'in-a-call' : chosen]
  }
}
