import type { Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { ApiEnv } from '../http/asking.ts'
import { sessionCookie, sessionOf, type Guarding } from '../http/guards.ts'
import { problemResponse, type ProblemParts } from '../http/problem.ts'
import type { ApiLog } from '../options.ts'
import type { PendingSignIns } from './pending-sign-ins.ts'
import type { Session } from './sessions.ts'
import type { BegunSignIn, SignInPort } from './sign-in-port.ts'
import { wordsPage } from './sign-in-page.ts'

/** The cookie that ties a sign-in under way to the browser that began it. */
const signingInCookie = 'parley_signing_in'
/** The longest path somebody is led back to. */
const returnToLengthMax = 512
/** The longest user name somebody is expected by. */
const loginHintLengthMax = 254

/** What signing in and out needs. */
export interface SigningIn extends Guarding {
  readonly signIn: SignInPort
  readonly pending: PendingSignIns
  readonly log: ApiLog
  readonly sessionMsMax: number
  readonly signInMsMax: number
  /** Said before anybody is known: whether this is a rehearsal, which has a first screen of its own. */
  readonly emulated: boolean
}

/** To the provider's page and back, and out again. */
export function addSignInRoutes(app: Hono<ApiEnv>, signing: SigningIn): void {
  app.get('/auth/ways', c => c.json({ emulated: signing.emulated }))
  app.get('/auth/sign-in', c => begin(c, signing))
  app.get('/auth/callback', c => complete(c, signing))
  app.post('/auth/sign-out', c => signOut(c, signing))
}

async function begin(c: Context<ApiEnv>, signing: SigningIn): Promise<Response> {
  const returnTo = ownPath(c.req.query('returnTo'))
  const loginHint = userNameIn(c.req.query('loginHint'))
  const elsewhere = otherNameOfHere(c.req.header('host'), signing.publicUrl())
  if (elsewhere !== undefined) {
    const asked = new URLSearchParams({ returnTo, ...(loginHint && { loginHint }) })
    return c.redirect(`${elsewhere}/auth/sign-in?${asked.toString()}`)
  }
  const begun = await began(signing, loginHint)
  if (begun === undefined) return say(c, unreachable)
  const name = signing.pending.keep({ pending: begun.pending, returnTo })
  setCookie(c, signingInCookie, name, {
    ...cookieShape(signing),
    path: '/auth',
    maxAge: signing.signInMsMax / 1000,
  })
  return c.redirect(begun.redirectTo)
}

async function began(
  { signIn, log }: SigningIn,
  loginHint: string | undefined,
): Promise<BegunSignIn | undefined> {
  try {
    return await signIn.begin(loginHint)
  } catch (error) {
    log.error({ error }, 'a sign-in could not begin')
    return undefined
  }
}

async function complete(c: Context<ApiEnv>, signing: SigningIn): Promise<Response> {
  const begun = signing.pending.take(getCookie(c, signingInCookie) ?? '')
  deleteCookie(c, signingInCookie, { path: '/auth' })
  if (begun === undefined) return say(c, stale)
  const outcome = await signing.signIn.complete(c.req.query(), begun.pending)
  if (!outcome.ok) {
    signing.log.warn({ code: outcome.refused.code }, outcome.refused.words)
    return say(c, { status: 403, ...outcome.refused })
  }
  const { identity } = outcome
  if (signing.whoIs(identity) === undefined) {
    signing.log.warn(
      { tenant: identity.tenantDirectoryId, person: identity.personDirectoryId },
      'somebody signed in who is not in the configuration',
    )
    return say(c, stranger(identity.userName, identity.personDirectoryId))
  }
  // A secret of before the sign-in is worth nothing after it: no session can be planted.
  const before = await sessionOf(signing, getCookie(c, sessionCookie))
  if (before !== undefined) await signing.sessions.end(before.id)
  const { secret } = await signing.sessions.begin(identity)
  setCookie(c, sessionCookie, secret, {
    ...cookieShape(signing),
    path: '/',
    maxAge: signing.sessionMsMax / 1000,
  })
  return c.redirect(begun.returnTo)
}

async function signOut(c: Context<ApiEnv>, signing: SigningIn): Promise<Response> {
  const session = await sessionOf(signing, getCookie(c, sessionCookie))
  deleteCookie(c, sessionCookie, { path: '/' })
  if (session === undefined) return c.body(null, 204)
  await signing.sessions.end(session.id)
  if (signing.sessions.countOf(session.identity) === 0) await leaveDesk(signing, session)
  return c.body(null, 204)
}

/** Whoever has closed the last door behind them is not at the desk; a call under way goes on. */
async function leaveDesk({ whoIs, views, log }: SigningIn, { identity }: Session): Promise<void> {
  const person = whoIs(identity)
  if (person?.agent === undefined) return
  const lane = views.of(person.tenant)?.lane
  const taken = await lane?.submit({ kind: 'agent-signed-out', agent: person.agent })
  if (taken?.ok === false && taken.refused.code !== 'already-so') {
    log.warn({ code: taken.refused.code }, taken.refused.words)
  }
}

function cookieShape({ publicUrl }: SigningIn): {
  httpOnly: true
  sameSite: 'Lax'
  secure: boolean
} {
  return { httpOnly: true, sameSite: 'Lax', secure: publicUrl().startsWith('https:') }
}

/** Only a path of our own is led back to, so that nobody can borrow our name to lead elsewhere. */
export function ownPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > returnToLengthMax) return '/'
  return /^\/(?![/\\])[^\s\\]*$/.test(asked) ? asked : '/'
}

function userNameIn(asked: string | undefined): string | undefined {
  if (asked === undefined || asked.length > loginHintLengthMax) return undefined
  return /^[^\s@]+@[^\s@]+$/.test(asked) ? asked : undefined
}

const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/

/**
 * On one machine people type `localhost` or `127.0.0.1` alike, but cookies tell them apart and the
 * provider leads back to one alone: the sign-in begins where it will end.
 */
function otherNameOfHere(host: string | undefined, publicUrl: string): string | undefined {
  const ours = new URL(publicUrl)
  if (host === undefined || host === ours.host) return undefined
  return loopback.test(host) && loopback.test(ours.host) ? ours.origin : undefined
}

function say(c: Context<ApiEnv>, parts: ProblemParts): Response | Promise<Response> {
  if (!(c.req.header('accept') ?? '').includes('text/html')) return problemResponse(c, parts)
  const link = { to: '/auth/sign-in', words: 'Sign in again' }
  return c.html(
    wordsPage({ title: 'You are not signed in', words: parts.words, remedy: parts.remedy, link }),
    parts.status,
  )
}

const stale: ProblemParts = {
  status: 400,
  code: 'sign-in-stale',
  words: 'This sign-in took too long, was completed before, or began in another browser.',
  remedy: 'Sign in again.',
}

const unreachable: ProblemParts = {
  status: 503,
  code: 'sign-in-unreachable',
  words: 'Microsoft’s sign-in cannot be reached from this server.',
  remedy: 'Try again in a minute; if it stays so, tell whoever runs the installation.',
}

function stranger(userName: string, directoryId: string): ProblemParts {
  return {
    status: 403,
    code: 'not-onboarded',
    words: `Microsoft knows you as ${userName}, but nobody has added you to this contact center.`,
    remedy: `Ask your administrator to add you with the object id ${directoryId}.`,
  }
}
