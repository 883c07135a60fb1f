import { createHash, randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../clock.ts'
import type { EmulatorClock } from '../clock.ts'
import type { EmulatedTenant } from '../config.ts'
import type { IssuedIdentity } from '../emulator.ts'
import { openAuthority } from '../pki/authority.ts'
import { issueIdentity } from '../pki/issue.ts'
import { openEntra } from './open-entra.ts'
import type { Entra } from './open-entra.ts'

/** The person the sign-in tests sign in. */
export const anna = {
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  name: 'Anna <Admin> Lind',
  userName: 'anna@contoso.example',
  roles: ['agent', 'supervisor'],
}

/** A public client, which has no secret to keep. */
export const tabApp = {
  clientId: 'cccccccc-0000-4000-8000-000000000002',
  name: 'Tab',
  redirectUris: ['http://127.0.0.1:9/tab'],
}

/** The organisation the sign-in tests live in. */
export const contoso: EmulatedTenant = {
  directoryId: '11111111-2222-4333-8444-555555555555',
  name: 'Contoso',
  domains: ['contoso.example'],
  people: [
    anna,
    {
      id: 'aaaaaaaa-0000-4000-8000-000000000002',
      name: 'Ben Okafor',
      userName: 'ben@contoso.example',
    },
  ],
  apps: [
    {
      clientId: 'cccccccc-0000-4000-8000-000000000001',
      name: 'Parley',
      secret: 'a secret & more',
      redirectUris: ['http://127.0.0.1:9/auth/callback'],
      permissions: ['Presence.Read.All'],
    },
    tabApp,
  ],
}

/** The registered app of the tests. */
export const parleyApp = {
  clientId: 'cccccccc-0000-4000-8000-000000000001',
  secret: 'a secret & more',
  redirectUri: 'http://127.0.0.1:9/auth/callback',
}

/** An emulated Entra ID for one test, and time that can be moved. */
export interface EntraUnderTest extends AsyncDisposable {
  readonly entra: Entra
  readonly ca: string
  readonly identity: IssuedIdentity
  readonly clock: EmulatorClock
  later(ms: number): void
}

/** Opens Entra ID with an authority of its own in a throw-away folder. */
export async function openEntraUnderTest(
  tenant: EmulatedTenant = contoso,
): Promise<EntraUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-entra-'))
  let ahead = 0
  const clock = { ...systemClock, now: () => Date.now() + ahead }
  const authority = await openAuthority(folder, clock)
  const identity = await issueIdentity(authority, clock, { names: ['127.0.0.1', 'localhost'] })
  const entra = await openEntra({
    tenants: [tenant],
    host: '127.0.0.1',
    ports: { entra: 0, signIn: 0 },
    identity,
    clock,
    log: () => undefined,
  })
  return {
    entra,
    ca: authority.pem,
    identity,
    clock,
    later: ms => {
      ahead += ms
    },
    [Symbol.asyncDispose]: async () => {
      await entra.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** What came back. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** One HTTP exchange that follows nothing and keeps nothing. */
export function ask(
  url: string,
  how: {
    ca?: string
    form?: Record<string, string>
    json?: unknown
    headers?: Record<string, string>
  } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const body = bodyOf(how)
    const headers = {
      ...(how.form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(how.json !== undefined && { 'content-type': 'application/json' }),
      ...how.headers,
    }
    const options = { method: body === undefined ? 'GET' : 'POST', headers, agent: false as const }
    const request = url.startsWith('https:')
      ? httpsRequest(url, { ...options, ca: how.ca })
      : httpRequest(url, options)
    request.once('error', reject)
    request.once('response', response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      )
    })
    request.end(body)
  })
}

function bodyOf(how: { form?: Record<string, string>; json?: unknown }): string | undefined {
  if (how.json !== undefined) return JSON.stringify(how.json)
  return how.form === undefined ? undefined : new URLSearchParams(how.form).toString()
}

/** A PKCE pair (RFC 7636). */
export function freshProof(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}
