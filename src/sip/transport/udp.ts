import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { isIP, isIPv6 } from 'node:net'
import type { SipClock } from '../endpoint/endpoint-options.ts'
import { OwnLetter } from './own-letter.ts'
import type { ListenPoint } from './points.ts'
import { receiveBufferBytes, tooSmall } from './receive-buffer.ts'
import type { Peer, TransportFailure, WireEvents } from './wire.ts'

/** One UDP listening point (RFC 3261 §18.2.1); requests leave from it too, so that answers find back. */
export interface UdpPoint {
  readonly host: string
  readonly port: number
  readonly ipv6: boolean
  send(peer: Peer, bytes: Buffer, onFailed: (failure: TransportFailure) => void): void
  /** How long a datagram that comes now waits before it is read. */
  waitMs(): number
  close(): Promise<void>
}

/** Binds one UDP socket. */
export async function openUdp(
  point: ListenPoint,
  events: WireEvents,
  clock: Pick<SipClock, 'now'>,
): Promise<UdpPoint> {
  const ipv6 = isIPv6(point.host)
  const socket = createSocket({ type: ipv6 ? 'udp6' : 'udp4', recvBufferSize: receiveBufferBytes })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind({ address: point.host, port: point.port, exclusive: true }, () => {
      socket.off('error', reject)
      resolve()
    })
  })
  const { port } = socket.address()
  const short = tooSmall(socket.getRecvBufferSize())
  if (short !== undefined) events.onTransport('udp-buffer', short)
  let open = true
  const leaving = createLeaving()
  // An ICMP error about an earlier datagram surfaces here; the transaction timers already look after it.
  socket.on('error', error => events.onTransport('udp-error', error.message))
  const letter = new OwnLetter(clock.now, bytes => {
    const home = { transport: 'udp', address: homeOf(point.host), port } as const
    if (open) leaving.add(gone => sendDatagram(socket, home, bytes, { onFailed: ignored, gone }))
  })
  socket.on('message', (bytes, from) => {
    if (letter.take(bytes)) return
    const source = {
      transport: 'udp',
      address: from.address,
      port: from.port,
      localPort: port,
    } as const
    const peer = { ...source, localPort: port }
    events.onArrival({ bytes, source, peer })
  })
  return {
    host: point.host,
    port,
    ipv6,
    send: (peer, bytes, onFailed) => {
      // Somebody may still answer a call in the moment the endpoint closes.
      if (open) leaving.add(gone => sendDatagram(socket, peer, bytes, { onFailed, gone }))
      else onFailed({ code: 'unreachable', detail: 'the endpoint is closed' })
    },
    waitMs: () => letter.waitMs(),
    close: async () => {
      open = false
      await leaving.over()
      await new Promise<void>(resolve => socket.close(() => resolve()))
    },
  }
}

const ignored = (): void => undefined

/** Where a point reaches itself: a wildcard stands for every address of this machine. */
function homeOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

/** Datagrams are on their way out for a turn or two; a socket closed meanwhile drops them, a last BYE above all. */
interface Leaving {
  add(send: (gone: () => void) => void): void
  /** Resolves when none is on its way out. */
  over(): Promise<void>
}

function createLeaving(): Leaving {
  let count = 0
  let tell: (() => void) | undefined
  return {
    add: send => {
      count += 1
      send(() => {
        count -= 1
        if (count === 0) tell?.()
      })
    },
    over: () =>
      new Promise(resolve => {
        tell = resolve
        if (count === 0) resolve()
      }),
  }
}

function sendDatagram(
  socket: Socket,
  peer: Peer,
  bytes: Buffer,
  told: { readonly onFailed: (failure: TransportFailure) => void; readonly gone: () => void },
): void {
  const done = (error: Error | null): void => {
    told.gone()
    if (error !== null) told.onFailed({ code: 'unreachable', detail: error.message })
  }
  try {
    // A socket looks names up by itself, with no limit and no word to anybody.
    if (isIP(peer.address) === 0) throw new Error(`${peer.address} is no address`)
    socket.send(bytes, peer.port, peer.address, done)
  } catch (error) {
    // A port or an address no datagram can go to is told like any other failure: afterwards, and not by a throw.
    const failure = error instanceof Error ? error : new Error(String(error))
    queueMicrotask(() => done(failure))
  }
}
