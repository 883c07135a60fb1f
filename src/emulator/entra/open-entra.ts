import { createServer as createHttpServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { EmulatorClock } from '../clock.ts'
import type { EmulatedTenant } from '../config.ts'
import type { EmulatorLog, EntraAddresses, IssuedIdentity } from '../emulator.ts'
import { openDirectory } from './directory.ts'
import { serverEndpoints } from './endpoints.ts'
import { openGrants } from '../tokens/grants.ts'
import { signInPages } from './sign-in.ts'
import type { SignInPages } from './sign-in.ts'
import { openSigner } from '../tokens/signing.ts'

/** What the emulated Entra ID needs to open its doors. */
export interface EntraOptions {
  readonly tenants: readonly EmulatedTenant[]
  readonly host: string
  readonly ports: { readonly entra: number; readonly signIn: number }
  readonly identity: IssuedIdentity
  readonly clock: EmulatorClock
  readonly log: EmulatorLog
}

/** Patience with a connection that does not say what it wants. */
export const handshakeMsMax = 5000

/** The emulated Entra ID, open. */
export interface Entra {
  readonly addresses: EntraAddresses
  /** Everything takes this much longer from now on; 0 mends it. */
  slowDown(ms: number): void
  /** Lets a browser be known as somebody's from now on. */
  readonly admit: SignInPages['admit']
  close(): Promise<void>
}

/** Opens both listeners: https for servers, http for the pages people see. */
export async function openEntra(options: EntraOptions): Promise<Entra> {
  const opened: { addresses?: EntraAddresses } = {}
  const world = {
    directory: openDirectory(options.tenants),
    grants: openGrants(options.clock),
    signer: await openSigner(),
    clock: options.clock,
    log: options.log,
    addresses: () => {
      if (opened.addresses === undefined) throw new Error('Entra ID is not listening yet.')
      return opened.addresses
    },
  }
  const pace: Pace = { delayMs: 0 }
  const { key, cert } = options.identity
  const https = createHttpsServer(
    { key, cert, minVersion: 'TLSv1.2', handshakeTimeout: handshakeMsMax },
    listener(serverEndpoints(world), pace),
  )
  const pages = signInPages(world)
  const http = createHttpServer(listener(pages.app, pace))
  const { host, ports } = options
  const [entraPort, signInPort] = [
    await listen(https, host, ports.entra),
    await listen(http, host, ports.signIn),
  ]
  const addresses = {
    origin: `https://${host}:${entraPort}`,
    knownAuthority: `${host}:${entraPort}`,
    signInOrigin: `http://${host}:${signInPort}`,
  }
  opened.addresses = addresses
  return {
    addresses,
    admit: pages.admit,
    slowDown: ms => {
      pace.delayMs = ms
    },
    close: async () => {
      await Promise.all([shut(https), shut(http)])
    },
  }
}

/** How much longer than usual everything takes. */
interface Pace {
  delayMs: number
}

/** Hono answers every fault itself, so nothing is left of the promise to await. */
function listener(
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
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(portOf(server))
    })
  })
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function shut(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
