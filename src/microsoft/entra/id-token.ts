import { errors, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Directory } from './directory.ts'

/** How far the directory's clock and ours may be apart. */
export const clockSkewSeconds = 300
const guid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)

/** The claims an Entra v2 token names a person with. `tid` and `oid` are the key, the rest is display. */
const claimsShape = z.object({
  tid: guid,
  oid: guid,
  iss: z.string(),
  nonce: z.string(),
  ver: z.literal('2.0').optional(),
  name: z.string().max(256).optional(),
  preferred_username: z.string().max(256).optional(),
})

/** Who a proven token is about. */
export type Claims = z.infer<typeof claimsShape>

/** What a token must be. */
export interface TokenExpected {
  readonly audience: string
  readonly nonce: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The claims of a token that is what it says, or words on why it is not. */
export type Proven =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly words: string }

/** Proves an ID token: signed by the directory's keys, issued by the person's own tenant, for us, now. */
export async function proveIdToken(
  token: string,
  { issuer, keys }: Pick<Directory, 'issuer' | 'keys'>,
  { audience, nonce, now }: TokenExpected,
): Promise<Proven> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      audience,
      clockTolerance: clockSkewSeconds,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'iat', 'iss', 'aud', 'tid', 'oid', 'nonce'],
    })
    const claims = claimsShape.parse(payload)
    // A key set signs for many tenants: the issuer must be the one of the token's own tenant.
    const expected = issuer.replace('{tenantid}', claims.tid)
    if (claims.iss !== expected) return { ok: false, words: `issued by ${claims.iss}` }
    if (claims.nonce !== nonce) return { ok: false, words: 'made for another sign-in' }
    return { ok: true, claims }
  } catch (error) {
    if (error instanceof errors.JOSEError) return { ok: false, words: error.message }
    if (error instanceof z.ZodError) return { ok: false, words: z.prettifyError(error) }
    throw error
  }
}
