import type { SipClock } from '../endpoint/endpoint-options.ts'
import { parseMessage } from '../messages/parse.ts'
import type { NetworkOptions } from './network.ts'
import type { BoundPoint } from './points.ts'
import type { Peer, Wire, WireEvents } from './wire.ts'

/** One message on its way. */
export interface Packet {
  readonly from: string
  readonly to: string
  /** The method of a request, or `200 INVITE` for a response. */
  readonly what: string
  /** How many times this `what` has gone this way, this time included. */
  readonly nth: number
  readonly bytes: Buffer
}

/** What the network does to a packet: how late each copy of it arrives; none means it is lost. */
export type Weather = (packet: Packet) => readonly number[]

/** How long a packet takes when the weather is fair. */
export const fairDelayMs = 10

/** A network of our own: every packet shows, and may be lost, doubled, or overtaken. */
export interface FakeNetwork {
  /** Packets so far, one line each, such as `1.1.1.1 > 2.2.2.2 INVITE`; lost ones end in `(lost)`. */
  readonly ladder: string[]
  weather: Weather
  /** How long datagrams wait in every socket, as the endpoints are told. */
  socketWaitMs: number
  open(options: NetworkOptions, events: WireEvents): Promise<Wire>
  /** Puts bytes in front of an endpoint as if they came from there. */
  inject(from: Peer, to: string, bytes: Buffer): void
}

/** Fair weather: everything arrives once. */
export const fair: Weather = () => [fairDelayMs]

/** Packets find their way alone here. */
const connectionless: Pick<Wire, 'abandon' | 'retire' | 'renew' | 'connections'> = {
  abandon: () => undefined,
  retire: () => undefined,
  renew: () => undefined,
  connections: () => 0,
}

/** Joins endpoints by their addresses; the clock is the one they live by. */
export function createFakeNetwork(clock: SipClock): FakeNetwork {
  const ends = new Map<string, { readonly events: WireEvents; readonly port: number }>()
  const counts = new Map<string, number>()
  const ladder: string[] = []

  const carry = (packet: Packet, from: Peer, delays: readonly number[]): void => {
    for (const delayMs of delays) {
      clock.setTimer(delayMs, () => {
        const end = ends.get(packet.to)
        const { transport, address, port } = from
        const source = { transport, address, port, localPort: end?.port ?? 0 }
        end?.events.onArrival({ bytes: packet.bytes, source, peer: source })
      })
    }
  }

  const network: FakeNetwork = {
    ladder,
    weather: fair,
    socketWaitMs: 0,
    open: (options, events) => {
      const bound = options.listen.map((point): BoundPoint => {
        const { transport, host, port } = point
        const advertised = {
          host: point.advertise?.host ?? host,
          port: point.advertise?.port ?? port,
        }
        return { transport, host, port, advertised }
      })
      for (const { host, port } of bound) ends.set(host, { events, port })
      const home = bound[0] ?? { host: '', port: 0 }
      return Promise.resolve({
        ...connectionless,
        bound,
        socketWaitMs: () => network.socketWaitMs,
        close: () => {
          for (const { host } of bound) ends.delete(host)
          return Promise.resolve()
        },
        send: (peer, bytes, onFailed) => {
          const way = `${home.host} > ${peer.address} ${labelOf(bytes)}`
          const nth = (counts.get(way) ?? 0) + 1
          counts.set(way, nth)
          const packet = { from: home.host, to: peer.address, what: labelOf(bytes), nth, bytes }
          const delays = network.weather(packet)
          ladder.push(delays.length === 0 ? `${way} (lost)` : way)
          if (peer.transport !== 'udp' && !ends.has(peer.address)) {
            clock.setTimer(0, () => onFailed({ code: 'unreachable', detail: 'refused' }))
            return
          }
          carry(packet, { transport: peer.transport, address: home.host, port: home.port }, delays)
        },
      })
    },
    inject: (from, to, bytes) => {
      carry({ from: from.address, to, what: labelOf(bytes), nth: 1, bytes }, from, [fairDelayMs])
    },
  }
  return network
}

function labelOf(bytes: Buffer): string {
  const parsed = parseMessage(bytes)
  if (!parsed.ok) return parsed.reason
  const { message } = parsed
  return message.kind === 'request' ? message.method : `${message.status} ${message.cseq.method}`
}
