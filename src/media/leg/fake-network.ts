/** A network in memory: datagrams arrive at once, in order, unless a test takes them. */
import type { Source } from '../rtp/source-latch.ts'
import type { LegSockets, PortRange } from './port-range.ts'

/** One datagram on its way. */
export interface FakeDatagram {
  readonly from: Source
  readonly to: Source
  readonly bytes: Uint8Array
}

/** All ports of one address, and a hand on the wire. */
export interface FakeNetwork {
  readonly ports: PortRange
  /** Sees every datagram; one for which it returns false is lost. */
  onWire: (datagram: FakeDatagram) => boolean
  /** Puts a datagram on the wire from anywhere. */
  readonly inject: (datagram: FakeDatagram) => void
}

/** A network whose legs all live at one address, on ports from 10,000 up. */
export function openFakeNetwork(address: string): FakeNetwork {
  const listeners = new Map<number, (bytes: Uint8Array, from: Source) => void>()
  let nextPort = 10_000
  const network: FakeNetwork = {
    ports: {
      open() {
        const port = nextPort
        nextPort += 2
        return Promise.resolve(openPair(port))
      },
      count: () => listeners.size,
    },
    onWire: () => true,
    inject({ from, to, bytes }) {
      listeners.get(to.port)?.(bytes, from)
    },
  }
  const openPair = (port: number): LegSockets => {
    const sockets: LegSockets = {
      port,
      rtcpPort: port + 1,
      onDatagram: () => undefined,
      send(channel, bytes, to) {
        // As a socket of Node's does.
        if (to.port < 1 || to.port > 65_535) throw new RangeError(`port ${to.port}`)
        const from = { address, port: channel === 'rtp' ? port : port + 1 }
        const datagram = { from, to, bytes }
        if (network.onWire(datagram)) network.inject(datagram)
      },
      close() {
        listeners.delete(port)
        listeners.delete(port + 1)
      },
    }
    listeners.set(port, (bytes, from) => sockets.onDatagram('rtp', bytes, from))
    listeners.set(port + 1, (bytes, from) => sockets.onDatagram('rtcp', bytes, from))
    return sockets
  }
  return network
}
