import { parse } from 'hono/utils/cookie'
import type { IncomingMessage } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { isSameOrigin } from '../auth/same-origin.ts'
import type { Asking } from '../http/asking.ts'
import { askingOf, rateName, sessionCookie, sessionOf, type Guarding } from '../http/guards.ts'
import { problemBody, ProblemError } from '../http/problem.ts'

/** Where the live socket is. */
export const livePath = '/api/live'

/** Who wants a socket; throws the problem where nobody may have one. */
export async function admit(request: IncomingMessage, guarding: Guarding): Promise<Asking> {
  const { headers, url = '/' } = request
  if (new URL(url, 'http://here').pathname !== livePath) throw nothingHere()
  const asked = {
    origin: headers.origin,
    fetchSite: one(headers['sec-fetch-site']),
    host: headers.host,
    publicUrl: guarding.publicUrl(),
  }
  if (!isSameOrigin(asked)) throw strangePage()
  const secret = parse(headers.cookie ?? '', sessionCookie)[sessionCookie]
  const session = await sessionOf(guarding, secret)
  // A whole office behind one address comes back at once after a restart: strangers alone are
  // counted by where they are, and people by who they are.
  if (session === undefined) {
    const address = request.socket.remoteAddress ?? 'unknown'
    if (guarding.perAddress.take(address) > 0) throw tooOften()
    throw signedOut()
  }
  if (guarding.perPerson.take(rateName(session)) > 0) throw tooOften()
  return askingOf(guarding, session)
}

/** Answers a request for a socket like any other that is refused, and ends it. */
export function refuseUpgrade(socket: Duplex, error: ProblemError): void {
  const { status } = error.parts
  const body = JSON.stringify(problemBody(error.parts))
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

/** There are as many sockets as there may be. */
export function tooMany(words: string): ProblemError {
  return new ProblemError({
    status: 429,
    code: 'too-many-sockets',
    words,
    remedy: 'Close other tabs of this app and try again.',
  })
}

function tooOften(): ProblemError {
  return tooMany('Too many sockets were opened at once.')
}

function one(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'object' ? header[0] : header
}

function nothingHere(): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'not-found',
    words: 'There is no socket here.',
    remedy: `The live socket is at ${livePath}.`,
  })
}

function strangePage(): ProblemError {
  return new ProblemError({
    status: 403,
    code: 'cross-site',
    words: 'This socket was not asked for by a page of this server.',
    remedy: 'Open it from the app, or with an Origin header that names this server.',
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
