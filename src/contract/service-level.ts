import type { QueueRow } from './views.ts'
import type { ServiceLevelDialect } from './wallboards.ts'

/** Of how many, in a dialect, answers in time are a part: pages and thresholds count alike. */
export function serviceLevelWhole(today: QueueRow['today'], dialect: ServiceLevelDialect): number {
  const { answered, abandoned, leftOtherwise, abandonedShort = 0 } = today
  switch (dialect) {
    case 'left':
      return answered + abandoned + leftOtherwise
    case 'decided':
      return answered + abandoned
    case 'without-short':
      return answered + abandoned - abandonedShort
    case 'answered':
      return answered
  }
}
