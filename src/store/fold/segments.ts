import type { Fact } from '#core'
import type { FlowSegment, NumberSegment, QueueSegment, Segment, TalkSegment } from './rows.ts'

type Segments = readonly Segment[]
type Of<Kind extends Fact['kind']> = Extract<Fact, { readonly kind: Kind }>

/** A stretch that begins, before it has its number. */
type Beginning =
  | Pick<FlowSegment, 'kind' | 'flow' | 'version' | 'startedAt'>
  | Pick<QueueSegment, 'kind' | 'queue' | 'serviceLevelMs' | 'startedAt'>
  | Pick<TalkSegment, 'kind' | 'queue' | 'agent' | 'startedAt'>
  | Pick<NumberSegment, 'kind' | 'number' | 'startedAt'>

/** Begins a stretch, and ends the flow's that it takes over from. */
export function enter(segments: Segments, beginning: Beginning): Segments {
  const endedAt = beginning.startedAt
  const before = segments.map(segment =>
    segment.kind === 'flow' && segment.endedAt === undefined
      ? { ...segment, endedAt, result: beginning.kind, lastedMs: endedAt - segment.startedAt }
      : segment,
  )
  return [...before, { ...beginning, nth: before.length + 1 }]
}

/** Ends the visit of a queue. One that was turned away at the door is a visit, too. */
export function leaveQueue(segments: Segments, fact: Of<'queue-left'>): Segments {
  const { queue, at, why: result, waitedMs: lastedMs } = fact
  const open = segments.findLast(
    segment => segment.kind === 'queue' && segment.queue === queue && segment.endedAt === undefined,
  )
  if (open === undefined) {
    const turnedAway = { kind: 'queue', queue, startedAt: at - lastedMs } as const
    return leaveQueue(enter(segments, turnedAway), fact)
  }
  return segments.map(segment =>
    segment === open && segment.kind === 'queue'
      ? { ...segment, endedAt: at, result, lastedMs }
      : segment,
  )
}

/** Ends a talk. */
export function leaveTalk(segments: Segments, fact: Of<'talk-ended'>): Segments {
  const { agent, at, by: result, talkMs: lastedMs } = fact
  return segments.map(segment =>
    segment.kind === 'talk' && segment.agent === agent && segment.endedAt === undefined
      ? { ...segment, endedAt: at, result, lastedMs }
      : segment,
  )
}

/** Ends a talk with somebody outside. A number that only rang was no talk. */
export function leaveNumber(segments: Segments, fact: Of<'number-ended'>): Segments {
  const { at, how, lastedMs } = fact
  const result = how === 'talked' || how === 'too-long' ? how : 'fault'
  return segments.map(segment =>
    segment.kind === 'number' && segment.endedAt === undefined
      ? { ...segment, endedAt: at, result, lastedMs }
      : segment,
  )
}

/** Adds the wrap-up to the agent's last talk. */
export function wrapUp(segments: Segments, fact: Of<'wrap-up-ended'>): Segments {
  const { agent, wrapUpMs, disposition } = fact
  const last = segments.findLast(segment => segment.kind === 'talk' && segment.agent === agent)
  return segments.map(segment =>
    segment === last && segment.kind === 'talk'
      ? { ...segment, wrapUpMs, ...(disposition === undefined ? {} : { disposition }) }
      : segment,
  )
}

/** Ends whatever is under way when the interaction is closed. */
export function closeAll(segments: Segments, fact: Of<'interaction-closed'>): Segments {
  return segments.map(segment => {
    if (segment.endedAt !== undefined) return segment
    const end = { endedAt: fact.at, lastedMs: fact.at - segment.startedAt }
    if (segment.kind === 'flow') return { ...segment, ...end, result: fact.outcome }
    return { ...segment, ...end, result: 'fault' as const }
  })
}
