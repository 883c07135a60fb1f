/** An estimate with what it may be off by. */
export interface Estimate {
  readonly mean: number
  /** Half the interval that holds the truth in 999 of 1000 simulations. */
  readonly halfWidth: number
}

/** Batches a run is cut into. */
export const batches = 25

/** Student's t for 24 degrees of freedom at 99.9 %, two-sided. */
const tFor25Batches = 3.745

/**
 * The mean of a series whose neighbours depend on each other, as waits in a queue do: the series
 * is cut into long batches, whose means hardly depend on each other any more.
 */
export function batchMeans(series: readonly number[]): Estimate {
  const size = Math.floor(series.length / batches)
  if (size === 0) throw new RangeError(`fewer than ${batches} values`)
  const means = Array.from({ length: batches }, (_, index) =>
    meanOf(series.slice(index * size, (index + 1) * size)),
  )
  const mean = meanOf(means)
  const variance = means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (batches - 1)
  return { mean, halfWidth: tFor25Batches * Math.sqrt(variance / batches) }
}

/** Whether a value lies in an estimate's interval. */
export function agrees({ mean, halfWidth }: Estimate, value: number): boolean {
  return Math.abs(mean - value) <= halfWidth
}

function meanOf(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
