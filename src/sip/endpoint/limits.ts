import type { SipLimits } from './endpoint-options.ts'
import { newCallWaitMsMax } from './overload.ts'
import { messageBytesMax } from '../messages/parse.ts'

/** Transactions one endpoint keeps at a time; new requests beyond it are answered 503. */
export const transactionsMax = 100_000
/** The share of them that only requests of calls we have may take, so that strangers cannot keep calls from ending. */
export const transactionsKeptForCalls = 0.1
/** Calls one endpoint keeps at a time; new INVITEs beyond it are answered 503. */
export const dialogsMax = 20_000
/** TCP and TLS connections one endpoint keeps at a time, in both directions together. */
export const connectionsMax = 4_000
/** Connections one stranger may open to us at a time. */
export const connectionsPerStrangerMax = 50
/** Connections one address of a peer may open to us at a time: some SBCs open one for each call. */
export const connectionsPerPeerMax = 2_000
/** How long whoever opens a connection to us may take to send a first whole message. */
export const firstMessageMsMax = 10_000
/** How long a TCP or TLS connection may take to stand. */
export const connectMsMax = 4_000
/** How long a connection may be idle: longer than the 180 s Microsoft allows between OPTIONS (read 2023). */
export const idleConnectionMsMax = 600_000
/** New requests one address may start per second; a whole trunk shares one address. */
export const requestsPerSourcePerSecondMax = 500
/** Requests longer than this leave over TCP although UDP was asked for (RFC 3261 §18.1.1). */
export const udpRequestBytesMax = 1_300

/** The limits in force unless the configuration says otherwise. */
export const defaultLimits: SipLimits = {
  messageBytesMax,
  transactionsMax,
  dialogsMax,
  connectionsMax,
  connectionsPerStrangerMax,
  connectionsPerPeerMax,
  firstMessageMsMax,
  connectMsMax,
  idleConnectionMsMax,
  requestsPerSourcePerSecondMax,
  udpRequestBytesMax,
  newCallWaitMsMax,
}
