/** The SRTP side of one leg: our one key, and every key that the peer may be using now. */
import type { SrtpContext, SrtpFault, SrtpKey } from '../rtp/srtp.ts'
import { openSrtp, protectRtcp, protectRtp, unprotectRtcp, unprotectRtp } from '../rtp/srtp.ts'

/** Keys tried for a packet: an answer's lines, and the last ones from before a new exchange. */
export const remoteKeysMax = 4

/** Contexts in use; the remote one that opened the last packet stands first. */
export interface SecureChannel {
  /** Off: packets pass as they are. On: nothing passes before there are keys. */
  readonly on: boolean
  local: SrtpContext | undefined
  remote: readonly SrtpContext[]
  faults: number
}

/** A channel without keys yet. */
export function openSecureChannel(on: boolean): SecureChannel {
  return { on, local: undefined, remote: [], faults: 0 }
}

/** Takes the keys of an exchange. A key that stays keeps its counters, or it would be used twice. */
export function useKeys(
  channel: SecureChannel,
  keys: { readonly localKey?: SrtpKey; readonly remoteKeys: readonly SrtpKey[] },
): void {
  if (keys.localKey !== undefined) channel.local = continueContext(channel.local, keys.localKey)
  const fresh = keys.remoteKeys.map(
    key => channel.remote.find(context => isSameKey(context.key, key)) ?? openSrtp(key),
  )
  const before = channel.remote.filter(context => !fresh.includes(context))
  channel.remote = [...fresh, ...before].slice(0, remoteKeysMax)
}

/** True when a packet of ours may go: in the clear, or under a key that is there already. */
export function maySeal(channel: SecureChannel): boolean {
  return !channel.on || channel.local !== undefined
}

/** Protects a packet of ours, or passes it through when the leg is in the clear. */
export function sealPacket(
  channel: SecureChannel,
  kind: 'rtp' | 'rtcp',
  packet: Uint8Array,
): Uint8Array | undefined {
  if (!channel.on) return packet
  if (channel.local === undefined) return undefined
  return kind === 'rtp' ? protectRtp(channel.local, packet) : protectRtcp(channel.local, packet)
}

/** Opens a packet of the peer's; undefined, and counted, when no key opens it. */
export function openPacket(
  channel: SecureChannel,
  kind: 'rtp' | 'rtcp',
  packet: Uint8Array,
): Uint8Array | undefined {
  if (!channel.on) return packet
  for (const context of channel.remote) {
    const plain = unprotect(context, kind, packet)
    if (typeof plain !== 'string') {
      if (context !== channel.remote[0]) promote(channel, context)
      return plain
    }
  }
  channel.faults += 1
  return undefined
}

function unprotect(
  context: SrtpContext,
  kind: 'rtp' | 'rtcp',
  packet: Uint8Array,
): Uint8Array | SrtpFault {
  return kind === 'rtp' ? unprotectRtp(context, packet) : unprotectRtcp(context, packet)
}

function promote(channel: SecureChannel, context: SrtpContext): void {
  channel.remote = [context, ...channel.remote.filter(other => other !== context)]
}

function continueContext(context: SrtpContext | undefined, key: SrtpKey): SrtpContext {
  if (context === undefined || !context.key.master.equals(key.master)) return openSrtp(key)
  // The same master with another tag length: cipher and counters go on.
  return isSameKey(context.key, key) ? context : { ...context, key }
}

function isSameKey(one: SrtpKey, other: SrtpKey): boolean {
  const sameForm = one.suite === other.suite && one.mkiBytes === other.mkiBytes
  return sameForm && one.master.equals(other.master)
}
