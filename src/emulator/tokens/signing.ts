import { calculateJwkThumbprint, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import type { JWK, JWTPayload } from 'jose'

/** The key Entra ID signs its tokens with, and its public half as the key list shows it. */
export interface TokenSigner {
  readonly keys: readonly JWK[]
  /** Graph's own tokens carry a nonce in the header and are nobody else's to check (graph §A.6). */
  sign(claims: JWTPayload, header?: Readonly<Record<string, string>>): Promise<string>
  /** The claims of a token of ours that is still valid. */
  read(token: string, atMs: number): Promise<JWTPayload | undefined>
}

/** Makes a fresh RS256 key: Entra's keys rotate without notice, so ours may change with a restart. */
export async function openSigner(): Promise<TokenSigner> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 })
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  return {
    keys: [{ ...jwk, kid, x5t: kid, use: 'sig' }],
    sign: (claims, header = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ ...header, typ: 'JWT', alg: 'RS256', kid })
        .sign(privateKey),
    read: async (token, atMs) => {
      try {
        const { payload } = await jwtVerify(token, publicKey, { currentDate: new Date(atMs) })
        return payload
      } catch {
        return undefined
      }
    },
  }
}
