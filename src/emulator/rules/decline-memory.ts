import { boundedMap } from '../bounded-map.ts'
import { headerOf } from '../wire/message.ts'
import type { WireRequest } from '../wire/message.ts'
import { parseNamedUri, parseSipUri } from '../wire/sip-uri.ts'

/** The same call again this soon after a 603 is a retry Microsoft forbids (direct-routing §1.7). */
export const declineMemoryMs = 5000

/** Declined calls remembered at once. */
export const declinedMax = 1000

/** Who was declined a moment ago. All datacenters share one: the rule is about the call, wherever it is tried. */
export interface DeclineMemory {
  remember(invite: WireRequest, nowMs: number): void
  /** Whether this call was declined just now; asked once, it is forgotten. */
  isRetry(invite: WireRequest, nowMs: number): boolean
}

/** Remembers nobody yet. */
export function openDeclineMemory(): DeclineMemory {
  const declined = boundedMap<number>(declinedMax)
  return {
    remember: (invite, nowMs) => declined.set(pairOf(invite), nowMs),
    isRetry: (invite, nowMs) => {
      const pair = pairOf(invite)
      const atMs = declined.get(pair)
      declined.delete(pair)
      return atMs !== undefined && nowMs - atMs <= declineMemoryMs
    },
  }
}

/** Who calls whom; the host that is called is the datacenter's and says nothing about it. */
function pairOf(invite: WireRequest): string {
  const caller = parseNamedUri(headerOf(invite, 'from') ?? '')?.uriText ?? ''
  return `${caller} ${parseSipUri(invite.uri)?.user ?? invite.uri}`
}
