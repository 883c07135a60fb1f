import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { MiddlewareHandler } from 'hono'
import type { TenantId } from '#core'
import { isId, toId } from '#core'
import { isOperator } from '../auth/operator-key.ts'
import type { Person, WhoIs } from '../auth/person.ts'
import type { RateLimit } from '../auth/rate-limit.ts'
import { isSameOrigin } from '../auth/same-origin.ts'
import type { Session, Sessions } from '../auth/sessions.ts'
import type { AllViews } from '../views/all-views.ts'
import { addressOf, type ApiEnv, type Asking } from './asking.ts'
import { ProblemError } from './problem.ts'

/** The cookie that carries a session's secret. */
export const sessionCookie = 'parley_session'

/** What guards look at. */
export interface Guarding {
  readonly sessions: Sessions
  readonly whoIs: WhoIs
  readonly views: AllViews
  readonly perPerson: RateLimit
  readonly perAddress: RateLimit
  readonly publicUrl: () => string
  /** What proves that the command line of this machine asks; none where it has no such door. */
  readonly operatorKey?: string
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whatever may change something must come from a page of our own. */
export const fromOwnPages = (guarding: Pick<Guarding, 'publicUrl'>): MiddlewareHandler<ApiEnv> =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const asked = {
      origin: c.req.header('origin'),
      fetchSite: c.req.header('sec-fetch-site'),
      host: c.req.header('host'),
      publicUrl: guarding.publicUrl(),
    }
    // A stranger's page cannot send this header without asking first, which is never granted.
    const isProgram = c.req.header('authorization') !== undefined
    if (!isProgram && !reading.has(c.req.method) && !isSameOrigin(asked)) throw strangePage()
    await next()
  })

/** Finds who asks, lets nobody else in, and nobody too often. */
export const signedIn = (guarding: Guarding): MiddlewareHandler<ApiEnv> =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const authorization = c.req.header('authorization')
    if (authorization !== undefined) {
      inTurn(guarding.perAddress.take(addressOf(c)))
      c.set('asking', operatorAsking(guarding, c.req, authorization))
      await next()
      return
    }
    const session = await sessionOf(guarding, getCookie(c, sessionCookie))
    if (session === undefined) {
      inTurn(guarding.perAddress.take(addressOf(c)))
      throw signedOut()
    }
    inTurn(guarding.perPerson.take(rateName(session)))
    c.set('asking', askingOf(guarding, session))
    await next()
  })

/** The operator of the installation, looking after one tenant; on the routes of administration alone. */
function operatorAsking(
  { operatorKey, views }: Guarding,
  asked: { readonly path: string; readonly header: (name: string) => string | undefined },
  authorization: string,
): Asking {
  const isAdmin = asked.path.startsWith('/api/admin/')
  if (!isAdmin || !isOperator(authorization, operatorKey)) throw signedOut()
  const name = asked.header('parley-tenant') ?? ''
  const tenant = isId(name) ? toId<TenantId>(name) : undefined
  const ofTenant = tenant === undefined ? undefined : views.of(tenant)
  if (tenant === undefined || ofTenant === undefined) throw tenantAway()
  const person: Person = { tenant, role: 'admin', name: 'the operator', operator: true }
  const identity = {
    tenantDirectoryId: '',
    personDirectoryId: 'operator',
    name: person.name,
    userName: 'operator',
  }
  return { session: { id: 'operator', identity, startedAt: 0 }, person, views: ofTenant }
}

/** Holds back an address that signs in again and again. */
export const notTooOften = (guarding: Pick<Guarding, 'perAddress'>): MiddlewareHandler<ApiEnv> =>
  createMiddleware<ApiEnv>(async (c, next) => {
    inTurn(guarding.perAddress.take(addressOf(c)))
    await next()
  })

/** The session of a cookie's secret, if it still is one. */
export async function sessionOf(
  { sessions }: Pick<Guarding, 'sessions'>,
  secret: string | undefined,
): Promise<Session | undefined> {
  return secret === undefined ? undefined : sessions.find(secret)
}

/** Who somebody is today, and the views of that person's tenant. */
export function askingOf({ whoIs, views }: Guarding, session: Session): Asking {
  const person = whoIs(session.identity)
  if (person === undefined) throw notOnboarded()
  const ofTenant = views.of(person.tenant)
  if (ofTenant === undefined) throw tenantAway()
  return { session, person, views: ofTenant }
}

/** One name for all of a person's tabs and browsers. */
export function rateName({ identity }: Session): string {
  return `${identity.tenantDirectoryId}/${identity.personDirectoryId}`
}

function inTurn(waitMs: number): void {
  if (waitMs === 0) return
  throw new ProblemError({
    status: 429,
    code: 'too-many-requests',
    words: 'That was too often in too short a time.',
    remedy: `Wait ${Math.ceil(waitMs / 1000)} s and try again.`,
    headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
  })
}

function signedOut(): ProblemError {
  return new ProblemError({
    status: 401,
    code: 'signed-out',
    words: 'Nobody is signed in, or the session has ended.',
    remedy: 'Sign in at /auth/sign-in.',
  })
}

function notOnboarded(): ProblemError {
  return new ProblemError({
    status: 403,
    code: 'not-onboarded',
    words: 'You are signed in with Microsoft, but nobody has added you to this contact center.',
    remedy: 'Ask your administrator to add you with the object id of your Microsoft account.',
  })
}

function tenantAway(): ProblemError {
  return new ProblemError({
    status: 503,
    code: 'tenant-away',
    words: 'Your organisation is configured here but is not running at the moment.',
    remedy: 'Try again in a few seconds; if it stays so, tell whoever runs the installation.',
    headers: { 'retry-after': '5' },
  })
}

function strangePage(): ProblemError {
  return new ProblemError({
    status: 403,
    code: 'cross-site',
    words: 'This request did not come from a page of this server.',
    remedy: 'Send it from the app, or with an Origin header that names this server.',
  })
}
