import type { TenantId } from '#core'
import type { WallboardsPort, WebCallsPort } from '#engine'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import type { Administration } from '../administration.ts'
import { addSignInRoutes, type SigningIn } from '../auth/sign-in-routes.ts'
import { addAdminPromptRoutes } from './admin-prompt-routes.ts'
import { addAdminRoutes } from './admin-routes.ts'
import type { ApiLog, EmulatorPages, Readiness } from '../options.ts'
import { addressOf, type ApiEnv } from './asking.ts'
import { addDeskRoutes } from './desk-routes.ts'
import { addTalkRoutes } from './talk-routes.ts'
import { addFloorRoutes } from './floor-routes.ts'
import { addTaskRoutes } from './task-routes.ts'
import { fromOwnPages, notTooOften, signedIn } from './guards.ts'
import { addInteractionRoutes } from './interaction-routes.ts'
import type { Past } from '../past.ts'
import { addPastRoutes } from './past-routes.ts'
import { faultsOf, ProblemError, problemResponse, type ProblemParts } from './problem.ts'
import { addOwnEndRoutes } from './own-end-routes.ts'
import { addQuestionRoutes } from './question-routes.ts'
import { securityHeaders } from './security-headers.ts'
import { addSuperviseRoutes } from './supervise-routes.ts'
import { addWallboardRoutes } from './wallboard-routes.ts'
import { addWebCallRoutes, webCallsPath } from './web-call-routes.ts'
import type { WebFiles } from './web-files.ts'

/** What the routes are built from. */
export interface AppParts {
  readonly signing: SigningIn
  readonly webFiles: WebFiles
  readonly recordingsFolder: string
  readonly wallboards?: WallboardsPort
  readonly webCalls: WebCallsPort | undefined
  /** What stands before us and says for whom it asks. */
  readonly isProxy: (address: string) => boolean
  readonly past: Past
  readonly emulated: boolean
  readonly emulatorPages: EmulatorPages | undefined
  readonly frameAncestors: readonly string[]
  readonly bodyBytesMax: number
  readonly adminBodyBytesMax: number
  readonly administration: Administration
  readonly channelLegs: (tenant: TenantId) => number
  readonly log: ApiLog
  /** Whether requests can be served now; a server that closes says no first. */
  readonly readiness: () => Readiness
}

/** A path as the log may have it: the link of a wallboard is a secret. */
function pathToLog(path: string): string {
  return path.replace(/^\/wall\/[^/]+/, '/wall/…')
}

/** All routes, behind their guards. */
export function createApp(parts: AppParts): OpenAPIHono<ApiEnv> {
  const { signing } = parts
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: result => {
      if (!result.success) throw misshapen(result.target, result.error.issues)
    },
  })
  app.onError((error, c) => answerError(c, error, parts.log))
  app.notFound(c => pageOrMissing(c, parts.webFiles))
  app.use(securityHeaders({ publicUrl: signing.publicUrl, frameAncestors: parts.frameAncestors }))
  const bodies = bodyWithin(parts.bodyBytesMax)
  const largeBodies = bodyWithin(parts.adminBodyBytesMax)
  const ofAdmin = createMiddleware<ApiEnv>((c, next) =>
    (c.req.path.startsWith('/api/admin/') ? largeBodies : bodies)(c, next),
  )
  const ofPeople = [fromOwnPages(signing), signedIn(signing)].map(exceptForCustomers)
  app.use('/api/*', notStored, ofAdmin, ...ofPeople)
  app.use('/auth/*', notStored, fromOwnPages(signing), bodies, notTooOften(signing))
  addHealth(app, parts)
  addEmulatorPages(app, parts)
  addSignInRoutes(app, signing)
  addFloorRoutes(app, parts)
  addDeskRoutes(app)
  addTalkRoutes(app)
  addTaskRoutes(app)
  addOwnEndRoutes(app)
  addSuperviseRoutes(app)
  addQuestionRoutes(app, parts)
  addInteractionRoutes(app, parts)
  addPastRoutes(app, parts)
  addWalls(app, parts)
  addWebCalls(app, parts)
  addAdminRoutes(app, parts.administration)
  addAdminPromptRoutes(app, parts.administration)
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1',
      description: 'Desk, floor and records of one tenant. Errors are problem details (RFC 9457).',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
  })
  return app
}

