import type { ConfidentialClientApplication } from '@azure/msal-node'
import { openClient, type AppCredential } from '../entra/client.ts'
import { directoryMsMax, readDirectory } from '../entra/directory.ts'
import type { Network } from '../network.ts'

/** The app as it asks for itself, without a person (client credentials, graph reference §A.4). */
export interface AppTokenOptions {
  /** `https://login.microsoftonline.com`; each directory is a path of it. */
  readonly authority: string
  readonly clientId: string
  readonly credential: AppCredential
  /** Whom tokens are for, as `https://graph.microsoft.com`. */
  readonly resource: string
  readonly network: Network
  readonly now: () => number
}

/** The app's own tokens, one directory at a time. */
export interface AppTokens {
  /** A token that is good for now; a fresh one bears permissions that were granted just now. */
  readonly take: (directory: string, how: { readonly isFresh: boolean }) => Promise<string>
}

interface Known {
  readonly client: ConfidentialClientApplication
  readonly readAt: number
}

/** Opens the store of tokens: Microsoft's SDK keeps each until shortly before it runs out. */
export function openAppTokens(options: AppTokenOptions): AppTokens {
  const known = new Map<string, Known>()

  async function clientOf(directory: string): Promise<ConfidentialClientApplication> {
    const kept = known.get(directory)
    if (kept !== undefined && options.now() - kept.readAt < directoryMsMax) return kept.client
    const authority = `${options.authority}/${directory}`
    const described = await readDirectory(authority, options.network)
    const client = openClient({ ...options, authority }, described, options.network)
    known.set(directory, { client, readAt: options.now() })
    return client
  }

  return {
    take: async (directory, { isFresh }) => {
      const client = await clientOf(directory)
      const scopes = [`${options.resource}/.default`]
      const taken = await client.acquireTokenByClientCredential({ scopes, skipCache: isFresh })
      if (taken === null) throw new Error('the SDK gave neither a token nor a reason')
      return taken.accessToken
    },
  }
}
