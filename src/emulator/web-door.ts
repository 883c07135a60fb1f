import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'

/** Patience with a connection that does not say what it wants. */
export const handshakeMsMax = 5000

/** How much longer than usual everything takes. */
export interface Pace {
  delayMs: number
}

/** Hono answers every fault itself, so nothing is left of the promise to await. */
export function listener(
  app: Hono,
  pace: Pace,
): (request: IncomingMessage, response: ServerResponse) => void {
  const answer = getRequestListener(app.fetch)
  return (request, response) => {
    if (pace.delayMs === 0) void answer(request, response)
    else setTimeout(() => void answer(request, response), pace.delayMs).unref()
  }
}

/** Listens, or says on which port it could not. */
export function listen(
  server: Server,
  at: { readonly host: string; readonly port: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, () => {
      server.off('error', reject)
      resolve(portOf(server))
    })
  })
}

/** Closes a listener with all that hangs on it. */
export function shut(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
