import type { ClientBehaviour, ClientReaction } from '../clients/behaviour.ts'
import type { PersonClients } from '../clients/open-client.ts'
import type { EmulatedPerson } from '../config.ts'
import type { TransferTarget } from '../direct-routing/referral.ts'
import type { PersonPresence, Presences } from '../graph/presences.ts'
import type { Meeting, PersonView } from './world-view.ts'

/** Whose clients the pages move, and whose presence. */
export interface PeopleParts {
  readonly people: readonly EmulatedPerson[]
  readonly clients: ReadonlyMap<string, PersonClients>
  readonly presences: Pick<Presences, 'choose' | 'chosen'>
}

/** Someone asked aside about a call that is on hold meanwhile. */
interface Consult {
  readonly callId: string
  readonly to: string
}

/** The people of the emulated world, as somebody with a hand on their Teams clients moves them. */
export class PagePeople {
  readonly #parts: PeopleParts
  readonly #scripted = new Map<string, ClientBehaviour>()
  readonly #consults = new Map<string, Consult>()

  constructor(parts: PeopleParts) {
    this.#parts = parts
  }

  client(personId: string): PersonClients | undefined {
    return this.#parts.clients.get(personId)
  }

  /** How calls from now on are met; the one under way goes on as it began. */
  meet(personId: string, how: Meeting): boolean {
    const client = this.client(personId)
    if (client === undefined) return false
    const scripted = this.#scripted.get(personId) ?? client.behaviour()
    this.#scripted.set(personId, scripted)
    client.set(how === 'script' ? scripted : { ...scripted, reaction: reactionOf(how) })
    return true
  }

  setPresence(personId: string, presence: PersonPresence): boolean {
    if (!this.#parts.clients.has(personId)) return false
    this.#parts.presences.choose(personId, presence)
    return true
  }

  /** Blind: the call leaves for whoever the number reaches. */
  async transfer(personId: string, to: string): Promise<boolean> {
    this.#consults.delete(personId)
    return (await this.client(personId)?.transfer(this.#targetOf(to))) ?? false
  }

  /**
   * Asks somebody aside. The call inside Teams passes no trunk, so all that is to be seen of it
   * outside is the hold (direct-routing §2.8), and the REFER when the two agree (§2.10).
   */
  consult(personId: string, to: string): boolean {
    const client = this.client(personId)
    const state = client?.state()
    if (client === undefined || state?.kind !== 'talking' || !client.hold(false)) return false
    this.#consults.set(personId, { callId: state.callId, to })
    return true
  }

  /** The consultation ends: with the call handed over, or back to it. */
  async endConsult(personId: string, isAgreed: boolean): Promise<boolean> {
    const consult = this.#consultOf(personId)
    if (consult === undefined) return false
    if (isAgreed) return this.transfer(personId, consult.to)
    this.#consults.delete(personId)
    return this.client(personId)?.resume() ?? false
  }

  views(): readonly PersonView[] {
    return this.#parts.people.flatMap(person => this.#view(person))
  }

  #view({ id, name, userName }: EmulatedPerson): readonly PersonView[] {
    const client = this.client(id)
    if (client === undefined) return []
    const { kind } = client.behaviour().reaction
    const consult = this.#consultOf(id)
    return [
      {
        id,
        name,
        userName,
        number: client.number,
        presence: this.#parts.presences.chosen(id),
        meets: shownMeetings[kind],
        state: client.state(),
        ...(consult === undefined ? {} : { consults: consult.to }),
      },
    ]
  }

  /** A consultation ends with its call, whoever ended that. */
  #consultOf(personId: string): Consult | undefined {
    const consult = this.#consults.get(personId)
    const state = this.client(personId)?.state()
    if (state?.kind === 'talking' && state.callId === consult?.callId) return consult
    this.#consults.delete(personId)
    return undefined
  }

  #targetOf(number: string): TransferTarget {
    const person = this.#parts.people.find(one => one.number === number)
    return person === undefined
      ? { kind: 'number', number }
      : { kind: 'person', personId: person.id }
  }
}

function reactionOf(how: Exclude<Meeting, 'script'>): ClientReaction {
  switch (how) {
    case 'hand':
      return { kind: 'rings' }
    case 'declines':
      return { kind: 'declines', afterMs: 1000 }
    case 'busy':
    case 'offline':
      return { kind: how }
  }
}

/** What a page shows of a reaction; what no page can ask for shows as the nearest that one can. */
const shownMeetings = {
  answers: 'answers',
  declines: 'declines',
  busy: 'busy',
  offline: 'offline',
  rings: 'hand',
  'rings-with': 'hand',
  forwards: 'answers',
  'voice-app': 'answers',
} as const satisfies Readonly<Record<ClientReaction['kind'], PersonView['meets']>>
