import { toId, type LegId } from '#core'
import type { PhoneGreeting, PhoneRequest } from '#contract'
import type { OpenPhone, PhoneAsk, PhonePage, PhonesPort } from '#engine'
import { policies } from '../auth/policies.ts'
import type { ApiClock } from '../clock.ts'
import type { LiveSocket } from './live-socket.ts'

/** What a page wants to be, and what its tenant lets it. */
interface Wanted extends Pick<PhonePage, 'id' | 'tenant' | 'agent' | 'beside'> {
  readonly phones: 'both' | 'teams' | 'browser'
}

/** What a socket's phone is. */
interface Held extends Wanted {
  readonly phone: OpenPhone
}

/** Joins sockets to phones: a page that greets as a phone is one, for as long as its person may. */
export class SocketPhones {
  readonly #port: PhonesPort | undefined
  readonly #clock: ApiClock
  readonly #held = new Map<LiveSocket, Held>()
  /** What each page said of itself last, also where it may not be one. */
  readonly #said = new Map<LiveSocket, PhoneGreeting | undefined>()

  constructor(port: PhonesPort | undefined, clock: ApiClock) {
    this.#port = port
    this.#clock = clock
  }

  /** A greeting says all each time; the same again changes nothing. */
  greet(socket: LiveSocket, greeting: PhoneGreeting | undefined): void {
    this.#said.set(socket, greeting)
    const before = this.#held.get(socket)
    const wanted = wantedOf(socket, greeting)
    const isSameTab = before !== undefined && isTab(before, wanted)
    if (before !== undefined && !isSameTab) {
      this.#held.delete(socket)
      before.phone.leave()
    }
    if (this.#port === undefined || wanted === undefined) return
    if (wanted.phones === 'teams') {
      // A talk that is in the page already goes on to its end; what rings rings elsewhere.
      const words = 'Calls are taken at Teams phones here, and not in browsers.'
      socket.send({ topic: 'refused', code: 'no-browser-phones', words })
      return
    }
    if (isSameTab && before.beside === wanted.beside) return
    this.#held.set(socket, { ...wanted, phone: this.#port.open(this.#pageOf(socket, wanted)) })
  }

  #pageOf(socket: LiveSocket, { id, tenant, agent, beside }: Wanted): PhonePage {
    return {
      id,
      tenant,
      agent,
      beside,
      show: view => {
        const { calls, iceServers } = view
        const at = this.#clock.now()
        socket.send({
          topic: 'phone',
          view: { at, calls: [...calls], iceServers: iceServers.map(writable) },
        })
      },
      heard: answer => socket.send({ topic: 'phone-sound', answer }),
    }
  }

  /** What is asked by a page that is no phone is asked of nobody. */
  ask(socket: LiveSocket, asked: PhoneRequest): void {
    this.#held.get(socket)?.phone.ask(askOf(asked))
  }

  /** What agents may take calls at has changed, perhaps: what the page said is weighed anew. */
  again(socket: LiveSocket): void {
    if (this.#said.has(socket)) this.greet(socket, this.#said.get(socket))
  }

  closed(socket: LiveSocket): void {
    this.#said.delete(socket)
    const held = this.#held.get(socket)
    this.#held.delete(socket)
    held?.phone.lost()
  }
}

function wantedOf(
  { asking: { person, views } }: LiveSocket,
  greeting: PhoneGreeting | undefined,
): Wanted | undefined {
  const agent = policies['work the desk'](person) ? person.agent : undefined
  if (greeting === undefined || agent === undefined) return undefined
  const phones = views.lane.read(({ config }) => config?.agentPhones ?? 'both')
  const beside = greeting.beside && phones === 'both'
  return { id: greeting.id, tenant: person.tenant, agent, beside, phones }
}

function isTab(before: Held, wanted: Wanted | undefined): boolean {
  const { id, tenant, agent } = before
  return id === wanted?.id && tenant === wanted.tenant && agent === wanted.agent
}

function askOf(asked: PhoneRequest): PhoneAsk {
  return { ...asked, leg: toId<LegId>(asked.leg) }
}

type IceServer = Parameters<Parameters<PhonesPort['open']>[0]['show']>[0]['iceServers'][number]

function writable({ urls, ...rest }: IceServer): Omit<IceServer, 'urls'> & { urls: string[] } {
  return { ...rest, urls: [...urls] }
}
