import { decodeJwt, type JWTPayload } from 'jose'
import { graphUri } from '../tokens/claims.ts'
import { refuse } from './refusal.ts'
import type { GraphRefusal } from './refusal.ts'

/** Who asks, by the token shown. */
export interface Caller {
  readonly directoryId: string
  readonly clientId: string
  /** The signed-in person of a delegated token; an app alone has none. */
  readonly personId: string | undefined
  readonly permissions: ReadonlySet<string>
}

/** Who asks, or why that is not believed. */
export type Proven =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly refusal: GraphRefusal }

/** What it takes to read a token. */
export interface TokenReader {
  readonly readToken: (token: string, atMs: number) => Promise<JWTPayload | undefined>
  readonly now: () => number
}

/** Proves a bearer token as Graph does: ours, for Graph, and of now (graph reference §A.6). */
export async function proveBearer(
  header: string | undefined,
  { readToken, now }: TokenReader,
): Promise<Proven> {
  const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1]
  if (token === undefined) return no(refuse.tokenMissing())
  const exp = expiryOf(token)
  if (exp === undefined) return no(refuse.tokenUnreadable())
  // Read as of its last moment, so that what has run out is told from what was never good.
  const claims = await readToken(token, (exp - 1) * 1000)
  if (claims === undefined) return no(refuse.tokenForged())
  if (claims.aud !== graphUri) return no(refuse.tokenForOthers())
  const seconds = now() / 1000
  if (seconds >= exp || seconds + 300 < (claims.nbf ?? 0)) return no(refuse.tokenExpired())
  return { ok: true, caller: callerOf(claims) }
}

function callerOf(claims: JWTPayload): Caller {
  const isApp = claims['idtyp'] === 'app'
  const roles = claims['roles']
  const granted = isApp ? (Array.isArray(roles) ? roles : []) : String(claims['scp']).split(' ')
  return {
    directoryId: String(claims['tid']),
    clientId: String(claims['appid']),
    personId: isApp ? undefined : String(claims['oid']),
    permissions: new Set(granted.map(String)),
  }
}

function expiryOf(token: string): number | undefined {
  try {
    return decodeJwt(token).exp
  } catch {
    return undefined
  }
}

function no(refusal: GraphRefusal): Proven {
  return { ok: false, refusal }
}
