import type { Fact } from '#core'
import type { PlacedFact } from '#engine'
import type { InteractionRecord, RecordingRecord } from './rows.ts'
import { closeAll, enter, leaveNumber, leaveQueue, leaveTalk, wrapUp } from './segments.ts'
import { storable } from './storable.ts'

/** An interaction's record with its place in the past. */
export interface Folded {
  /** The number of the input it arrived with: pages are in this order. */
  readonly arrivedSeq: number
  /** The number of the last input that had a say in it. */
  readonly lastSeq: number
  readonly record: InteractionRecord
}

/**
 * What one more fact makes of an interaction. All rows come from this function alone, live and in
 * a rebuild, over SQLite and over PostgreSQL. A fact about an interaction that never arrived
 * makes nothing.
 */
export function foldFact(
  before: Folded | undefined,
  { seq, fact }: PlacedFact,
): Folded | undefined {
  if (fact.kind === 'interaction-arrived') {
    return before ?? { arrivedSeq: seq, lastSeq: seq, record: arrived(fact) }
  }
  if (before === undefined) return undefined
  return { arrivedSeq: before.arrivedSeq, lastSeq: seq, record: changed(before.record, fact) }
}

type Arrival = Extract<Fact, { readonly kind: 'interaction-arrived' }>

function arrived(fact: Arrival): InteractionRecord {
  return {
    id: fact.interaction,
    channel: fact.channel,
    customer: {
      address: storable(fact.from),
      ...(fact.fromName === undefined ? {} : { name: storable(fact.fromName) }),
    },
    dialled: fact.channel === 'task' ? '' : storable(fact.to),
    ...(fact.channel === 'task' ? { title: storable(fact.title) } : {}),
    arrivedAt: fact.at,
    recordings: [],
    segments: [],
  }
}

/** Facts that the timeline shows and that change nothing in the record. */
const passing = {
  'interaction-refused': true,
  'interaction-answered': true,
  'variable-set': true,
  'step-left': true,
  'digit-pressed': true,
  'decision-made': true,
  held: true,
  resumed: true,
  transferred: true,
  'consult-started': true,
  'consult-answered': true,
  'consult-joined': true,
  'consult-ended': true,
  'number-rung': true,
  announced: true,
  'voicemail-left': true,
  'interaction-moved': true,
  'interaction-ranked': true,
  'monitor-started': true,
  'monitor-answered': true,
  'monitor-changed': true,
  'monitor-ended': true,
  'taken-over': true,
  muted: true,
  unmuted: true,
  'keys-sent': true,
  'consent-given': true,
  'recording-paused': true,
  'recording-resumed': true,
  'agent-state-ordered': true,
  'offer-made': true,
  'offer-ringing': true,
  'offer-ended': true,
  'leg-ended': true,
  'wrap-up-started': true,
  'wrap-up-extended': true,
  'note-filed': true,
  'trouble-met': true,
  'agent-state-changed': true,
  'agent-presence-changed': true,
  'agent-device-changed': true,
  'tenant-configured': true,
} as const satisfies Partial<{ readonly [Kind in Fact['kind']]: true }>

type Passing = Extract<Fact, { readonly kind: keyof typeof passing }>

function isPassing(fact: Fact): fact is Passing {
  return Object.hasOwn(passing, fact.kind)
}

function changed(record: InteractionRecord, fact: Exclude<Fact, Arrival>): InteractionRecord {
  if (isPassing(fact)) return record
  switch (fact.kind) {
    case 'flow-started':
    case 'flow-resumed': {
      const { flow, version, at: startedAt } = fact
      return {
        ...record,
        segments: enter(record.segments, { kind: 'flow', flow, version, startedAt }),
      }
    }
    case 'step-entered':
      return { ...record, segments: backInFlow(record, fact) }
    case 'queue-entered': {
      const { queue, serviceLevelMs, at: startedAt } = fact
      const visit = { kind: 'queue', queue, serviceLevelMs, startedAt } as const
      const segments = enter(record.segments, visit)
      return { ...record, queue, segments }
    }
    case 'queue-left': {
      const waitedMs = (record.waitedMs ?? 0) + fact.waitedMs
      return { ...record, queue: fact.queue, waitedMs, segments: leaveQueue(record.segments, fact) }
    }
    case 'talk-started': {
      const { queue, agent, at: startedAt } = fact
      const segments = enter(record.segments, { kind: 'talk', queue, agent, startedAt })
      return { ...record, queue, agent, segments }
    }
    case 'talk-ended': {
      const talkMs = (record.talkMs ?? 0) + fact.talkMs
      return { ...record, talkMs, segments: leaveTalk(record.segments, fact) }
    }
    case 'number-answered': {
      const { number, at: startedAt } = fact
      return { ...record, segments: enter(record.segments, { kind: 'number', number, startedAt }) }
    }
    case 'number-ended':
      return { ...record, segments: leaveNumber(record.segments, fact) }
    case 'wrap-up-ended':
      return {
        ...record,
        ...(fact.disposition === undefined ? {} : { disposition: fact.disposition }),
        ...(fact.note === undefined ? {} : { note: storable(fact.note) }),
        segments: wrapUp(record.segments, fact),
      }
    case 'recording-started':
    case 'recording-finished':
      return { ...record, recordings: recorded(record.recordings, fact) }
    case 'interaction-closed': {
      const { outcome, at } = fact
      return { ...record, outcome, endedAt: at, segments: closeAll(record.segments, fact) }
    }
  }
}

/** A flow that goes on after a queue was left unserved is a stretch of its own. */
function backInFlow(
  { segments }: InteractionRecord,
  fact: Extract<Fact, { readonly kind: 'step-entered' }>,
): InteractionRecord['segments'] {
  const flows = segments.filter(segment => segment.kind === 'flow')
  const version = flows.findLast(({ flow }) => flow === fact.flow)?.version
  const inside = segments.some(segment => segment.endedAt === undefined)
  if (inside || version === undefined) return segments
  return enter(segments, { kind: 'flow', flow: fact.flow, version, startedAt: fact.at })
}

function recorded(
  recordings: readonly RecordingRecord[],
  fact: Extract<Fact, { readonly kind: 'recording-started' | 'recording-finished' }>,
): readonly RecordingRecord[] {
  const { recording: id, interaction } = fact
  const known = recordings.find(recording => recording.id === id)
  const begun = known ?? { id, interaction, startedAt: fact.at }
  const now = fact.kind === 'recording-started' ? begun : { ...begun, file: fact.recordingFile }
  if (known === undefined) return [...recordings, now]
  return recordings.map(recording => (recording.id === id ? now : recording))
}
