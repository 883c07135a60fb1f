import { ConfidentialClientApplication, LogLevel } from '@azure/msal-node'
import type { Network } from '../network.ts'
import type { Directory } from './directory.ts'

/** What an app proves itself with. */
export type AppCredential =
  | { readonly kind: 'secret'; readonly secret: string }
  | {
      readonly kind: 'certificate'
      /** SHA-256 of the certificate, in hex. */
      readonly thumbprintSha256: string
      /** PEM. */
      readonly privateKey: string
    }

/** The app's registration, as one authority knows it. */
export interface AppAt {
  /** Without a slash at its end. */
  readonly authority: string
  readonly clientId: string
  readonly credential: AppCredential
}

/** Microsoft's client of an authority that has described itself. */
export function openClient(
  { authority, clientId, credential }: AppAt,
  { description }: Directory,
  network: Network,
): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: {
      clientId,
      authority,
      authorityMetadata: description,
      // Host and port: with the host alone, another port is looked up at Microsoft, and refused.
      knownAuthorities: [new URL(authority).host],
      ...credentialOf(credential),
    },
    system: {
      networkClient: network,
      disableInternalRetries: true,
      loggerOptions: { loggerCallback: () => undefined, logLevel: LogLevel.Error },
    },
  })
}

function credentialOf(credential: AppCredential): {
  clientSecret?: string
  clientCertificate?: { thumbprintSha256: string; privateKey: string }
} {
  if (credential.kind === 'secret') return { clientSecret: credential.secret }
  const { thumbprintSha256, privateKey } = credential
  return { clientCertificate: { thumbprintSha256, privateKey } }
}
