import { once } from 'node:events'
import {
  createConnection,
  createServer as createPlainServer,
  type Server,
  type Socket,
} from 'node:net'
import { connect, createServer, type TLSSocket } from 'node:tls'
import { fieldOf, messagesIn, okTo } from './sip-text.ts'

/** Where a number's phone is: its port, and whether it speaks TLS or, like linphone, plain TCP. */
export interface PhoneAt {
  readonly port: number
  readonly transport: 'tls' | 'tcp'
}

/**
 * Teams' place with several real phones behind it, over TLS towards Parley. Like Microsoft's proxy it
 * stays in the route of every call (Record-Route), so phones need not find Parley's name, and
 * requests of theirs come over a connection of their own.
 */
export interface PhoneExchange extends AsyncDisposable {
  readonly port: number
  /** The numbers that were called, in order. */
  readonly called: readonly string[]
  /** Everything Parley sent, and everything that was sent to it. */
  readonly fromParley: readonly string[]
  readonly toParley: readonly string[]
  lead(number: string, phone: PhoneAt): void
}

interface Identity {
  readonly key: string
  readonly cert: string
  readonly ca: string
}

/** The two sides of one call: a connection is replaced by the one that spoke last. */
interface Sides {
  readonly at: PhoneAt
  parley: Socket
  phone: Socket
}

interface Board {
  readonly identity: Identity
  readonly phones: Map<string, PhoneAt>
  readonly calls: Map<string, Sides>
  readonly open: Set<Socket>
  readonly called: string[]
  readonly fromParley: string[]
  readonly toParley: string[]
  ports: { readonly parley: number; readonly tls: number; readonly tcp: number }
}

/** Opens one door for Parley and two for the phones. */
export async function openPhoneExchange(identity: Identity): Promise<PhoneExchange> {
  const board: Board = {
    identity,
    phones: new Map(),
    calls: new Map(),
    open: new Set(),
    called: [],
    fromParley: [],
    toParley: [],
    ports: { parley: 0, tls: 0, tcp: 0 },
  }
  const parley = createServer({ ...identity, requestCert: true, rejectUnauthorized: true })
  const secure = createServer({ ...identity })
  const plain = createPlainServer(socket => hearPhone(board, socket))
  parley.on('secureConnection', socket => hearParley(board, socket))
  secure.on('secureConnection', socket => hearPhone(board, socket))
  board.ports = {
    parley: await listen(parley),
    tls: await listen(secure),
    tcp: await listen(plain),
  }
  return {
    port: board.ports.parley,
    called: board.called,
    fromParley: board.fromParley,
    toParley: board.toParley,
    lead: (number, phone) => void board.phones.set(number, phone),
    async [Symbol.asyncDispose]() {
      for (const socket of board.open) socket.destroy()
      for (const server of [parley, secure, plain]) {
        server.close()
        await once(server, 'close')
      }
    },
  }
}

async function listen(server: Server): Promise<number> {
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}

function keep(board: Board, socket: Socket, take: (text: string) => void): void {
  board.open.add(socket)
  socket.on('close', () => board.open.delete(socket))
  socket.on('error', () => undefined)
  socket.on(
    'data',
    messagesIn(message => take(message.toString('latin1'))),
  )
}

function hearParley(board: Board, socket: TLSSocket): void {
  keep(board, socket, text => {
    if (text.startsWith('OPTIONS ')) return void socket.write(okTo(text))
    board.fromParley.push(text)
    const call = board.calls.get(fieldOf(text, 'Call-ID'))
    if (call !== undefined) {
      call.parley = socket
      call.phone.write(forwarded(board, text, call.at), 'latin1')
    } else if (text.startsWith('INVITE ')) begin(board, socket, text)
  })
}

function hearPhone(board: Board, socket: Socket): void {
  keep(board, socket, text => {
    const call = board.calls.get(fieldOf(text, 'Call-ID'))
    if (call === undefined) return
    call.phone = socket
    board.toParley.push(text)
    call.parley.write(withoutRoute(withoutOwnVia(text)), 'latin1')
  })
}

function begin(board: Board, parley: Socket, invite: string): void {
  const number = decodeURIComponent(/^INVITE sip:([^@;]+)@/.exec(invite)?.[1] ?? '')
  board.called.push(number)
  const at = board.phones.get(number)
  if (at === undefined) throw new Error(`no phone stands behind ${number}`)
  const phone =
    at.transport === 'tcp'
      ? createConnection({ port: at.port, host: '127.0.0.1' })
      : connect({ ...board.identity, port: at.port, host: '127.0.0.1' })
  board.calls.set(fieldOf(invite, 'Call-ID'), { at, parley, phone })
  hearPhone(board, phone)
  phone.write(forwarded(board, routed(board, invite, at), at), 'latin1')
}

/** A request goes on under a Via of ours: linphone answers to the transport it names, whatever it came by. */
function forwarded({ ports }: Board, text: string, { transport }: PhoneAt): string {
  if (text.startsWith('SIP/2.0')) return text
  const branch = /;branch=([^;,\s]+)/.exec(fieldOf(text, 'Via'))?.[1] ?? ''
  const sentBy = `127.0.0.1:${ports[transport]}`
  const via = `Via: SIP/2.0/${transport.toUpperCase()} ${sentBy};branch=${branch}-x`
  const end = text.indexOf('\r\n') + 2
  return withoutRoute(`${text.slice(0, end)}${via}\r\n${text.slice(end)}`)
}

/** An answer goes back without it (RFC 3261 §16.7). */
function withoutOwnVia(text: string): string {
  return text.startsWith('SIP/2.0') ? text.replace(/^Via\s*:.*\r\n/im, '') : text
}

/** A proxy takes its own names off the route (RFC 3261 §16.4). */
function withoutRoute(text: string): string {
  return text.replaceAll(/^Route\s*:.*\r\n/gim, '')
}

/** Both doors stand in the route: the phone's next hop is on top, Parley's below (RFC 3261 §16.6). */
function routed({ ports }: Board, invite: string, { transport }: PhoneAt): string {
  const routes = [
    `Record-Route: <sip:127.0.0.1:${ports[transport]};transport=${transport};lr>`,
    `Record-Route: <sip:127.0.0.1:${ports.parley};transport=tls;lr>`,
  ]
  const end = invite.indexOf('\r\n') + 2
  return `${invite.slice(0, end)}${routes.join('\r\n')}\r\n${invite.slice(end)}`
}
