/**
 * Symmetric RTP: answer to where the sound really comes from, since an address in SDP may be
 * private (RFC 4961, RFC 7362), and then listen to nobody else.
 *
 *     open ──first good packet──▶ latched ──other source──▶ dropped, unless
 *                                              it is the address that SDP announced, or
 *                                              the latched one has been silent, or SDP was renewed
 */

/** An address and port. */
export interface Source {
  readonly address: string
  readonly port: number
}

/** A latched source must be silent for so long before another may take its place. */
export const relatchSilentMs = 1_000

/** Whom we talk to and whom we listen to. */
export interface SourceLatch {
  announced: Source | undefined
  latched: Source | undefined
  lastHeardMs: number
}

/** Knows nobody. */
export function openSourceLatch(): SourceLatch {
  return { announced: undefined, latched: undefined, lastHeardMs: -Infinity }
}

/** SDP named an address; a new one reopens the latch, the same one changes nothing. */
export function announceSource(latch: SourceLatch, source: Source): void {
  if (latch.announced !== undefined && isSame(latch.announced, source)) return
  latch.announced = source
  latch.latched = undefined
}

/** May this source speak? Ask before the packet is believed; tell with `heardFrom` after. */
export function admits(latch: SourceLatch, source: Source, nowMs: number): boolean {
  if (latch.announced === undefined) return false
  if (latch.latched === undefined || isSame(latch.latched, source)) return true
  if (isSame(latch.announced, source)) return true
  return nowMs - latch.lastHeardMs >= relatchSilentMs
}

/** A good packet came from an admitted source: it is the one from now on. */
export function heardFrom(latch: SourceLatch, source: Source, nowMs: number): void {
  latch.lastHeardMs = nowMs
  if (latch.latched === undefined || !isSame(latch.latched, source)) latch.latched = { ...source }
}

/** Where to send: to the heard source, until then to the announced one. */
export function destinationOf(latch: SourceLatch): Source | undefined {
  return latch.latched ?? latch.announced
}

function isSame(one: Source, other: Source): boolean {
  return one.port === other.port && one.address === other.address
}
