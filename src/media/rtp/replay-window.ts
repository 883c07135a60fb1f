/**
 * The replay window: the last 64 packet indices, each seen or not (RFC 3711 §3.3.2).
 *
 * A packet is tested before its tag is checked and marked only after, so that a forged packet can
 * neither move the window nor use up an index.
 */

const windowPackets = 64

/** `highest` is −1 before the first packet; `seen` holds one bit for each index below it. */
export interface ReplayWindow {
  highest: number
  seen: bigint
}

/** An empty window. */
export function openReplayWindow(): ReplayWindow {
  return { highest: -1, seen: 0n }
}

/** True when this index was not seen and is not too old to know. */
export function isFresh(window: ReplayWindow, index: number): boolean {
  const behind = window.highest - index
  if (behind < 0) return true
  return behind < windowPackets && ((window.seen >> BigInt(behind)) & 1n) === 0n
}

/** Marks an index whose packet proved genuine. */
export function markSeen(window: ReplayWindow, index: number): void {
  const ahead = index - window.highest
  if (ahead <= 0) {
    window.seen |= 1n << BigInt(-ahead)
    return
  }
  const shifted = ahead >= windowPackets ? 0n : window.seen << BigInt(ahead)
  window.seen = BigInt.asUintN(windowPackets, shifted | 1n)
  window.highest = index
}
