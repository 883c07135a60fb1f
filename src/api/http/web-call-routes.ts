import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { createMiddleware } from 'hono/factory'
import type { Context, MiddlewareHandler } from 'hono'
import { beginWebCall, begunWebCall, webEntryInPath, webEntryView } from '#contract'
import { toId, type TenantId } from '#core'
import type { WebCallRefusal, WebCallsPort, WebEntryView } from '#engine'
import type { RateLimit } from '../auth/rate-limit.ts'
import { isSameOrigin } from '../auth/same-origin.ts'
import { sourceOf, type ApiEnv } from './asking.ts'
import { ProblemError } from './problem.ts'
import { anyProblem, jsonBody, missing, said } from './routes.ts'
import type { WebFiles } from './web-files.ts'

/** Where calls from web pages are asked for; no cookie counts here, and nobody is signed in. */
export const webCallsPath = '/api/web-calls'

const tags = ['web calls']

const look = createRoute({
  method: 'get',
  path: '/api/web-calls/{tenant}/{entry}',
  tags,
  request: { params: webEntryInPath },
  responses: { 200: said('What the page shows', webEntryView), ...anyProblem, 404: missing },
})
const begin = createRoute({
  method: 'post',
  path: webCallsPath,
  tags,
  request: { body: jsonBody(beginWebCall) },
  responses: {
    201: said('A call, ready to begin on the socket', begunWebCall),
    ...anyProblem,
    404: missing,
  },
})

/** What customers’ pages are served with. */
export interface WebCallParts {
  readonly webCalls: WebCallsPort
  readonly webFiles: WebFiles
  readonly publicUrl: () => string
  readonly perAddress: RateLimit
  /** What stands before us and says for whom it asks. */
  readonly isProxy: (address: string) => boolean
}

/** Customers who call from a page: the page itself, what it shows, and the asking for a call. */
export function addWebCallRoutes(app: OpenAPIHono<ApiEnv>, parts: WebCallParts): void {
  const { webCalls, webFiles } = parts
  app.use(`${webCallsPath}/*`, inTurn(parts), mayBeAsked)
  app.get('/call/:tenant/:entry', async c => {
    const { tenant, entry } = c.req.param()
    const found = webCalls.entry(toId<TenantId>(tenant), entry)
    c.set('framedBy', found?.origins)
    // A button that leads nowhere any more says so itself.
    const page = await webFiles.serve('/call.html', c.req.raw.headers)
    return page ?? c.notFound()
  })
  app.openapi(look, async c => {
    const { tenant, entry } = c.req.valid('param')
    const found = entryFor(c, parts, { tenant: toId<TenantId>(tenant), entry })
    const { origins: _, ...view } = found
    return c.json(view, 200)
  })
  app.openapi(begin, async c => {
    const { name, consented, ...asked } = c.req.valid('json')
    const tenant = toId<TenantId>(asked.tenant)
    entryFor(c, parts, { tenant, entry: asked.entry })
    const begun = webCalls.begin({
      ...asked,
      tenant,
      source: sourceOf(c, parts.isProxy),
      ...(name !== undefined && { name }),
      ...(consented !== undefined && { consented }),
    })
    if (!begun.ok) throw refusal(begun.code, begun.retryAfterMs)
    const { token, graceMs } = begun
    const iceServers = begun.iceServers.map(({ urls, ...rest }) => ({ ...rest, urls: [...urls] }))
    return c.json({ token, graceMs, iceServers }, 201)
  })
}

/** Whoever asks for calls again and again is held back like whoever signs in again and again. */
const inTurn = ({ perAddress, isProxy }: WebCallParts): MiddlewareHandler<ApiEnv> =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const waitMs = perAddress.take(sourceOf(c, isProxy))
    if (waitMs > 0) throw refusal('too-often', waitMs)
    await next()
  })

/** The question browsers ask before a stranger’s page may send JSON; the answer to it is in `entryFor`. */
const mayBeAsked: MiddlewareHandler<ApiEnv> = createMiddleware<ApiEnv>(async (c, next) => {
  if (c.req.method !== 'OPTIONS') return next()
  const origin = c.req.header('origin')
  if (origin === undefined) return next()
  return c.body(null, 204, {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
    vary: 'origin',
  })
})

/** The entry, if the page that asks is ours or on one of its sites. A page that looks may be nobody’s. */
function entryFor(
  c: Context<ApiEnv>,
  { webCalls, publicUrl }: WebCallParts,
  { tenant, entry }: { readonly tenant: TenantId; readonly entry: string },
): WebEntryView {
  const found = webCalls.entry(tenant, entry)
  if (found === undefined) throw noEntry()
  const origin = c.req.header('origin')
  const asked = {
    origin,
    fetchSite: c.req.header('sec-fetch-site'),
    host: c.req.header('host'),
    publicUrl: publicUrl(),
  }
  if (isSameOrigin(asked) || (c.req.method === 'GET' && origin === undefined)) return found
  if (origin === undefined || !found.origins.includes(origin)) throw strangeSite()
  c.header('access-control-allow-origin', origin)
  c.header('cross-origin-resource-policy', 'cross-origin')
  c.header('vary', 'origin')
  return found
}

function refusal(code: WebCallRefusal, retryAfterMs = 30_000): ProblemError {
  const headers = { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }
  switch (code) {
    case 'unknown-entry':
      return noEntry()
    case 'consent-needed':
      return new ProblemError({
        status: 422,
        code,
        words: 'The customer has to agree first to what the entry says now.',
        remedy:
          'Ask for the entry again, show its `consent`, and send those words as `consented` once they are agreed to.',
      })
    case 'too-often':
      return new ProblemError({
        status: 429,
        code,
        words: 'Too many calls were asked for from here of late.',
        remedy: 'Wait as long as `Retry-After` says.',
        headers,
      })
    case 'too-many-from-here':
      return new ProblemError({
        status: 429,
        code,
        words: 'There are as many calls from here at once as there may be.',
        remedy: 'End one of them first.',
        headers,
      })
    case 'entry-full':
      return new ProblemError({
        status: 503,
        code,
        words: 'As many customers call from pages now as can be taken.',
        remedy: 'Try again in a few minutes.',
        headers,
      })
  }
}

function noEntry(): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'not-found',
    words: 'There is no such place to call from.',
    remedy: 'Correct tenant and entry; entries are listed as `webCalls` in the tenant’s file.',
  })
}

function strangeSite(): ProblemError {
  return new ProblemError({
    status: 403,
    code: 'cross-site',
    words: 'This site may not call by this entry.',
    remedy: 'Add its origin to the `origins` of the entry.',
  })
}
