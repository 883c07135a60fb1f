/**
 * A stream of chance. Everybody in the world has one of his own, made from the seed and his name,
 * so that taking one caller away changes no other's mind: that is what lets a failing run shrink.
 */
export interface Chance {
  /** From 0 up to 1. */
  readonly next: () => number
}

/** The stream of a name under a seed: mulberry32 on an FNV-1a hash, the same on every machine. */
export function chanceFor(seed: number, name: string): Chance {
  let at = (0x811c9dc5 ^ seed) >>> 0
  for (let index = 0; index < name.length; index += 1) {
    at = Math.imul(at ^ name.charCodeAt(index), 0x01000193) >>> 0
  }
  at = Math.imul(at ^ (at >>> 15), 0x2c1b3c6d)
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
  return probability > 0 && chance.next() < probability
}

/** A duration without memory, as arrivals, talks and patience have: exponential, in whole milliseconds. */
export function span(chance: Chance, meanMs: number): number {
  return Math.round(-Math.log(1 - chance.next()) * meanMs)
}

/** A whole number from 0 up to a limit, the limit excluded. */
export function below(chance: Chance, limit: number): number {
  return Math.floor(chance.next() * limit)
}

/** One of a list. */
export function pick<T>(chance: Chance, list: readonly T[]): T | undefined {
  return list[below(chance, list.length)]
}
