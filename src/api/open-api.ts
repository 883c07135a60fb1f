import { createAdaptorServer } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { MemorySessions } from './auth/memory-sessions.ts'
import { SessionShelf } from './auth/session-shelf.ts'
import { createPendingSignIns } from './auth/pending-sign-ins.ts'
import { createRateLimit } from './auth/rate-limit.ts'
import type { SigningIn } from './auth/sign-in-routes.ts'
import { realClock, type ApiClock } from './clock.ts'
import { createApp } from './http/app.ts'
import { createWebFiles } from './http/web-files.ts'
import { LiveServer } from './live/live-server.ts'
import { isWebCallPath, WebCallSockets } from './live/web-call-sockets.ts'
import { apiLimits, type ApiLimits, type ApiOptions, type Readiness } from './options.ts'
import { openAllViews } from './views/all-views.ts'

/** Connections that may wait to be taken: after a restart every desk comes back within a second. */
const arrivalsMax = 4096

/** The running server. */
export interface ApiServer extends AsyncDisposable {
  /** Where it listens, as `http://127.0.0.1:8080`. */
  readonly url: string
  readonly counts: () => { readonly sockets: number; readonly sessions: number }
  /** Ends sockets, sessions and requests, and lets go of the port. */
  readonly close: () => Promise<void>
}

/** The port was taken, or may not be listened on. */
export class ApiOpenError extends Error {
  override readonly name = 'ApiOpenError'
  readonly code = 'cannot-listen'
}

/** Opens the server: pages, API and live socket on one port. */
export async function openApi(options: ApiOptions): Promise<ApiServer> {
  const clock = options.clock ?? realClock
  const limits = { ...apiLimits, ...options.limits }
  let url = ''
  let open = true
  const shelf = options.signIns && new SessionShelf(options.signIns, options.log)
  const sessions = new MemorySessions(clock, limits, shelf)
  await sessions.load()
  const signing = signingIn(options, { clock, limits, sessions, url: () => url })
  const { log, phones, isProxy = () => false } = options
  const live = new LiveServer({ guarding: signing, clock, log, limits, phones })
  const pages = new WebCallSockets({ webCalls: options.webCalls, clock, limits, signing, isProxy })
  const app = createApp({
    signing,
    webFiles: createWebFiles(options.webFolder),
    recordingsFolder: options.recordingsFolder,
    past: options.past,
    ...(options.wallboards === undefined ? {} : { wallboards: options.wallboards }),
    webCalls: options.webCalls,
    isProxy,
    emulated: options.emulated,
    emulatorPages: options.emulatorPages,
    channelLegs: options.channelLegs,
    frameAncestors: options.frameAncestors ?? [],
    bodyBytesMax: limits.bodyBytesMax,
    adminBodyBytesMax: limits.adminBodyBytesMax,
    administration: options.administration,
    log: options.log,
    readiness: () => readiness(options, open),
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  takeUpgrades(server, { live, pages, log })
  try {
    url = await listen(server, options)
  } catch (error) {
    await live.close()
    letGo(signing)
    throw error
  }
  const close = async (): Promise<void> => {
    open = false
    const ended = new Promise<void>(resolve => {
      server.close(() => resolve())
    })
    pages.close()
    await live.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
    await ended
    letGo(signing)
    await shelf?.flush()
  }
  return {
    url,
    counts: () => ({ sockets: live.count + pages.count, sessions: sessions.count() }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Whose socket it is: a desk's, or a customer's. */
function takeUpgrades(
  server: ReturnType<typeof createAdaptorServer>,
  { live, pages, log }: { live: LiveServer; pages: WebCallSockets; log: ApiOptions['log'] },
): void {
  server.on('upgrade', (request, socket, head) => {
    const keeper = isWebCallPath(request.url) ? pages : live
    keeper.upgrade(request, socket, head).catch((error: unknown) => {
      log.error({ error }, 'a socket could not be opened')
    })
  })
}

function signingIn(
  options: ApiOptions,
  given: {
    readonly clock: ApiClock
    readonly limits: ApiLimits
    readonly sessions: MemorySessions
    readonly url: () => string
  },
): SigningIn {
  const { clock, limits, sessions, url } = given
  return {
    sessions,
    whoIs: options.whoIs,
    views: openAllViews({ floor: options.floor, records: options.records, clock, limits }),
    perPerson: createRateLimit(clock, limits.requestsPerPersonPerSecondMax),
    perAddress: createRateLimit(clock, limits.requestsPerAddressPerSecondMax),
    publicUrl: () => options.publicUrl ?? url(),
    ...(options.operatorKey !== undefined && { operatorKey: options.operatorKey }),
    signIn: options.signIn,
    pending: createPendingSignIns(clock, limits),
    log: options.log,
    sessionMsMax: limits.sessionMsMax,
    signInMsMax: limits.signInMsMax,
    emulated: options.emulated,
  }
}

/** A node of which nothing runs serves nobody; one on which most runs serves them. */
function readiness(options: ApiOptions, open: boolean): Readiness {
  const { lanes, overload, presenceTroubles, registrations } = options
  const { running, stopped } = lanes?.() ?? { running: 1, stopped: [] }
  return {
    ready: open && (running > 0 || stopped.length === 0),
    running,
    stopped,
    unheard: presenceTroubles?.() ?? [],
    registrations: registrations?.() ?? { wanted: 0, failed: 0 },
    overload: overload?.(),
  }
}

function letGo({ sessions, views }: SigningIn): void {
  sessions.close()
  views.close()
}

async function listen(
  server: ReturnType<typeof createAdaptorServer>,
  { host, port }: Pick<ApiOptions, 'host' | 'port'>,
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', cause => {
      const words = `cannot listen on ${host ?? 'any address'} port ${port}: ${cause.message}`
      reject(new ApiOpenError(words, { cause }))
    })
    server.listen({ port, host, backlog: arrivalsMax }, resolve)
  })
  return urlOf(server.address())
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new ApiOpenError('no address to name')
  const { family, address: name, port } = address
  const everywhere = name === '::' || name === '0.0.0.0'
  const shown = family === 'IPv6' ? `[${name}]` : name
  return `http://${everywhere ? '127.0.0.1' : shown}:${port}`
}
