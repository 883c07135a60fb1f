import { createServer } from 'node:https'
import type { EmulatorClock } from '../clock.ts'
import type { EmulatedTenant } from '../config.ts'
import type { EmulatorLog, IssuedIdentity } from '../emulator.ts'
import { openDirectory } from '../entra/directory.ts'
import { handshakeMsMax, listen, listener, shut } from '../web-door.ts'
import type { Pace } from '../web-door.ts'
import type { TokenReader } from './bearer.ts'
import { graphEndpoints } from './endpoints.ts'
import type { Presences } from './presences.ts'
import { refuse } from './refusal.ts'
import { openThrottle } from './throttle.ts'

/** How Graph can fail: everything takes longer, everything is refused, or both. */
export interface GraphFault {
  readonly delayMs?: number
  /** 429 and 503 in turn, each with how long to wait. */
  readonly isOverloaded?: boolean
}

/** What the emulated Graph needs to open its door. */
export interface GraphOptions extends Pick<TokenReader, 'readToken'> {
  readonly tenants: readonly EmulatedTenant[]
  readonly presences: Presences
  readonly host: string
  readonly port: number
  readonly identity: IssuedIdentity
  readonly clock: EmulatorClock
  readonly log: EmulatorLog
}

/** How long an overloaded Graph asks to be left alone. */
export const overloadedSeconds = 5

/** The emulated Microsoft Graph, open. */
export interface Graph {
  /** `https://127.0.0.1:port`; `/v1.0` follows. */
  readonly origin: string
  /** Fails in this way from now on, or no longer. */
  setFault(fault: GraphFault | undefined): void
  close(): Promise<void>
}

/** Opens Graph's door, over https as its clients insist on. */
export async function openGraph(options: GraphOptions): Promise<Graph> {
  const { clock, host, identity, port } = options
  const pace: Pace = { delayMs: 0 }
  let isOverloaded = false
  let refusals = 0
  const app = graphEndpoints({
    ...options,
    directory: openDirectory(options.tenants),
    throttle: openThrottle(() => clock.now()),
    now: () => clock.now(),
    onDemand: () => {
      if (!isOverloaded) return undefined
      refusals += 1
      const { tooMany, unavailable } = refuse
      return refusals % 2 === 1 ? tooMany(overloadedSeconds) : unavailable(overloadedSeconds)
    },
  })
  const { key, cert } = identity
  const tls = { key, cert, minVersion: 'TLSv1.2', handshakeTimeout: handshakeMsMax } as const
  const server = createServer(tls, listener(app, pace))
  const taken = await listen(server, { host, port })
  return {
    origin: `https://${host}:${taken}`,
    setFault: fault => {
      pace.delayMs = fault?.delayMs ?? 0
      isOverloaded = fault?.isOverloaded ?? false
    },
    close: () => shut(server),
  }
}
