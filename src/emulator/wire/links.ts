import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect, createServer } from 'node:tls'
import type { ConnectionOptions, Server, TLSSocket } from 'node:tls'
import type { EmulatorLog, IssuedIdentity } from '../emulator.ts'
import { wireFramer } from './framer.ts'
import { printWire } from './message.ts'
import type { WireMessage } from './message.ts'

/** Exactly the suites Microsoft offers; all of them want RSA certificates (direct-routing §1.3). */
export const suites = [
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
].join(':')

/** Connections open at once, and the patience with one being opened. */
export const linksMax = 500
export const connectMsMax = 5000

/** One TLS connection with an SBC, whoever opened it. */
export interface Link {
  readonly remote: string
  /** What the peer's certificate proves; undefined when it showed none that our authority vouches for. */
  readonly proof: PeerProof | undefined
  send(message: WireMessage): void
  close(): void
}

/** The names a verified certificate holds, and whether its key is of the kind Microsoft takes. */
export interface PeerProof {
  readonly names: readonly string[]
  readonly rsa: boolean
}

/** What the links need, and whom they tell. */
export interface LinkOptions {
  readonly host: string
  readonly port: number
  readonly identity: IssuedIdentity
  readonly log: EmulatorLog
  onMessage(message: WireMessage, link: Link): void
}

/** The proxy's door to the SBCs: one listener, and connections of its own. */
export interface Links {
  readonly port: number
  /** A connection to this name at this address; kept for the next message. */
  open(target: LinkTarget): Promise<Link>
  count(): number
  close(): Promise<void>
}

/** Where a connection of ours goes, and the name the SBC must prove there. */
export interface LinkTarget {
  readonly fqdn: string
  readonly host: string
  readonly port: number
}

/** A connection could not be opened: refused, timed out, or the certificate proved the wrong name. */
export class LinkError extends Error {
  override readonly name = 'LinkError'
  readonly code: 'connect-failed' | 'closed'

  constructor(code: LinkError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Opens the listener. TLS 1.2 alone, as Microsoft enforces it (direct-routing §1.3). */
export async function openLinks(options: LinkOptions): Promise<Links> {
  const { key, cert, ca } = options.identity
  const secure = {
    key,
    cert,
    ca,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ciphers: suites,
  } as const
  const open = new Set<Socket>()
  let closed = false
  const outgoing = new Map<string, Promise<Link>>()

  const hold = (socket: Socket): void => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    if (closed) socket.destroy()
  }
  const adopt = (socket: TLSSocket): Link => {
    hold(socket)
    return linkOver(socket, options)
  }
  const server = createServer(
    { ...secure, requestCert: true, rejectUnauthorized: false, handshakeTimeout: connectMsMax },
    adopt,
  )
  server.maxConnections = linksMax
  server.on('tlsClientError', error =>
    options.log('warn', 'handshake failed', { why: error.message }),
  )
  await listen(server, options)
  const address = server.address()

  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    open: target => {
      const name = `${target.fqdn}@${target.host}:${target.port}`
      const kept = outgoing.get(name)
      if (kept !== undefined) return kept
      const opening = dial(target, secure).then(socket => {
        socket.once('close', () => outgoing.delete(name))
        return adopt(socket)
      })
      outgoing.set(name, opening)
      opening.catch(() => outgoing.delete(name))
      return opening
    },
    count: () => open.size,
    close: async () => {
      const ended = new Promise<void>(resolve => {
        server.close(() => resolve())
      })
      closed = true
      // What was written last, a BYE perhaps, still goes out.
      const gone = [...open].map(socket => once(socket, 'close'))
      for (const socket of open) socket.destroySoon()
      await Promise.all([ended, ...gone])
    },
  }
}

function listen(
  server: Server,
  at: { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function dial(target: LinkTarget, secure: ConnectionOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...secure,
      host: target.host,
      port: target.port,
      servername: target.fqdn,
      timeout: connectMsMax,
    })
    const fail = (cause: Error): void => {
      socket.destroy()
      const words = `No TLS connection to ${target.fqdn} (${target.host}:${target.port}): ${cause.message}`
      reject(new LinkError('connect-failed', words, { cause }))
    }
    socket.on('error', fail)
    socket.once('timeout', () => fail(new Error('timed out')))
    socket.once('secureConnect', () => {
      socket.removeAllListeners('timeout')
      socket.setTimeout(0)
      resolve(socket)
    })
  })
}

function linkOver(socket: TLSSocket, options: LinkOptions): Link {
  const remote = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`
  const link: Link = {
    remote,
    proof: proofOf(socket),
    send: message => {
      options.log('debug', 'sip sent', { to: remote, what: startOf(message) })
      if (socket.writable) socket.write(printWire(message))
    },
    close: () => socket.destroy(),
  }
  const frame = wireFramer()
  socket.setNoDelay(true)
  socket.on('error', error => {
    // An SBC that closes while we answer is no news; whatever else breaks a connection is.
    const gone = 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET')
    options.log(gone ? 'debug' : 'warn', 'connection broke', { remote, why: error.message })
  })
  socket.on('data', (chunk: Buffer) => {
    for (const framed of frame(chunk)) {
      if (framed.kind === 'message') {
        options.log('debug', 'sip received', { from: remote, what: startOf(framed.message) })
        options.onMessage(framed.message, link)
      } else if (framed.kind === 'ping') {
        socket.write('\r\n')
      } else {
        options.log('warn', 'unreadable bytes', { remote, why: framed.why })
        socket.destroy()
      }
    }
  })
  return link
}

function startOf(message: WireMessage): string {
  return message.kind === 'request'
    ? `${message.method} ${message.uri}`
    : `${message.status} ${message.reason}`
}

function proofOf(socket: TLSSocket): PeerProof | undefined {
  if (!socket.authorized) return undefined
  const certificate = socket.getPeerCertificate()
  const alternatives = certificate.subjectaltname ?? ''
  const names = alternatives
    .split(', ')
    .flatMap(entry => (entry.startsWith('DNS:') ? [entry.slice(4).toLowerCase()] : []))
  const common = certificate.subject.CN
  const commonNames = typeof common === 'string' ? [common.toLowerCase()] : []
  return { names: [...new Set([...names, ...commonNames])], rsa: certificate.modulus !== undefined }
}

/** RFC 2818 §3.1, as Microsoft reads it: a star stands for one label and no more (direct-routing §1.3). */
export function provesName(proof: PeerProof, fqdn: string): boolean {
  const name = fqdn.toLowerCase()
  const starred = `*${name.slice(name.indexOf('.'))}`
  return proof.names.includes(name) || (name.includes('.') && proof.names.includes(starred))
}
