/** A stream of chance, the same for the same seed and name. */
export interface Chance {
  /** From 0 up to 1. */
  readonly next: () => number
}

/** The stream of a name under a seed: mulberry32 on an FNV-1a hash. */
export function chanceFor(seed: number, name: string): Chance {
  let at = (0x811c9dc5 ^ seed) >>> 0
  for (const letter of name) at = Math.imul(at ^ letter.charCodeAt(0), 0x01000193) >>> 0
  return {
    next() {
      at = (at + 0x6d2b79f5) | 0
      let mixed = Math.imul(at ^ (at >>> 15), 1 | at)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
    },
  }
}

/** Whether something of a probability happens now. */
export function happens(chance: Chance, probability: number): boolean {
  return chance.next() < probability
}

/** Longer than this nobody does anything: a phone that is silent for five minutes counts as dead. */
const spanMsMax = 200_000

/** A duration without memory: exponential, in whole milliseconds. */
export function span(chance: Chance, meanMs: number): number {
  return Math.min(spanMsMax, Math.round(-Math.log(1 - chance.next()) * meanMs))
}
