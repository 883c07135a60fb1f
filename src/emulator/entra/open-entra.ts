import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { JWTPayload } from 'jose'
import type { EmulatorClock } from '../clock.ts'
import type { EmulatedTenant } from '../config.ts'
import type { EmulatorLog, EntraAddresses, IssuedIdentity } from '../emulator.ts'
import { openDirectory } from './directory.ts'
import { serverEndpoints } from './endpoints.ts'
import { openGrants } from '../tokens/grants.ts'
import { signInPages } from './sign-in.ts'
import type { SignInPages } from './sign-in.ts'
import { openSigner } from '../tokens/signing.ts'
import { handshakeMsMax, listen, listener, shut } from '../web-door.ts'
import type { Pace } from '../web-door.ts'

/** What the emulated Entra ID needs to open its doors. */
export interface EntraOptions {
  readonly tenants: readonly EmulatedTenant[]
  readonly host: string
  readonly ports: { readonly entra: number; readonly signIn: number }
  readonly identity: IssuedIdentity
  readonly clock: EmulatorClock
  readonly log: EmulatorLog
}

/** The emulated Entra ID, open. */
export interface Entra {
  readonly addresses: EntraAddresses
  /** Everything takes this much longer from now on; 0 mends it. */
  slowDown(ms: number): void
  /** Lets a browser be known as somebody's from now on. */
  readonly admit: SignInPages['admit']
  /** The claims of a token issued here that was good at that moment. */
  readonly readToken: (token: string, atMs: number) => Promise<JWTPayload | undefined>
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
    await listen(https, { host, port: ports.entra }),
    await listen(http, { host, port: ports.signIn }),
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
    readToken: (token, atMs) => world.signer.read(token, atMs),
    slowDown: ms => {
      pace.delayMs = ms
    },
    close: async () => {
      await Promise.all([shut(https), shut(http)])
    },
  }
}
