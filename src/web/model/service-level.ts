import { serviceLevelWhole, type QueueRow, type ServiceLevelDialect } from '#contract'

/** Answers in time and their whole over several queues: counts are added, shares never are. */
export function serviceLevel(
  queues: readonly Pick<QueueRow, 'today'>[],
  dialect: ServiceLevelDialect,
): { readonly inTime: number; readonly whole: number } {
  const sum = (of: (today: QueueRow['today']) => number): number =>
    queues.reduce((total, { today }) => total + of(today), 0)
  return {
    inTime: sum(today => today.answeredInTime),
    whole: sum(today => serviceLevelWhole(today, dialect)),
  }
}
