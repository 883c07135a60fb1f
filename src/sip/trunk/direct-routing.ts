import type { SipTarget } from '../transport/points.ts'
import type { TrunkProfile } from './trunk-profile.ts'

/** Microsoft's proxies in the order to try them (Plan Direct Routing, read 2023). */
export const directRoutingTargets: readonly SipTarget[] = [
  { transport: 'tls', host: 'sip.pstnhub.microsoft.com', port: 5061 },
  { transport: 'tls', host: 'sip2.pstnhub.microsoft.com', port: 5061 },
  { transport: 'tls', host: 'sip3.pstnhub.microsoft.com', port: 5061 },
]

/**
 * A trunk to Microsoft Teams through Direct Routing (SIP protocol page, read 2023; traces of 2020).
 * REFER, UPDATE, PRACK, INFO and SUBSCRIBE are not in Microsoft's Allow, and requests with Replaces are refused.
 * Only `inactive` is understood as hold. 503 moves on to the next proxy; 603 is the user's word and never does.
 */
export const directRoutingProfile: TrunkProfile = {
  name: 'direct-routing',
  // REFER stays out: then a transfer by the Teams user is done by Microsoft, and needs nothing of us.
  allow: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'INFO', 'NOTIFY', 'PRACK', 'UPDATE', 'OPTIONS'],
  supported: ['timer'],
  plus: 'always',
  userPhone: true,
  srtp: 'always',
  hold: 'inactive',
  // Then the agent's Teams client shows the hold, and Microsoft's media processor stops sending.
  signalsHold: true,
  refer: 'refuse',
  neverSends: ['REFER', 'UPDATE', 'PRACK', 'INFO', 'SUBSCRIBE', 'MESSAGE'],
  failoverStatuses: [503],
  // A proxy that does not even say 100 in this time is not there; each region is a second chance.
  firstResponseMsMax: 4_000,
  sessionExpiresSeconds: 3_600,
  pingEveryMs: 60_000,
}

/**
 * The same where transfers by Teams users are carried out by us: REFER is in our Allow, and Microsoft
 * prefers it then (SIP protocol page, read 2023).
 */
export const directRoutingReferProfile: TrunkProfile = {
  ...directRoutingProfile,
  allow: [...directRoutingProfile.allow, 'REFER'],
  refer: 'follow',
}

/** A trunk to an ordinary carrier or an SBC of one's own. */
export const carrierProfile: TrunkProfile = {
  name: 'carrier',
  allow: [
    'INVITE',
    'ACK',
    'CANCEL',
    'BYE',
    'OPTIONS',
    'INFO',
    'UPDATE',
    'PRACK',
    'REFER',
    'NOTIFY',
  ],
  supported: ['timer', 'replaces'],
  plus: 'as-given',
  userPhone: false,
  srtp: 'as-offered',
  hold: 'sendonly',
  signalsHold: false,
  // A caller could have us call anybody, at the tenant's cost.
  refer: 'refuse',
  neverSends: [],
  failoverStatuses: [503],
  firstResponseMsMax: 8_000,
  sessionExpiresSeconds: 1_800,
  pingEveryMs: 30_000,
}
