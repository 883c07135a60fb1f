import type { Fact, InteractionId, QueueId } from '#core'

/** Who gives up sooner was never really there, by the convention of the field. */
export const shortAbandonMs = 5_000

/**
 * What came of the visits of one queue. Offered = answered + abandoned + left otherwise + still
 * waiting. In time counts answers within the service level, out of whichever whole the reader picks.
 */
export interface QueueTally {
  readonly queue: QueueId
  readonly offered: number
  readonly answered: number
  readonly abandoned: number
  /** Of those, who gave up within `shortAbandonMs`: a wrong number, most often. */
  readonly abandonedShort: number
  /** By time-out, a key, full, closed, nobody signed in, or a fault. */
  readonly leftOtherwise: number
  readonly answeredInTime: number
  /** The waits of those who were answered, together. */
  readonly waitMsAnswered: number
}

/** What a count over facts has come to so far. It is changed in place, and owned by one count. */
export interface Count {
  readonly since: number
  readonly tallies: Map<QueueId, QueueTally>
  readonly waiting: Map<InteractionId, Visit>
}

/** The kinds of facts a count looks at. */
export const countedKinds = ['queue-entered', 'queue-left', 'interaction-closed'] as const

/** Begins a count. */
export function newCount(since: number): Count {
  return {
    since,
    tallies: new Map(),
    waiting: new Map(),
  }
}

/** Takes one fact into the count. It knows nothing of the rows, so that it can judge them. */
export function countFact(count: Count, fact: Fact): void {
  if (fact.kind === 'queue-entered') {
    const { queue, at: startedAt, serviceLevelMs } = fact
    enterCount(count, fact.interaction, { queue, startedAt, serviceLevelMs })
  } else if (fact.kind === 'queue-left') {
    if (count.waiting.get(fact.interaction)?.queue !== fact.queue) {
      // Turned away at the door: offered and gone in one fact.
      const startedAt = fact.at - fact.waitedMs
      enterCount(count, fact.interaction, { queue: fact.queue, startedAt, serviceLevelMs: 0 })
    }
    leaveCount(count, fact)
  } else if (fact.kind === 'interaction-closed' && count.waiting.has(fact.interaction)) {
    leaveCount(count, { interaction: fact.interaction, why: 'fault', waitedMs: 0 })
  }
}

interface Visit {
  readonly queue: QueueId
  readonly startedAt: number
  readonly serviceLevelMs: number
}

function enterCount(count: Count, interaction: InteractionId, visit: Visit): void {
  count.waiting.set(interaction, visit)
  if (visit.startedAt >= count.since) add(count, visit.queue, { offered: 1 })
}

type Leaving = Pick<
  Extract<Fact, { readonly kind: 'queue-left' }>,
  'interaction' | 'why' | 'waitedMs'
>

function leaveCount(count: Count, { interaction, why, waitedMs }: Leaving): void {
  const visit = count.waiting.get(interaction)
  count.waiting.delete(interaction)
  if (visit === undefined || visit.startedAt < count.since) return
  if (why === 'abandoned') {
    const abandonedShort = waitedMs <= shortAbandonMs ? 1 : 0
    add(count, visit.queue, { abandoned: 1, abandonedShort })
  } else if (why !== 'answered') add(count, visit.queue, { leftOtherwise: 1 })
  else {
    const answeredInTime = waitedMs <= visit.serviceLevelMs ? 1 : 0
    add(count, visit.queue, { answered: 1, answeredInTime, waitMsAnswered: waitedMs })
  }
}

function add(count: Count, queue: QueueId, more: Partial<Omit<QueueTally, 'queue'>>): void {
  const so = count.tallies.get(queue) ?? emptyTally(queue)
  count.tallies.set(queue, {
    queue,
    offered: so.offered + (more.offered ?? 0),
    answered: so.answered + (more.answered ?? 0),
    abandoned: so.abandoned + (more.abandoned ?? 0),
    abandonedShort: so.abandonedShort + (more.abandonedShort ?? 0),
    leftOtherwise: so.leftOtherwise + (more.leftOtherwise ?? 0),
    answeredInTime: so.answeredInTime + (more.answeredInTime ?? 0),
    waitMsAnswered: so.waitMsAnswered + (more.waitMsAnswered ?? 0),
  })
}

/** A queue that nobody came to. */
export function emptyTally(queue: QueueId): QueueTally {
  return {
    queue,
    offered: 0,
    answered: 0,
    abandoned: 0,
    abandonedShort: 0,
    leftOtherwise: 0,
    answeredInTime: 0,
    waitMsAnswered: 0,
  }
}
