/** Chance that can be repeated: numbers from 0 up to 1, all decided by the seed. */
export interface Dice {
  next(): number
  /** One of them, in proportion to its weight. */
  pick<Choice extends { readonly weight?: number }>(choices: readonly Choice[]): Choice | undefined
  /** The time to the next event of a Poisson process. */
  gapMs(perHour: number): number
}

/** Mulberry32: one word of state, good enough for who calls when, and the same everywhere. */
export function rollFrom(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    pick: choices => {
      const whole = choices.reduce((sum, { weight = 1 }) => sum + weight, 0)
      let left = next() * whole
      return choices.find(({ weight = 1 }) => (left -= weight) < 0)
    },
    gapMs: perHour => (-Math.log(1 - next()) / perHour) * 3_600_000,
  }
}
