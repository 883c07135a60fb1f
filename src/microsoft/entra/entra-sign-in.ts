import {
  CryptoProvider,
  type AuthorizationCodeRequest,
  type ConfidentialClientApplication,
} from '@azure/msal-node'
import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { openClient, type AppCredential } from './client.ts'
import { directoryMsMax, readDirectory, type Directory } from './directory.ts'
import { proveIdToken, type Claims } from './id-token.ts'
import { openNetwork } from '../network.ts'
import { forged, refusedByProvider, refusedInExchange, type EntraRefusal } from './refusals.ts'

/** The app's registration in Entra ID, and where people come back to. */
export interface EntraOptions {
  /** `https://login.microsoftonline.com/organizations` for many tenants, or one tenant's. */
  readonly authority: string
  readonly clientId: string
  readonly credential: AppCredential
  /** Asked for when it is needed: a server on any free port learns its address late. */
  readonly redirectUri: () => string
  /** A further authority's certificate in PEM, where the directory is a local stand-in. */
  readonly trustedCertificate?: string
  readonly now?: () => number
}

/** Who signed in, or why nobody did. */
export type EntraOutcome =
  | {
      readonly ok: true
      readonly identity: {
        readonly tenantDirectoryId: string
        readonly personDirectoryId: string
        readonly name: string
        readonly userName: string
      }
    }
  | { readonly ok: false; readonly refused: EntraRefusal }

/** Sign-in with Microsoft: authorization code with PKCE, state and nonce, by Microsoft's own SDK. */
export interface EntraSignIn {
  /** With a user name, Entra ID lets somebody in at once whom it knows by it in this browser. */
  readonly begin: (
    loginHint?: string,
  ) => Promise<{ readonly redirectTo: string; readonly pending: string }>
  readonly complete: (
    answer: Readonly<Record<string, string>>,
    pending: string,
  ) => Promise<EntraOutcome>
  readonly close: () => void
}

const pendingShape = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() })
type Pending = z.infer<typeof pendingShape>

const scopes = ['openid', 'profile']

/** Opens the sign-in. Nothing is asked of the directory before somebody signs in. */
export function openEntraSignIn(options: EntraOptions): EntraSignIn {
  const now = options.now ?? Date.now
  const network = openNetwork(options.trustedCertificate)
  let known: Known | undefined

  /** The directory and the SDK's client for it, read again once a day. */
  async function know(): Promise<Known> {
    if (known !== undefined && now() - known.readAt < directoryMsMax) return known
    const directory = await readDirectory(authorityOf(options), network)
    known = {
      directory,
      client: openClient({ ...options, authority: authorityOf(options) }, directory, network),
      readAt: now(),
    }
    return known
  }

  async function complete(
    answer: Readonly<Record<string, string>>,
    { state, nonce, verifier }: Pending,
  ): Promise<EntraOutcome> {
    if (!isSame(answer.state ?? '', state)) return no(forged('its state is not ours'))
    if (answer.error !== undefined) {
      return no(refusedByProvider(answer.error, answer.error_description ?? ''))
    }
    if (answer.code === undefined) return no(forged('it carries no code'))
    try {
      const { client, directory } = await know()
      const redirectUri = options.redirectUri()
      const exchange = { code: answer.code, codeVerifier: verifier, nonce, redirectUri, scopes }
      const token = await idTokenFor(client, exchange)
      const expected = { audience: options.clientId, nonce, now: now() }
      const proven = await proveIdToken(token, directory, expected)
      return proven.ok ? yes(proven.claims) : no(forged(proven.words))
    } catch (error) {
      return no(refusedInExchange(error))
    }
  }

  return {
    begin: async loginHint => {
      const { client } = await know()
      return beginWith(client, options.redirectUri(), loginHint)
    },
    complete: async (answer, pending) => complete(answer, pendingShape.parse(JSON.parse(pending))),
    close: network.close,
  }
}

interface Known {
  readonly directory: Directory
  readonly client: ConfidentialClientApplication
  readonly readAt: number
}

async function beginWith(
  client: ConfidentialClientApplication,
  redirectUri: string,
  loginHint: string | undefined,
): Promise<{ redirectTo: string; pending: string }> {
  const crypto = new CryptoProvider()
  const { challenge, verifier } = await crypto.generatePkceCodes()
  const pending = { state: crypto.createNewGuid(), nonce: crypto.createNewGuid(), verifier }
  const redirectTo = await client.getAuthCodeUrl({
    scopes,
    redirectUri,
    responseMode: 'query',
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    state: pending.state,
    nonce: pending.nonce,
    ...(loginHint === undefined ? { prompt: 'select_account' } : { loginHint }),
  })
  return { redirectTo, pending: JSON.stringify(pending) }
}

async function idTokenFor(
  client: ConfidentialClientApplication,
  exchange: AuthorizationCodeRequest,
): Promise<string> {
  const result = await client.acquireTokenByCode(exchange)
  // The SDK remembers everybody's tokens; we have no use for them, and memory has an end.
  if (result.account !== null) await client.getTokenCache().removeAccount(result.account)
  return result.idToken
}

function authorityOf({ authority }: EntraOptions): string {
  return authority.replace(/\/$/, '')
}

function yes(claims: Claims): EntraOutcome {
  const userName = claims.preferred_username ?? ''
  return {
    ok: true,
    identity: {
      tenantDirectoryId: claims.tid,
      personDirectoryId: claims.oid,
      name: claims.name ?? userName,
      userName,
    },
  }
}

function no(refused: EntraRefusal): EntraOutcome {
  return { ok: false, refused }
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}
