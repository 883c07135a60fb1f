import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { serialize } from 'hono/utils/cookie'
import type { EmulatedPerson, EmulatedTenant } from '../config.ts'
import { boundedMap } from '../bounded-map.ts'
import type { BoundedMap } from '../bounded-map.ts'
import { clientInfo } from '../tokens/claims.ts'
import type { EntraWorld } from './entra-world.ts'
import { choicePage, faultPage, formPostPage, signedOutPage } from './page.ts'
import { refusalBody, refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { readSignIn } from './sign-in-request.ts'
import type { ReplyTo, SignInRequest } from './sign-in-request.ts'

/** Browsers that are signed in at once, before the oldest is forgotten. */
export const sessionsMax = 5000
export const formBytesMax = 16_384

const cookieName = 'emulated_entra_session'

interface Identity {
  readonly tenant: EmulatedTenant
  readonly person: EmulatedPerson
}

/** The sign-in pages, and how a browser comes to be known there without them. */
export interface SignInPages {
  readonly app: Hono
  /** A browser that shows this cookie is signed in already, as one is in which Teams was opened. */
  readonly admit: (personId: string) => KnownBrowser | undefined
}

/** What a browser carries that is signed in at the emulated Entra ID. */
export interface KnownBrowser {
  readonly cookie: string
  readonly userName: string
}

/** The pages a person's browser meets: authorize and logout, over plain http on loopback. */
export function signInPages(world: EntraWorld): SignInPages {
  const sessions = boundedMap<Identity>(sessionsMax)
  const admit: SignInPages['admit'] = personId => {
    const identity = identityOf(world, personId)
    if (identity === undefined) return undefined
    const session = randomUUID()
    sessions.set(session, identity)
    const cookie = serialize(cookieName, session, { httpOnly: true, sameSite: 'Lax', path: '/' })
    return { cookie, userName: identity.person.userName }
  }
  return { app: pagesOver(world, sessions), admit }
}

function identityOf({ directory }: EntraWorld, personId: string): Identity | undefined {
  for (const tenant of directory.tenants) {
    const person = tenant.people.find(({ id }) => id === personId)
    if (person !== undefined) return { tenant, person }
  }
  return undefined
}

function pagesOver(world: EntraWorld, sessions: BoundedMap<Identity>): Hono {
  const app = new Hono()
  const path = '/:tenant/oauth2/v2.0/authorize'

  app.get(path, c => {
    const reading = read(world, c)
    if (reading.kind === 'show') return showFault(world, c, reading.refusal)
    if (reading.kind === 'reply') return replyFault(world, c, reading)
    const { request } = reading
    const known = sessions.get(getCookie(c, cookieName) ?? '')
    if (known !== undefined && staysSignedIn(request, known)) {
      return replyCode(world, c, request, known)
    }
    if (request.prompt === 'none') {
      return replyFault(world, c, { reply: request.reply, refusal: refuse.signInRequired() })
    }
    return c.html(
      choicePage({
        appName: request.tenants[0]?.app.name ?? request.clientId,
        action: new URL(c.req.url).pathname + new URL(c.req.url).search,
        tenants: request.tenants.map(({ tenant }) => tenant),
        loginHint: request.loginHint,
      }),
    )
  })

  app.post(path, bodyLimit({ maxSize: formBytesMax }), async c => {
    const reading = read(world, c)
    if (reading.kind === 'show') return showFault(world, c, reading.refusal)
    if (reading.kind === 'reply') return replyFault(world, c, reading)
    const { request } = reading
    const chosen = choiceOf(request, new URLSearchParams(await c.req.text()).get('person') ?? '')
    if (chosen === undefined) {
      return replyFault(world, c, { reply: request.reply, refusal: refuse.declined() })
    }
    const session = randomUUID()
    sessions.set(session, chosen)
    setCookie(c, cookieName, session, { httpOnly: true, sameSite: 'Lax', path: '/' })
    return replyCode(world, c, request, chosen)
  })

  app.get('/:tenant/oauth2/v2.0/logout', c => {
    sessions.delete(getCookie(c, cookieName) ?? '')
    deleteCookie(c, cookieName, { path: '/' })
    const back = c.req.query('post_logout_redirect_uri')
    return back !== undefined && mayReturn(world, back) ? c.redirect(back) : c.html(signedOutPage())
  })
  return app
}

function read(world: EntraWorld, c: Context): ReturnType<typeof readSignIn> {
  const url = new URL(c.req.url)
  return readSignIn(world.directory, c.req.param('tenant') ?? '', url.searchParams)
}

/** Nobody is asked again who is known and meant; `login` and `select_account` insist on asking. */
function staysSignedIn(request: SignInRequest, known: Identity): boolean {
  if (!request.tenants.some(({ tenant }) => tenant === known.tenant)) return false
  if (request.prompt === 'none') return true
  return request.prompt === undefined && request.loginHint === known.person.userName
}

function choiceOf(request: SignInRequest, value: string): Identity | undefined {
  const [directoryId, personId] = value.split('/')
  const tenant = request.tenants.find(one => one.tenant.directoryId === directoryId)?.tenant
  const person = tenant?.people.find(one => one.id === personId)
  return tenant === undefined || person === undefined ? undefined : { tenant, person }
}

/** A logout may only lead to an origin some app has registered, or it would lead anywhere. */
function mayReturn(world: EntraWorld, back: string): boolean {
  if (!URL.canParse(back)) return false
  const { origin } = new URL(back)
  const uris = world.directory.tenants.flatMap(({ apps }) => apps.flatMap(app => app.redirectUris))
  return uris.some(uri => URL.canParse(uri) && new URL(uri).origin === origin)
}

function replyCode(
  world: EntraWorld,
  c: Context,
  request: SignInRequest,
  who: Identity,
): Response | Promise<Response> {
  const code = world.grants.issueCode({
    clientId: request.clientId,
    directoryId: who.tenant.directoryId,
    personId: who.person.id,
    scope: request.scope,
    redirectUri: request.reply.redirectUri,
    nonce: request.nonce,
    challenge: request.challenge,
  })
  world.log('info', 'signed in', { person: who.person.userName, client: request.clientId })
  const fields = new Map([['code', code]])
  if (request.clientInfo) fields.set('client_info', clientInfo(who.person.id, who.tenant))
  return carryBack(c, request.reply, fields)
}

function replyFault(
  world: EntraWorld,
  c: Context,
  fault: { readonly reply: ReplyTo; readonly refusal: Refusal },
): Response | Promise<Response> {
  const body = bodyOf(world, c, fault.refusal)
  const fields = new Map([
    ['error', body.error],
    ['error_description', body.error_description],
    ['error_uri', body.error_uri],
  ])
  return carryBack(c, fault.reply, fields)
}

function showFault(world: EntraWorld, c: Context, refusal: Refusal): Response | Promise<Response> {
  return c.html(faultPage(bodyOf(world, c, refusal)), 400)
}

function bodyOf(world: EntraWorld, c: Context, refusal: Refusal): ReturnType<typeof refusalBody> {
  world.log('warn', 'sign-in refused', { code: refusal.code, words: refusal.words })
  return refusalBody(refusal, {
    nowMs: world.clock.now(),
    correlationId: c.req.query('client-request-id'),
  })
}

function carryBack(
  c: Context,
  reply: ReplyTo,
  fields: Map<string, string>,
): Response | Promise<Response> {
  if (reply.state !== undefined) fields.set('state', reply.state)
  if (reply.mode === 'form_post') return c.html(formPostPage(reply, fields))
  const url = new URL(reply.redirectUri)
  if (reply.mode === 'fragment') {
    url.hash = new URLSearchParams([...fields]).toString()
  } else {
    for (const [name, value] of fields) url.searchParams.set(name, value)
  }
  return c.redirect(url.href)
}
