import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import { fieldOf, messagesIn, okTo } from './sip-text.ts'

/** Where Teams is reached over TLS, with phones behind it that speak plain TCP, as SIPp must. */
export interface TeamsFront extends AsyncDisposable {
  readonly port: number
  /** The numbers that were called since they were last asked for, in order. */
  invited(): readonly string[]
  /** Leads calls to a number to this TCP port from now on. */
  lead(number: string, port: number): void
}

interface Behind {
  readonly phones: Map<string, number>
  readonly invited: string[]
}

/**
 * Opens TLS in front of SIPp, which has none of its own. It asks clients for a certificate, as
 * Microsoft does, answers OPTIONS itself, and hands every message on untouched: an INVITE by the
 * number it calls, all else by its Call-ID.
 */
export async function openTeamsFront(identity: {
  readonly key: string
  readonly cert: string
  readonly ca: string
}): Promise<TeamsFront> {
  const open = new Set<TLSSocket>()
  const behind: Behind = { phones: new Map(), invited: [] }
  const server = createServer({ ...identity, requestCert: true, rejectUnauthorized: true })
  server.on('secureConnection', socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    serve(socket, behind)
  })
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    invited: () => behind.invited.splice(0),
    lead: (number, port) => void behind.phones.set(number, port),
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function serve(socket: TLSSocket, behind: Behind): void {
  const calls = new Map<string, Socket>()
  socket.on('error', () => undefined)
  socket.on('close', () => {
    for (const phone of calls.values()) phone.destroy()
  })
  socket.on(
    'data',
    messagesIn(message => {
      const text = message.toString('latin1')
      const callId = fieldOf(text, 'Call-ID')
      if (text.startsWith('OPTIONS ')) socket.write(okTo(text))
      else phoneOf(text, callId)?.write(message)
    }),
  )

  function phoneOf(text: string, callId: string): Socket | undefined {
    const number = /^INVITE sip:([^@;]+)@/.exec(text)?.[1]
    const known = calls.get(callId)
    if (known !== undefined || number === undefined) return known
    behind.invited.push(number)
    const port = behind.phones.get(decodeURIComponent(number))
    if (port === undefined) throw new Error(`no phone stands behind ${number}`)
    const phone = createConnection({ port, host: '127.0.0.1' })
    phone.on('error', () => undefined)
    phone.on('data', data => socket.write(data))
    calls.set(callId, phone)
    return phone
  }
}
