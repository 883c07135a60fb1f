import { connect as connectTcp, createServer as createTcpServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { connect as connectTls, createServer as createTlsServer, TLSSocket } from 'node:tls'
import type { Server as TlsServer } from 'node:tls'
import { isIP } from 'node:net'
import type { SipClock, SipLimits } from '../endpoint/endpoint-options.ts'
import { Connection } from './connection.ts'
import { Door } from './door.ts'
import type { ListenPoint, RenewedIdentity, SipSource, TlsClient } from './points.ts'
import type { Peer, TransportFailure, WireEvents } from './wire.ts'

/** The oldest TLS we speak; Microsoft enforces it too (Direct Routing TLS notes, read 2022). */
const tlsVersionMin = 'TLSv1.2'

/** How long a call may still ring on a connection of an older certificate (Timer C, RFC 3261 §16.6). */
export const retiredMsMax = 180_000

/** After that it closes with the first pause between messages. */
export const retiredQuietMs = 2_000

/** What all stream connections of one endpoint share. */
export interface StreamSettings {
  readonly clock: SipClock
  readonly events: WireEvents
  readonly limits: SipLimits
  readonly tlsClient: TlsClient | undefined
  readonly isPeer: (address: string) => boolean
}

/** All TCP and TLS connections of one endpoint; one connection serves one peer both ways (RFC 3261 §18). */
export class Streams {
  readonly #settings: StreamSettings
  readonly #byId = new Map<number, Connection>()
  readonly #byPeer = new Map<string, Connection>()
  readonly #servers: Server[] = []
  readonly #tlsServers: TlsServer[] = []
  readonly #door: Door
  #tlsClient: TlsClient | undefined
  #lastId = 0
  #outgoing = 0

  constructor(settings: StreamSettings) {
    this.#settings = settings
    this.#tlsClient = settings.tlsClient
    const { limits, isPeer } = settings
    this.#door = new Door({ limits, isPeer, outgoing: () => this.#outgoing })
  }

  count(): number {
    return this.#byId.size
  }

  /** Listens, and returns the port that was taken. */
  async listen(point: ListenPoint): Promise<number> {
    const server = createTcpServer(this.#welcomeAt(point))
    await listening(server, point)
    this.#servers.push(server)
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : point.port
  }

  /** Sends on the connection named, else on any to this peer, else on a new one. */
  send(peer: Peer, bytes: Buffer, onFailed: (failure: TransportFailure) => void): void {
    const { connectionsMax } = this.#settings.limits
    const open = this.#byId.get(peer.connection ?? -1) ?? this.#openTo(peer)
    if (open === undefined && this.#door.inside + this.#outgoing >= connectionsMax) {
      const failure = { code: 'too-many-connections', detail: String(connectionsMax) } as const
      queueMicrotask(() => onFailed(failure))
    } else (open ?? this.#dial(peer)).send(bytes, onFailed)
  }

  /**
   * Without this a connection whose other end is gone, behind a firewall that forgot it, would be written to
   * until TCP gives up a quarter of an hour later. Whoever sends next opens another.
   */
  abandon(peer: Peer, silentSinceMs: number): void {
    const connection = this.#openTo(peer)
    if (connection?.heardSince(silentSinceMs) === false) {
      connection.fail({ code: 'closed', detail: 'no answer came on it' })
    }
  }

  /** What was begun on it may still be answered on it; calls that stand go on over another. */
  retire(peer: Peer): void {
    const connection = this.#openTo(peer)
    for (const [key, one] of this.#byPeer) if (one === connection) this.#byPeer.delete(key)
    connection?.retire(retiredQuietMs)
  }

  /**
   * New connections show this certificate, in both directions. Those there are carry on without new
   * requests of ours, and close once no call can ring on them: as long as they stand, the far end
   * goes on seeing the old certificate (direct-routing reference §1.3). Calls live in dialogs, not here.
   */
  renew({ in: shown, out }: RenewedIdentity): void {
    const { clock, events } = this.#settings
    if (shown !== undefined) {
      for (const server of this.#tlsServers) {
        server.setSecureContext({ ...shown, minVersion: tlsVersionMin })
      }
    }
    if (out !== undefined) this.#tlsClient = { ...this.#tlsClient, ...out }
    for (const [peer, connection] of this.#byPeer) {
      if (!peer.startsWith('tls|')) continue
      this.#byPeer.delete(peer)
      const cancel = clock.setTimer(retiredMsMax, () => connection.retire(retiredQuietMs))
      connection.onceClosed(cancel)
    }
    events.onTransport('certificate-renewed', 'new connections show it')
  }

  async close(): Promise<void> {
    const closing = { code: 'closed', detail: 'closing' } as const
    const closed = this.#servers.map(server => new Promise(resolve => server.close(resolve)))
    for (const connection of this.#byId.values()) connection.fail(closing)
    await Promise.all(closed)
  }

  /** A peer known only by address is served by any connection to it, whatever name that one proved. */
  #openTo(peer: Peer): Connection | undefined {
    const exact = this.#byPeer.get(keyOf(peer))
    if (exact !== undefined || peer.servername !== undefined) return exact
    const prefix = keyOf(peer)
    const [, named] = [...this.#byPeer].find(([key]) => key.startsWith(prefix)) ?? []
    return named
  }

  /** What becomes of a socket that asks to come in at a point: TLS shakes hands behind the door. */
  #welcomeAt(point: ListenPoint): (socket: Socket) => void {
    if (point.transport !== 'tls') return socket => this.#letIn(socket, () => this.#accept(socket))
    const { events, limits } = this.#settings
    const server = createTlsServerFor(point, events, limits)
    server.on('secureConnection', socket => this.#accept(socket))
    this.#tlsServers.push(server)
    return socket => this.#letIn(socket, () => server.emit('connection', socket))
  }

  #letIn(socket: Socket, welcome: () => void): void {
    const address = plainAddress(socket.remoteAddress ?? '')
    const leave = this.#door.enter(address)
    if (leave === undefined) {
      this.#settings.events.onTransport('connection-refused', `${address} (limit)`)
      socket.destroy()
      return
    }
    socket.once('close', leave)
    welcome()
  }

  #adopt(socket: Socket, key: string, firstMessageMsMax?: number): Connection {
    const { limits, clock, events } = this.#settings
    const id = ++this.#lastId
    const connection = new Connection(socket, {
      id,
      clock,
      events,
      idleMsMax: limits.idleConnectionMsMax,
      firstMessageMsMax,
      messageBytesMax: limits.messageBytesMax,
      onClosed: ({ detail }) => {
        this.#byId.delete(id)
        if (this.#byPeer.get(key) === connection) this.#byPeer.delete(key)
        events.onTransport('connection-closed', `${key} ${detail}`)
      },
    })
    this.#byId.set(id, connection)
    this.#byPeer.set(key, connection)
    events.onTransport('connection-opened', key)
    return connection
  }

  #accept(socket: Socket): void {
    const source = sourceOf(socket)
    const { firstMessageMsMax } = this.#settings.limits
    this.#adopt(socket, keyOf(source), firstMessageMsMax).opened(source)
  }

  #dial(peer: Peer): Connection {
    const { limits, clock } = this.#settings
    const secure = peer.transport === 'tls'
    const socket = secure ? dialTls(peer, this.#tlsClient) : dialTcp(peer)
    const connection = this.#adopt(socket, keyOf(peer))
    this.#outgoing += 1
    connection.onceClosed(() => (this.#outgoing -= 1))
    const cancel = clock.setTimer(limits.connectMsMax, () =>
      connection.fail({ code: 'connect-timeout', detail: `${peer.address}:${peer.port}` }),
    )
    socket.once('close', cancel)
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      cancel()
      connection.opened(sourceOf(socket))
    })
    return connection
  }
}

function keyOf(peer: Pick<Peer, 'transport' | 'address' | 'port' | 'servername'>): string {
  return `${peer.transport}|${peer.address}|${peer.port}|${peer.servername ?? ''}`
}

function createTlsServerFor(
  point: ListenPoint,
  events: WireEvents,
  { connectMsMax }: SipLimits,
): TlsServer {
  const { requestClientCertificate: mutual = false, ...identity } = point.tls ?? {
    key: '',
    cert: '',
  }
  const server = createTlsServer({
    ...identity,
    requestCert: mutual,
    rejectUnauthorized: mutual,
    handshakeTimeout: connectMsMax,
    minVersion: tlsVersionMin,
  })
  server.on('tlsClientError', (error, socket) => {
    events.onTransport('tls-refused', error.message)
    // Node leaves a socket open whose handshake took too long.
    socket.destroy()
  })
  return server
}

function listening(server: Server, point: ListenPoint): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: point.host, port: point.port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function dialTcp(peer: Peer): Socket {
  return connectTcp({ host: peer.address, port: peer.port })
}

/** The certificate must be for the name we were asked to call, not for the address DNS gave (RFC 5922 §7.2). */
function dialTls(peer: Peer, identity: TlsClient = {}): Socket {
  const { key, cert, ca } = identity
  const servername = peer.servername ?? identity.servername
  const named = servername !== undefined && isIP(servername) === 0
  return connectTls({
    host: peer.address,
    port: peer.port,
    minVersion: tlsVersionMin,
    ...(named ? { servername } : {}),
    ...(key === undefined ? {} : { key }),
    ...(cert === undefined ? {} : { cert }),
    ...(ca === undefined ? {} : { ca }),
  })
}

function sourceOf(socket: Socket): SipSource {
  const secure = socket instanceof TLSSocket
  const source: SipSource = {
    transport: secure ? 'tls' : 'tcp',
    address: plainAddress(socket.remoteAddress ?? ''),
    port: socket.remotePort ?? 0,
    localPort: socket.localPort ?? 0,
  }
  return secure && socket.authorized ? { ...source, tlsPeerNames: peerNames(socket) } : source
}

/** IPv4 addresses arrive in IPv6 clothes on a dual-stack listener. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address
}

function peerNames(socket: TLSSocket): readonly string[] {
  const certificate = socket.getPeerCertificate()
  const names = (certificate.subjectaltname ?? '').split(', ')
  const dns = names.flatMap(name => (name.startsWith('DNS:') ? [name.slice(4)] : []))
  const common = certificate.subject?.CN
  return typeof common === 'string' ? [common, ...dns] : dns
}