/** A TV's link is tried no more often than a sign-in. */
function addWalls(
  app: OpenAPIHono<ApiEnv>,
  { signing, wallboards }: Pick<AppParts, 'signing' | 'wallboards'>,
): void {
  if (wallboards === undefined) return
  app.use('/wall/:token/figures', notTooOften(signing))
  addWallboardRoutes(app, { wallboards, views: signing.views })
}

/** Customers who call from a page are nobody we know. */
function addWebCalls(
  app: OpenAPIHono<ApiEnv>,
  { signing, webCalls, webFiles, isProxy }: AppParts,
): void {
  if (webCalls === undefined) return
  const { publicUrl, perAddress } = signing
  addWebCallRoutes(app, { webCalls, webFiles, publicUrl, perAddress, isProxy })
}

/** A guard that lets what customers ask pass by: their routes have guards of their own. */
function exceptForCustomers(guard: MiddlewareHandler<ApiEnv>): MiddlewareHandler<ApiEnv> {
  return createMiddleware<ApiEnv>((c, next) => {
    const { path } = c.req
    const isCustomers = path === webCallsPath || path.startsWith(`${webCallsPath}/`)
    return isCustomers ? next() : guard(c, next)
  })
}

/**
 * Alive says that the process answers; ready says that it may be sent people. One tenant that
 * stopped is said and keeps nobody else out. Which one it is, is for the log: anybody may ask here.
 */
function addHealth(app: OpenAPIHono<ApiEnv>, { readiness }: AppParts): void {
  app.get('/livez', c => c.text('alive\n', 200, { 'cache-control': 'no-store' }))
  app.get('/readyz', c => {
    const said = readiness()
    return c.text(`${readinessWords(said)}\n`, said.ready ? 200 : 503, {
      'cache-control': 'no-store',
    })
  })
}

function readinessWords(said: Readiness): string {
  const { ready, running, stopped, unheard, registrations, overload } = said
  const all = running + stopped.length
  const tenants = (codes: readonly string[], what: string): string[] => {
    const why = [...new Set(codes)].toSorted().join(', ')
    return codes.length === 0 ? [] : [`${codes.length} of ${all} tenants ${what}: ${why}`]
  }
  const seconds = Math.ceil((overload?.lastsMs ?? 0) / 1000)
  return [
    ready ? 'ready' : 'not ready',
    ...tenants(stopped, 'stopped'),
    ...tenants(unheard, 'without word from Teams on presence'),
    ...(registrations.failed > 0
      ? [`${registrations.failed} of ${registrations.wanted} trunks not registered`]
      : []),
    ...(overload ? [`too many calls for ${seconds} s, ${overload.refused} of them refused`] : []),
  ].join('; ')
}

/** The emulated world has no people of its own to protect: whoever sits at this machine moves it. */
function addEmulatorPages(
  app: OpenAPIHono<ApiEnv>,
  { emulatorPages, ...parts }: Pick<AppParts, 'emulatorPages' | 'signing' | 'bodyBytesMax'>,
): void {
  if (emulatorPages === undefined) return
  const guards = [
    notStored,
    onThisMachine,
    fromOwnPages(parts.signing),
    bodyWithin(parts.bodyBytesMax),
  ] as const
  app.use('/emulator/api/*', ...guards)
  app.mount('/emulator/api', request => emulatorPages.fetch(request))
}

const onThisMachine = createMiddleware<ApiEnv>(async (c, next) => {
  if (!/^(?:::ffff:)?127\.|^::1$/.test(addressOf(c))) {
    throw new ProblemError({
      status: 403,
      code: 'not-on-this-machine',
      words: 'The emulated world is moved from its own machine alone.',
      remedy: 'Open the page in a browser on the machine Parley runs on.',
    })
  }
  await next()
})

