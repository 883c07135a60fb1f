import { serviceLevelWhole, type AlertView, type QueueRow } from '#contract'
import { durationWords, type QueueAlerts } from '#core'

/** The thresholds of a queue that its row passes now. */
export function alertsOf(
  limits: QueueAlerts | undefined,
  row: Omit<QueueRow, 'alerts'>,
  at: number,
): AlertView[] {
  if (limits === undefined) return []
  return [
    ...waitingAlert(limits, row),
    ...longestAlert(limits, row, at),
    ...levelAlert(limits, row),
    ...availableAlert(limits, row),
  ]
}

type Row = Omit<QueueRow, 'alerts'>

function waitingAlert({ waitingMax: limit }: QueueAlerts, { waiting }: Row): AlertView[] {
  if (limit === undefined || waiting <= limit) return []
  const words = `${waiting} wait, and more than ${limit} want a look`
  return [{ kind: 'waiting', words, value: waiting, limit }]
}

function longestAlert(
  { longestWaitMs: limit }: QueueAlerts,
  { waitingSince }: Row,
  at: number,
): AlertView[] {
  if (limit === undefined || waitingSince === undefined) return []
  const value = at - waitingSince
  if (value <= limit) return []
  const words = `somebody waits longer than ${durationWords(limit)}`
  // The moment it began, and not how long it is: a view that is told again only when it differs
  // must not differ every millisecond.
  return [{ kind: 'longest-wait', words, value: waitingSince, limit }]
}

/** The share the board shows: of all that left the queue today. While nobody has, there is none. */
function levelAlert({ serviceLevelMin: limit }: QueueAlerts, { today }: Row): AlertView[] {
  const left = serviceLevelWhole(today, 'left')
  if (limit === undefined || left === 0) return []
  const value = Math.round((1000 * today.answeredInTime) / left) / 10
  if (value >= limit) return []
  const words = `${value} % of today’s callers were answered in time, and ${limit} % are wanted`
  return [{ kind: 'service-level', words, value, limit }]
}

function availableAlert({ availableMin: limit }: QueueAlerts, { agents, open }: Row): AlertView[] {
  const value = agents.available
  if (limit === undefined || !open || value >= limit) return []
  const words = `${value} agents are free, and ${limit} are wanted`
  return [{ kind: 'available', words, value, limit }]
}
