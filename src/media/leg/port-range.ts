/**
 * UDP ports for legs: an even one for RTP and the odd one above it for RTCP (RFC 3550 §11).
 *
 * Ports are taken in turn rather than lowest first, so that a late packet of a finished call does
 * not fall into the next one.
 */
import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Source } from '../rtp/source-latch.ts'

/** What a leg needs of the network; tests give it a wire of their own. */
export interface LegSockets {
  readonly port: number
  readonly rtcpPort: number
  onDatagram: (channel: 'rtp' | 'rtcp', bytes: Uint8Array, from: Source) => void
  send(channel: 'rtp' | 'rtcp', bytes: Uint8Array, to: Source): void
  close(): void
}

/** Opens pairs of sockets within a range and knows which are in use. */
export interface PortRange {
  /** A pair, or undefined when the range is used up. */
  open(): Promise<LegSockets | undefined>
  /** Sockets now open. */
  count(): number
}

/** The kernel's queue for one leg: over a second of sound while the worker is stalled. */
const receiveBufferBytes = 262_144

/** Where to bind; `{ from: 0, to: 0 }` lets the kernel choose. */
export interface PortRangeOptions {
  readonly address: string
  readonly from: number
  readonly to: number
}

/** A range with nothing open. */
export function openPortRange({ address, from, to }: PortRangeOptions): PortRange {
  const firstEven = from + (from % 2)
  const pairs = from === 0 ? 1 : Math.max(0, Math.floor((to - firstEven + 1) / 2))
  const used = new Set<number>()
  let turn = 0
  let sockets = 0

  const openPair = async (port: number): Promise<LegSockets | undefined> => {
    const rtp = await bind(address, port)
    if (rtp === undefined) return undefined
    const rtcp = await bind(address, port === 0 ? 0 : port + 1)
    if (rtcp === undefined) {
      rtp.close()
      return undefined
    }
    sockets += 2
    return pairOf(rtp, rtcp, () => {
      sockets -= 2
      used.delete(port)
    })
  }

  return {
    async open() {
      for (let attempt = 0; attempt < pairs; attempt += 1) {
        const port = from === 0 ? 0 : firstEven + 2 * (turn % pairs)
        turn += 1
        if (used.has(port)) continue
        if (port !== 0) used.add(port)
        const pair = await openPair(port)
        if (pair !== undefined) return pair
        used.delete(port)
      }
      return undefined
    },
    count: () => sockets,
  }
}

function bind(address: string, port: number): Promise<Socket | undefined> {
  const family = isIPv6(address) ? 6 : 4
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    recvBufferSize: receiveBufferBytes,
    // Addresses are never names here; answering at once saves a turn of the loop a packet.
    lookup: (host, _options, callback) => callback(null, host, family),
  })
  return new Promise(resolve => {
    socket.once('error', () => {
      socket.close()
      resolve(undefined)
    })
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners('error')
      // ICMP errors of a gone peer arrive here; RTP's own silence tells the same (RFC 3550 §6.3.5).
      socket.on('error', () => undefined)
      resolve(socket)
    })
  })
}

function pairOf(rtp: Socket, rtcp: Socket, onClosed: () => void): LegSockets {
  let open = true
  const pair: LegSockets = {
    port: rtp.address().port,
    rtcpPort: rtcp.address().port,
    onDatagram: () => undefined,
    send(channel, bytes, to) {
      // Node throws for a number that is no port, and a description may lead to one.
      if (!open || to.port < 1 || to.port > 65_535) return
      const socket = channel === 'rtp' ? rtp : rtcp
      // Nobody waits for the result: one that could not be sent is a lost packet, and RTP lives with those.
      socket.send(bytes, to.port, to.address)
    },
    close() {
      if (!open) return
      open = false
      rtp.close()
      rtcp.close()
      onClosed()
    },
  }
  rtp.on('message', (bytes, from) => pair.onDatagram('rtp', bytes, from))
  rtcp.on('message', (bytes, from) => pair.onDatagram('rtcp', bytes, from))
  return pair
}
