/** The transports we speak (RFC 3261 §18); TLS runs over TCP. */
export type SipTransport = 'udp' | 'tcp' | 'tls'

/** Key and certificate of one side of a TLS connection, as PEM text. */
export interface TlsIdentity {
  readonly key: string
  readonly cert: string
  /** The authorities whose certificates we accept; the system's own when left out. */
  readonly ca?: string
}

/** Where the endpoint listens. Port 0 takes any free port; what was taken stands in {@link BoundPoint}. */
export interface ListenPoint {
  readonly transport: SipTransport
  readonly host: string
  readonly port: number
  /** The name written into Via and default Contacts, for listeners behind an address of their own. */
  readonly advertise?: { readonly host: string; readonly port?: number }
  readonly tls?: TlsIdentity & {
    /** Mutual TLS: a client without a certificate of an accepted authority is turned away. */
    readonly requestClientCertificate?: boolean
  }
}

/** A listening point after the operating system gave it a port. */
export interface BoundPoint {
  readonly transport: SipTransport
  readonly host: string
  readonly port: number
  readonly advertised: { readonly host: string; readonly port: number }
}

/** Who we are and whom we trust when we open TLS connections. */
export interface TlsClient {
  readonly key?: string
  readonly cert?: string
  readonly ca?: string
  /** The name to verify when a target gives none. */
  readonly servername?: string
}

/** A renewed certificate, as callers see it (`in`), and as those we call do (`out`). */
export interface RenewedIdentity {
  readonly in?: TlsIdentity
  readonly out?: TlsIdentity
}

/** Where a request goes: a name or an address. Without a port, RFC 3263 asks the DNS. */
export interface SipTarget {
  readonly transport?: SipTransport
  readonly host: string
  readonly port?: number
  /** The name the TLS peer must prove, when it differs from the host. */
  readonly servername?: string
}

/** Where a message came from. */
export interface SipSource {
  readonly transport: SipTransport
  readonly address: string
  readonly port: number
  readonly localPort: number
  /** Names in the peer's verified certificate (subject CN first, then the DNS names). */
  readonly tlsPeerNames?: readonly string[]
}
