import type { PresenceAnswer, PresenceSource, TeamsPresence } from './presence-source.ts'
import type { GraphTrouble } from './troubles.ts'

/** A source that says what a test has set: the fake of the port. */
export interface FakePresenceSource extends PresenceSource {
  readonly set: (person: string, presence: TeamsPresence) => void
  /** Fails so from now on, or no longer. Each failure takes the next of the list, and the last again and again. */
  readonly fail: (...troubles: readonly GraphTrouble[]) => void
  /** How often it was asked. */
  readonly asked: () => number
}

/** Opens a fake that knows some directories, each with the people set in it. */
export function openFakePresence(directories: readonly string[]): FakePresenceSource {
  const known = new Map<string, TeamsPresence>()
  let failures: readonly GraphTrouble[] = []
  let asked = 0
  const said = (directory: string, people: readonly string[]): PresenceAnswer => {
    const [trouble, ...rest] = failures
    if (rest.length > 0) failures = rest
    if (trouble !== undefined) return { presences: new Map(), trouble }
    if (!directories.includes(directory)) return { presences: new Map(), trouble: unknownTenant }
    return {
      presences: new Map(
        people.flatMap((id): [string, TeamsPresence][] => {
          const presence = known.get(id.toLowerCase())
          return presence === undefined ? [] : [[id.toLowerCase(), presence]]
        }),
      ),
    }
  }
  return {
    ask: async (directory, people) => {
      asked += 1
      return said(directory, people)
    },
    set: (person, presence) => void known.set(person.toLowerCase(), presence),
    fail: (...troubles) => {
      failures = troubles
    },
    asked: () => asked,
    close: () => undefined,
  }
}

const unknownTenant: GraphTrouble = {
  code: 'tenant-unknown',
  words: 'Microsoft knows no tenant by this directory id.',
  remedy: 'Correct it.',
  isLasting: true,
}
