import type { Held } from './look-inside.ts'

/**
 * How much each thing may grow in a thousand calls, once warm. What leaks does so with every call, and
 * shows in the thousands; how many calls are up at a look makes lines as steep as this by chance.
 */
export const growthPerThousandCallsMax = {
  heapMb: 2,
  buffersMb: 2,
  rssMb: 30,
  files: 40,
  timers: 20,
  sockets: 20,
} as const

/** A look, and how many calls had been made by then. */
export interface Sample {
  readonly calls: number
  readonly held: Held
}

/** How one thing grew, by the line that fits all warm looks best (least squares), in units per thousand calls. */
export interface Growth {
  readonly what: keyof Held
  readonly perThousandCalls: number
  readonly max: number
}

/** How many files more than before the first call may be open when everything is over. */
export const filesLeftMax = 10

/** The first part of a run fills pools and compiles code, and says nothing of leaks. */
const warmAfter = 0.4

const things = ['heapMb', 'buffersMb', 'rssMb', 'files', 'timers', 'sockets'] as const

/** The growth of everything over the warm part of a run. */
export function growthOf(samples: readonly Sample[]): readonly Growth[] {
  const warm = samples.slice(Math.floor(samples.length * warmAfter))
  return things.map(what => ({
    what,
    perThousandCalls: 1_000 * slope(warm.map(({ calls, held }) => [calls, held[what]])),
    max: growthPerThousandCallsMax[what],
  }))
}

function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (pick: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[pick], 0) / points.length
  const [meanX, meanY] = [mean(0), mean(1)]
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return under === 0 ? 0 : over / under
}
