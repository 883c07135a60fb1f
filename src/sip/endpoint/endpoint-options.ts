import type {
  ExtraHeaders,
  IncomingCall,
  OutgoingCall,
  OutgoingInvite,
  CallHandlers,
} from '../calls.ts'
import type { SipMessage, SipRequest } from '../messages/message.ts'
import type {
  BoundPoint,
  ListenPoint,
  RenewedIdentity,
  SipSource,
  SipTarget,
  SipTransport,
  TlsClient,
} from '../transport/points.ts'

import type { Registration, RegistrationState } from '../trunk/registration.ts'
import type { Overload } from './overload.ts'

/** Time as the endpoint sees it; tests move it by hand. */
export interface SipClock {
  /** Milliseconds on a scale that never goes back. */
  now(): number
  /** Calls `fire` once after `ms`; the returned function takes that back. */
  setTimer(ms: number, fire: () => void): () => void
}

/** Upper bounds of one endpoint. Each has a default named `…Max` in this folder. */
export interface SipLimits {
  readonly messageBytesMax: number
  readonly transactionsMax: number
  readonly dialogsMax: number
  readonly connectionsMax: number
  /** TCP and TLS connections one stranger's address may open to us at a time. */
  readonly connectionsPerStrangerMax: number
  /** TCP and TLS connections one address of a peer may open to us at a time. */
  readonly connectionsPerPeerMax: number
  /** How long whoever opens a connection to us may take to send a first whole message. */
  readonly firstMessageMsMax: number
  readonly connectMsMax: number
  readonly idleConnectionMsMax: number
  /** New requests one address may start per second, before it is answered 503. */
  readonly requestsPerSourcePerSecondMax: number
  /** Longer requests for UDP try TCP first. */
  readonly udpRequestBytesMax: number
  /** A new call may wait this long for a first word of ours before others are answered 503. */
  readonly newCallWaitMsMax: number
}

/** One line of what the endpoint did: bytes in, bytes out, or a choice it made. */
export type SipLogEvent =
  | {
      readonly type: 'received' | 'sent'
      readonly message: SipMessage
      readonly bytes: Buffer
      readonly transport: SipTransport
      readonly address: string
      readonly port: number
    }
  | {
      readonly type: 'unreadable'
      readonly reason: string
      readonly bytes: Buffer
      readonly transport: SipTransport
      readonly address: string
      readonly port: number
    }
  | {
      readonly type: 'decision'
      readonly what: SipDecision
      readonly callId: string
      readonly detail: string
    }
  | { readonly type: 'transport'; readonly what: string; readonly detail: string }
  /** New calls wait too long: from now on some are refused. */
  | { readonly type: 'overload'; readonly state: 'began'; readonly waitMs: number }
  | {
      readonly type: 'overload'
      readonly state: 'lasts'
      readonly lastsMs: number
      readonly refused: number
    }
  | {
      readonly type: 'overload'
      readonly state: 'over'
      readonly lastedMs: number
      readonly refused: number
    }

/** The choices worth a log line. */
export type SipDecision =
  | 'answered-with-error'
  | 'stray-response'
  | 'stray-ack'
  | 'fork-hung-up'
  | 'late-answer-hung-up'
  | 'glare'
  | 'next-target'
  | 'session-refresh'
  | 'kept-back'
  | 'dropped'

/** How an OPTIONS outside a dialog is answered. */
export interface OptionsReply {
  readonly status: number
  readonly headers?: ExtraHeaders
}

/** A request as a screening hook sees it. */
export interface ScreenedRequest {
  readonly request: SipRequest
  readonly source: SipSource
}

/** What an endpoint needs from the outside. */
export interface SipEndpointOptions {
  readonly listen: readonly ListenPoint[]
  readonly tlsClient?: TlsClient
  readonly clock: SipClock
  /** A fresh string of at least 64 bits of chance in token characters, for tags, branches and Call-IDs. */
  readonly token: () => string
  readonly userAgent: string
  /** Whether this address is one of a peer, such as a trunk's, who may open more connections than strangers. */
  isPeer?(address: string): boolean
  onInvite(call: IncomingCall): void
  /** OPTIONS outside a dialog; 200 when left out. */
  onOptions?(options: ScreenedRequest): OptionsReply
  /** Sees every request before anything else; a reply refuses it (a Direct Routing proxy's 403, for one). */
  screen?(screened: ScreenedRequest): (OptionsReply & { readonly reason?: string }) | undefined
  log?(event: SipLogEvent): void
  readonly limits?: Partial<SipLimits>
  /** The DNS; the system's own when left out. */
  readonly resolver?: SipResolver
}

/** The three questions RFC 3263 asks of the DNS. An unknown name is an empty answer, never a throw. */
export interface SipResolver {
  naptr(name: string): Promise<readonly NaptrRecord[]>
  srv(name: string): Promise<readonly SrvRecord[]>
  addresses(name: string): Promise<readonly string[]>
}

/** Which transports a domain speaks, and under which SRV name. */
export interface NaptrRecord {
  readonly order: number
  readonly preference: number
  readonly service: string
  readonly replacement: string
}

/** A server of a domain. */
export interface SrvRecord {
  readonly priority: number
  readonly weight: number
  readonly name: string
  readonly port: number
}

/** The outcome of one OPTIONS of ours. */
export type PingResult =
  | { readonly kind: 'answered'; readonly status: number; readonly roundTripMs: number }
  | { readonly kind: 'silent'; readonly reason: 'timeout' | 'transport-failed' | 'unresolved' }

/** What an OPTIONS of ours says, beyond where it goes. */
export interface PingOptions {
  readonly requestUri?: string
  readonly from?: string
  readonly contact?: string
  readonly headers?: ExtraHeaders
  /** How long to wait for the answer; Timer F (32 s) when left out. */
  readonly timeoutMs?: number
}

/** How much the endpoint holds right now; all zero when everything ended. */
export interface SipCounts {
  readonly transactions: number
  readonly dialogs: number
  readonly connections: number
  readonly timers: number
}

/** One SIP user agent: several listening points, any number of calls. */
export interface SipEndpoint extends AsyncDisposable {
  readonly bound: readonly BoundPoint[]
  invite(invite: OutgoingInvite, handlers: CallHandlers): OutgoingCall
  ping(target: SipTarget, options?: PingOptions): Promise<PingResult>
  /** Keeps this endpoint registered at a carrier until stopped. */
  register(
    registration: Registration,
    onState: (state: RegistrationState) => void,
  ): { stop(): void }
  /** Asks a registrar what it knows of us, which changes nothing there and proves the credentials. */
  askRegistrar(registration: Registration): Promise<PingResult>
  /** From now on new INVITEs get 503 with Retry-After; calls in progress go on. */
  drain(): void
  /** Who we are in TLS from now on, for new connections in both directions; throws where key and certificate do not fit. */
  renew(renewed: RenewedIdentity): void
  counts(): SipCounts
  /** The overload that is going on: how long it lasts, and how many calls were refused for it so far. */
  overload(): Overload | undefined
  /** Ends every call as `endpoint-closed`, with a BYE or CANCEL to the far end, and frees every socket. */
  close(): Promise<void>
}
