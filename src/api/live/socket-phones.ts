import { toId, type LegId } from '#core'
import type { PhoneGreeting, PhoneRequest } from '#contract'
import type { OpenPhone, PhoneAsk, PhonesPort } from '#engine'
import { policies } from '../auth/policies.ts'
import type { ApiClock } from '../clock.ts'
import type { LiveSocket } from './live-socket.ts'

/** What a socket's phone is, and who it was for when it was opened. */
interface Held {
  readonly greeting: PhoneGreeting
  readonly whose: string
  readonly phone: OpenPhone
}

/** Joins sockets to phones: a page that greets as a phone is one, for as long as its person may. */
export class SocketPhones {
  readonly #port: PhonesPort | undefined
  readonly #clock: ApiClock
  readonly #held = new Map<LiveSocket, Held>()

  constructor(port: PhonesPort | undefined, clock: ApiClock) {
    this.#port = port
    this.#clock = clock
  }

  /** A greeting says all each time; the same again changes nothing. */
  greet(socket: LiveSocket, greeting: PhoneGreeting | undefined): void {
    const before = this.#held.get(socket)
    const { person } = socket.asking
    const agent = policies['work the desk'](person) ? person.agent : undefined
    const whose = `${person.tenant}/${agent ?? ''}`
    if (before !== undefined && isSame(before, greeting, whose)) return
    this.#held.delete(socket)
    before?.phone.leave()
    if (this.#port === undefined || greeting === undefined || agent === undefined) return
    const phone = this.#port.open({
      id: greeting.id,
      tenant: person.tenant,
      agent,
      beside: greeting.beside,
      show: view => {
        const { calls, iceServers } = view
        const at = this.#clock.now()
        socket.send({
          topic: 'phone',
          view: { at, calls: [...calls], iceServers: iceServers.map(writable) },
        })
      },
      heard: answer => socket.send({ topic: 'phone-sound', answer }),
    })
    this.#held.set(socket, { greeting, whose, phone })
  }

  /** What is asked by a page that is no phone is asked of nobody. */
  ask(socket: LiveSocket, asked: PhoneRequest): void {
    this.#held.get(socket)?.phone.ask(askOf(asked))
  }

  closed(socket: LiveSocket): void {
    const held = this.#held.get(socket)
    this.#held.delete(socket)
    held?.phone.lost()
  }
}

function askOf(asked: PhoneRequest): PhoneAsk {
  return { ...asked, leg: toId<LegId>(asked.leg) }
}

function isSame(before: Held, greeting: PhoneGreeting | undefined, whose: string): boolean {
  const same = before.greeting.id === greeting?.id && before.greeting.beside === greeting.beside
  return same && before.whose === whose
}

type IceServer = Parameters<Parameters<PhonesPort['open']>[0]['show']>[0]['iceServers'][number]

function writable({ urls, ...rest }: IceServer): Omit<IceServer, 'urls'> & { urls: string[] } {
  return { ...rest, urls: [...urls] }
}
