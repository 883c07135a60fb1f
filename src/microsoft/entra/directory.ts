import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { MicrosoftUnreachableError, type Network } from '../network.ts'

/** How long the directory's description is used before it is read again. */
export const directoryMsMax = 24 * 3_600_000

/** What we read of the directory's own description (OpenID Connect Discovery 1.0 §3). */
const descriptionShape = z.object({
  issuer: z.string(),
  jwks_uri: z.url({ protocol: /^https$/ }),
  token_endpoint: z.url({ protocol: /^https$/ }),
  authorization_endpoint: z.url(),
})

/** Something answered, and knows no directory by that name (AADSTS90002). */
export class DirectoryUnknownError extends MicrosoftUnreachableError {}

/** A directory as it describes itself. */
export interface Directory {
  /** For many tenants a template with `{tenantid}` in it. */
  readonly issuer: string
  /** Its signing keys, fetched again when a token names one that is not known. */
  readonly keys: JWTVerifyGetKey
  /** The whole description as JSON, as Microsoft's SDK takes it. */
  readonly description: string
}

/**
 * Reads an authority's description. We do it ourselves and hand it to the SDK, so that a directory
 * that is away or not trusted is told with its reason, which the SDK keeps to itself.
 */
export async function readDirectory(
  authority: string,
  network: Pick<Network, 'get'>,
): Promise<Directory> {
  const { status, text } = await network.get(`${authority}/v2.0/.well-known/openid-configuration`)
  const read = descriptionShape.safeParse(status === 200 ? jsonOrNothing(text) : undefined)
  if (status === 400 && text.includes('AADSTS90002')) {
    throw new DirectoryUnknownError(`there is nothing at ${authority}`)
  }
  if (!read.success) {
    throw new MicrosoftUnreachableError(`${authority} does not describe itself (status ${status})`)
  }
  const keys = createRemoteJWKSet(new URL(read.data.jwks_uri), {
    [customFetch]: async url => {
      const answer = await network.get(url)
      return new Response(answer.text, { status: answer.status })
    },
  })
  return { issuer: read.data.issuer, keys, description: text }
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
