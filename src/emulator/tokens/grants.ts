import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { EmulatorClock } from '../clock.ts'
import { boundedMap } from '../bounded-map.ts'
import { refuse } from '../entra/refusal.ts'
import type { Refusal } from '../entra/refusal.ts'

/** What a signed-in person allowed an app to do. */
export interface Grant {
  readonly clientId: string
  readonly directoryId: string
  readonly personId: string
  readonly scope: string
}

/** A grant on its way through the browser, with what must be repeated to redeem it. */
export interface CodeGrant extends Grant {
  readonly redirectUri: string
  readonly nonce: string | undefined
  readonly challenge: Challenge | undefined
}

/** The proof key of RFC 7636. */
export interface Challenge {
  readonly method: 'S256' | 'plain'
  readonly value: string
}

/** What the token request repeats. */
export interface Redemption {
  readonly code: string
  readonly clientId: string
  readonly redirectUri: string
  readonly verifier: string | undefined
}

/** Codes and refresh tokens under way, and for how long. */
export const codesMax = 10_000
export const codeMsMax = 600_000
export const refreshTokensMax = 20_000
export const refreshTokenMsMax = 90 * 86_400_000

/** The codes and refresh tokens Entra ID has handed out. */
export interface Grants {
  issueCode(grant: CodeGrant): string
  redeemCode(redemption: Redemption): { readonly ok: true; readonly grant: CodeGrant } | Refusal
  issueRefreshToken(grant: Grant): string
  readRefreshToken(
    token: string,
    clientId: string,
  ): { readonly ok: true; readonly grant: Grant } | Refusal
}

/** Opens an empty store of grants. */
export function openGrants(clock: EmulatorClock): Grants {
  const codes = boundedMap<{ grant: CodeGrant; untilMs: number; redeemed: boolean }>(codesMax)
  const refreshTokens = boundedMap<{ grant: Grant; untilMs: number }>(refreshTokensMax)

  return {
    issueCode: grant => {
      const code = `1.${randomBytes(48).toString('base64url')}`
      codes.set(code, { grant, untilMs: clock.now() + codeMsMax, redeemed: false })
      return code
    },
    redeemCode: redemption => {
      const kept = codes.get(redemption.code)
      if (kept === undefined) return refuse.grantUnknown()
      if (kept.redeemed) return refuse.codeRedeemed()
      if (clock.now() > kept.untilMs) return refuse.grantExpired()
      const mismatch = compare(kept.grant, redemption)
      if (mismatch !== undefined) return mismatch
      codes.set(redemption.code, { ...kept, redeemed: true })
      return { ok: true, grant: kept.grant }
    },
    issueRefreshToken: grant => {
      const token = `1.${randomBytes(64).toString('base64url')}`
      refreshTokens.set(token, { grant, untilMs: clock.now() + refreshTokenMsMax })
      return token
    },
    readRefreshToken: (token, clientId) => {
      const kept = refreshTokens.get(token)
      if (kept === undefined || kept.grant.clientId !== clientId) return refuse.grantUnknown()
      return clock.now() > kept.untilMs ? refuse.grantExpired() : { ok: true, grant: kept.grant }
    },
  }
}

function compare(grant: CodeGrant, redemption: Redemption): Refusal | undefined {
  if (grant.clientId !== redemption.clientId) return refuse.grantUnknown()
  if (grant.redirectUri !== redemption.redirectUri) return refuse.replyAddressDiffers()
  return proves(grant.challenge, redemption.verifier) ? undefined : refuse.verifierWrong()
}

/** RFC 7636 §4.6; a verifier without a challenge proves nothing and is refused too. */
function proves(challenge: Challenge | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === verifier
  const digest = createHash('sha256').update(verifier).digest('base64url')
  return sameText(challenge.method === 'S256' ? digest : verifier, challenge.value)
}

/** Compares without telling by the time it takes how much was right. */
export function sameText(left: string, right: string): boolean {
  const digests = [left, right].map(text => createHash('sha256').update(text).digest())
  const [a, b] = digests
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
