import type { InteractionId, LegId, TenantId } from '#core'

/** One end of a message's way: an address and a port as the network knows them. */
export interface TracePoint {
  readonly address: string
  readonly port: number
}

/** What a message says of sound (RFC 4566), as far as people ask: codecs, encryption, who sends. */
export interface TracedSdp {
  /** By their SDP names, in the order of preference; RFC 4733 digits are not among them. */
  readonly codecs: readonly string[]
  readonly srtp: boolean
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
  readonly address?: string
  readonly port: number
}

/** One signalling message of a leg, as it was on the wire but for its secrets. */
export interface TracedMessage {
  readonly kind: 'message'
  readonly at: number
  /** Rises with every entry of this process; settles the order within one millisecond. */
  readonly nth: number
  readonly leg: LegId
  /** Seen from Parley. */
  readonly direction: 'in' | 'out'
  readonly transport: 'udp' | 'tcp' | 'tls'
  /** Parley's side: where it listens for this transport. */
  readonly local: TracePoint
  readonly remote: TracePoint
  readonly callId: string
  readonly cseq: { readonly number: number; readonly method: string }
  /** What is asked, or what is answered. */
  readonly says:
    | { readonly kind: 'request'; readonly method: string; readonly uri: string }
    | { readonly kind: 'response'; readonly status: number; readonly reason: string }
  readonly sdp?: TracedSdp
  /** The `nth` of the message this one repeats byte for byte's worth: a retransmission. */
  readonly repeats?: number
  readonly text: string
  /** The end of a very long message was left out. */
  readonly cut?: true
}

/** How a leg sounded, told once at its end. */
export interface TracedSound {
  readonly kind: 'sound'
  readonly at: number
  readonly nth: number
  readonly leg: LegId
  /** Absent where voices were never agreed on. */
  readonly codec?: string
  readonly srtp: boolean
  readonly packetsIn: number
  readonly packetsOut: number
  /** Packets that never came, or too late to be heard. */
  readonly lost: number
  readonly late: number
  readonly jitterMs: number
  readonly rttMs?: number
  /** E-model estimate of what came in, 1 to 4.5 (ITU-T G.107). */
  readonly mos: number
}

/** One line of an interaction's signalling. */
export type TraceEntry = TracedMessage | TracedSound

/** An entry with the interaction it belongs to. */
export interface KeptTrace {
  readonly interaction: InteractionId
  readonly entry: TraceEntry
}

/**
 * Where signalling is kept to be looked at. It decides nothing: losing entries loses a picture, so
 * whoever writes them never makes a call wait for it. Promises every implementation keeps:
 *
 * 1. `read` gives an interaction's entries in the order of their moments, then of their `nth`.
 * 2. An entry kept twice is kept once.
 * 3. `drop` takes away an interaction's entries and no others.
 */
export interface TracePort {
  readonly keep: (tenant: TenantId, entries: readonly KeptTrace[]) => Promise<void>
  readonly read: (tenant: TenantId, interaction: InteractionId) => Promise<readonly TraceEntry[]>
  readonly drop: (tenant: TenantId, interaction: InteractionId) => Promise<void>
}
