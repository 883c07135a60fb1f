import type { Fact, QueueId, TenantState } from '#core'
import type { QueueTally } from '#store'
import type { ApiClock } from '../clock.ts'
import { dayStart } from '../present/day-start.ts'
import type { TenantRecords } from '../records.ts'

/** What the figures are counted from, and how old they may get. */
export interface FiguresSource {
  readonly read: <T>(look: (state: TenantState) => T) => T
  readonly records: Pick<TenantRecords, 'tally'>
  readonly clock: ApiClock
  readonly figuresMsMax: number
}

/**
 * The day's figures by queue: the store's own tally, so that the board and the reports are one
 * definition. It is read again while visits begin and end, at most every `figuresMsMax`, and once
 * more after the last, so that what is shown at rest is right.
 */
export interface Figures {
  readonly now: () => ReadonlyMap<QueueId, QueueTally>
  readonly hear: (fact: Fact) => void
  /** Reads again if they may be out of date. True when something else is shown than before. */
  readonly refresh: () => Promise<boolean>
  /** Whether reading again may bring news. */
  readonly isStale: () => boolean
}

/** Figures that were never read. */
export function createFigures(source: FiguresSource): Figures {
  let tallies: ReadonlyMap<QueueId, QueueTally> = new Map()
  let readAt = Number.NEGATIVE_INFINITY
  let changedAt = Number.NEGATIVE_INFINITY
  let since = Number.NaN
  let reading: Promise<boolean> | undefined

  const dayNow = (): number => source.read(state => dayStart(state.config, source.clock.now()))

  /** Facts are kept a moment after they are told: a reading at once may have missed the last. */
  function isStale(): boolean {
    return readAt < changedAt + source.figuresMsMax || since !== dayNow()
  }

  async function readAgain(): Promise<boolean> {
    readAt = source.clock.now()
    since = dayNow()
    const before = JSON.stringify([...tallies])
    const read = await source.records.tally({ since })
    tallies = new Map(read.map(tally => [tally.queue, tally]))
    return JSON.stringify([...tallies]) !== before
  }

  return {
    now: () => tallies,
    hear: fact => {
      const counts = fact.kind === 'queue-entered' || fact.kind === 'queue-left'
      if (counts || fact.kind === 'tenant-configured') changedAt = source.clock.now()
    },
    refresh: async () => {
      if (reading !== undefined) return reading
      const tooSoon = source.clock.now() - readAt < source.figuresMsMax && since === dayNow()
      if (tooSoon || !isStale()) return false
      reading = readAgain().finally(() => {
        reading = undefined
      })
      return reading
    },
    isStale,
  }
}
