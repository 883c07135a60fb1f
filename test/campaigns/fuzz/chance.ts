/** A number below its argument. */
export type Chance = (below: number) => number

/**
 * Chance of one input, by the run's seed and the input's number alone: any input can be made again
 * without those before it. Mulberry32 over a mixed start.
 */
export function chanceFor(seed: number, input: number): Chance {
  let state = (Math.imul(seed, 0x9e37_79b1) ^ Math.imul(input + 1, 0x85eb_ca6b)) | 0
  return below => {
    state = (state + 0x6d2b_79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** One of these. */
export function oneOf<T>(chance: Chance, items: readonly [T, ...T[]]): T {
  return items[chance(items.length)] ?? items[0]
}
