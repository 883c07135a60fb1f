import { once } from 'node:events'
import { createConnection } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'

/** Where Teams is reached over TLS; what stands behind it speaks plain TCP, as SIPp must. */
export interface TeamsFront extends AsyncDisposable {
  readonly port: number
  /** Leads new connections to this TCP port, and drops those that led elsewhere. */
  leadTo(port: number): void
}

/** Opens TLS in front of SIPp, which has none of its own. Clients must show a certificate, as Microsoft asks. */
export async function openTeamsFront(
  identity: { readonly key: string; readonly cert: string; readonly ca: string },
  port = 0,
): Promise<TeamsFront> {
  const open = new Set<TLSSocket>()
  let behind: number | undefined
  const server = createServer(
    { ...identity, requestCert: true, rejectUnauthorized: true },
    socket => {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
      socket.on('error', () => undefined)
      if (behind === undefined) {
        socket.destroy()
        return
      }
      const plain = createConnection({ port: behind, host: '127.0.0.1' })
      plain.on('error', () => socket.destroy())
      plain.on('close', () => socket.destroy())
      socket.on('close', () => plain.destroy())
      socket.pipe(plain).pipe(socket)
    },
  )
  server.on('tlsClientError', () => undefined)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    leadTo(to) {
      behind = to
      for (const socket of open) socket.destroy()
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