const notStored = createMiddleware<ApiEnv>(async (c, next) => {
  await next()
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
})

const bodyWithin = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new ProblemError({
        status: 413,
        code: 'too-large',
        words: `The request’s body is larger than ${maxSize} bytes.`,
        remedy: 'Send less.',
      })
    },
  })

/** Any address that looks like a page is the app, which knows its own pages; the rest is not there. */
async function pageOrMissing(c: Context<ApiEnv>, files: WebFiles): Promise<Response> {
  const { path } = c.req
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return missing(c)
  if (/^\/(?:api|auth|emulator\/api)(?:\/|$)/.test(path)) return missing(c)
  const decoded = decodedPath(path)
  const file = decoded === undefined ? undefined : await files.serve(decoded, c.req.raw.headers)
  if (file !== undefined) return file
  if (/\.[a-z0-9]+$/i.test(path)) return missing(c)
  return (await files.serve('/', c.req.raw.headers)) ?? notBuilt(c)
}

function decodedPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

function answerError(c: Context<ApiEnv>, error: Error, log: ApiLog): Response {
  if (error instanceof ProblemError) return problemResponse(c, error.parts)
  if (error instanceof HTTPException) return problemResponse(c, unreadable(error))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code === 'lane-stopped' || code === 'lane-full' || code === 'overloaded') {
    log.warn({ code, path: pathToLog(c.req.path) }, error.message)
    return problemResponse(c, code === 'lane-stopped' ? stopped : tooBusy)
  }
  log.error({ error, path: pathToLog(c.req.path), method: c.req.method }, 'a request failed')
  return problemResponse(c, broken)
}

function misshapen(target: string, issues: Parameters<typeof faultsOf>[1]): ProblemError {
  const faults = faultsOf(target, issues)
  const first = faults[0]
  return new ProblemError({
    status: 400,
    code: 'misshapen',
    words: `The request does not fit its shape: ${first?.key ?? ''} ${first?.words ?? ''}`.trim(),
    remedy: 'Correct what `faults` names; the shapes are in /openapi.json.',
    faults,
  })
}

function unreadable(error: HTTPException): ProblemParts {
  const remedy = 'Send a body in JSON, with the content type application/json.'
  const words = error.message === '' ? 'The request could not be read.' : `${error.message}.`
  if (error.status === 415) return { status: 415, code: 'not-json', words, remedy }
  return { status: 400, code: 'unreadable', words, remedy }
}

function missing(c: Context<ApiEnv>): Response {
  return problemResponse(c, {
    status: 404,
    code: 'not-found',
    words: `There is nothing at ${c.req.method} ${c.req.path.slice(0, 200)}.`,
    remedy: 'All that is there is in /openapi.json.',
  })
}

function notBuilt(c: Context<ApiEnv>): Response {
  return problemResponse(c, {
    status: 503,
    code: 'app-not-built',
    words: 'The web app has not been built yet.',
    remedy: 'Run `npm run prepare` once; `npm start` does so by itself.',
  })
}

const stopped: ProblemParts = {
  status: 503,
  code: 'stopped',
  words: 'What happens cannot be written down just now, so nothing is taken.',
  remedy: 'Try again in a minute. Nothing was changed; whoever runs the server has been told why.',
  headers: { 'retry-after': '5' },
}

const tooBusy: ProblemParts = {
  status: 503,
  code: 'too-busy',
  words: 'The server has more to do than it can take on, or is about to stop.',
  remedy: 'Try again in a few seconds. Nothing was changed.',
  headers: { 'retry-after': '2' },
}

const broken: ProblemParts = {
  status: 500,
  code: 'broken',
  words: 'Something failed inside the server. It is in the log.',
  remedy: 'Look again before repeating an order: it may have been carried out.',
}
