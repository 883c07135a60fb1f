import type { QueueRow, ServiceLevelDialect } from '#contract'

type Today = QueueRow['today']

/** Of how many, in a dialect, answers in time are a part. */
export function wholeOf(today: Today, dialect: ServiceLevelDialect): number {
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

/** Answers in time and their whole over several queues: counts are added, shares never are. */
export function serviceLevel(
  queues: readonly Pick<QueueRow, 'today'>[],
  dialect: ServiceLevelDialect,
): { readonly inTime: number; readonly whole: number } {
  const sum = (of: (today: Today) => number): number =>
    queues.reduce((total, { today }) => total + of(today), 0)
  return {
    inTime: sum(today => today.answeredInTime),
    whole: sum(today => wholeOf(today, dialect)),
  }
}
