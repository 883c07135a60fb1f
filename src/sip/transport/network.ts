import { networkInterfaces } from 'node:os'
import type { SipClock, SipLimits } from '../endpoint/endpoint-options.ts'
import type { BoundPoint, ListenPoint, TlsClient } from './points.ts'
import { Streams } from './streams.ts'
import { openUdp } from './udp.ts'
import type { UdpPoint } from './udp.ts'
import type { Peer, Wire, WireEvents } from './wire.ts'

/** What opening the sockets of an endpoint takes. */
export interface NetworkOptions {
  readonly listen: readonly ListenPoint[]
  readonly tlsClient: TlsClient | undefined
  readonly clock: SipClock
  readonly limits: SipLimits
  /** Whether this address is one of a peer, who may open more connections than strangers. */
  readonly isPeer: (address: string) => boolean
}

/** Opens every listening point; when one cannot be had, the others are closed again and the error is thrown. */
export async function openNetwork(options: NetworkOptions, events: WireEvents): Promise<Wire> {
  const streams = new Streams({ ...options, events })
  const udps: UdpPoint[] = []
  const bound: BoundPoint[] = []
  const close = async (): Promise<void> => {
    await Promise.all([streams.close(), ...udps.map(udp => udp.close())])
  }
  try {
    for (const point of options.listen) {
      if (point.transport !== 'udp') bound.push(boundPoint(point, await streams.listen(point)))
      else {
        const udp = await openUdp(point, events, options.clock)
        udps.push(udp)
        bound.push(boundPoint(point, udp.port))
      }
    }
  } catch (error) {
    await close()
    throw error
  }
  return {
    bound,
    connections: () => streams.count(),
    socketWaitMs: () => Math.max(0, ...udps.map(udp => udp.waitMs())),
    abandon: (peer, sinceMs) => streams.abandon(peer, sinceMs),
    retire: peer => streams.retire(peer),
    renew: renewed => streams.renew(renewed),
    close,
    send: (peer, bytes, onFailed) => {
      if (peer.transport !== 'udp') streams.send(peer, bytes, onFailed)
      else {
        const udp = pickUdp(udps, peer)
        if (udp === undefined) {
          queueMicrotask(() => onFailed({ code: 'unreachable', detail: 'no UDP listening point' }))
        } else udp.send(peer, bytes, onFailed)
      }
    },
  }
}

function pickUdp(udps: readonly UdpPoint[], peer: Peer): UdpPoint | undefined {
  const sameFamily = udps.filter(udp => udp.ipv6 === peer.address.includes(':'))
  return sameFamily.find(udp => udp.port === peer.localPort) ?? sameFamily[0]
}

function boundPoint(point: ListenPoint, port: number): BoundPoint {
  const { transport, host, advertise } = point
  const advertised = {
    host: advertise?.host ?? reachableHost(host),
    port: advertise?.port ?? port,
  }
  return { transport, host, port, advertised }
}

/** A wildcard cannot stand in a Via or Contact; the first outside address of this machine can. */
function reachableHost(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host
  const family = host === '::' ? 'IPv6' : 'IPv4'
  const addresses = Object.values(networkInterfaces()).flatMap(entries => entries ?? [])
  const outside = addresses.find(entry => entry.family === family && !entry.internal)
  return outside?.address ?? (family === 'IPv6' ? '::1' : '127.0.0.1')
}
