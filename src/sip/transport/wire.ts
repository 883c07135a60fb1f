import type { BoundPoint, RenewedIdentity, SipSource, SipTarget, SipTransport } from './points.ts'

/** The socket address of a next hop, and the connection to prefer if it is still open. */
export interface Peer {
  readonly transport: SipTransport
  readonly address: string
  readonly port: number
  readonly servername?: string
  /** A connection that brought something from this peer; answers go back on it (RFC 3261 §18.2.2). */
  readonly connection?: number
  /** The local port to send from, so that an answer leaves where the request arrived. */
  readonly localPort?: number
}

/** Bytes that came in, who sent them, and where an answer would go. */
export interface Arrival {
  readonly bytes: Buffer
  readonly source: SipSource
  readonly peer: Peer
}

/** Why bytes could not be handed to the network. */
export interface TransportFailure {
  readonly code: 'unreachable' | 'connect-timeout' | 'too-many-connections' | 'closed'
  readonly detail: string
}

/** What the transport layer tells the layers above. */
export interface WireEvents {
  onArrival(arrival: Arrival): void
  onTransport(what: string, detail: string): void
}

/** The open sockets of one endpoint. */
export interface Wire {
  readonly bound: readonly BoundPoint[]
  /** Sends at once or as soon as a connection stands; `onFailed` comes at most once, and never before return. */
  send(peer: Peer, bytes: Buffer, onFailed: (failure: TransportFailure) => void): void
  connections(): number
  /** How long a datagram waits in its socket before it is read, for each point the longest. */
  socketWaitMs(): number
  /** Closes the connection to a peer that has said nothing on it since: its other end may be gone. */
  abandon(peer: Peer, silentSinceMs: number): void
  /** Begins nothing more on the connection to a peer, and closes it with the first pause between messages. */
  retire(peer: Peer): void
  /** Who we are in TLS from now on. Connections of before are let go of as soon as nothing needs them. */
  renew(renewed: RenewedIdentity): void
  close(): Promise<void>
}

/** Finds the addresses behind a target in the order to try them (RFC 3263); none when the name is unknown. */
export type Locate = (target: SipTarget, found: (peers: readonly Peer[]) => void) => void
