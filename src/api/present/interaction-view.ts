import { factWords, type Fact, type Names } from '#core'
import type { InteractionRecord, RecordingRecord, Segment } from '#store'
import type { InteractionRow, InteractionView, TimelineEntry } from '#contract'
import { customerView } from './call-view.ts'
import { decisionView } from './decision-view.ts'
import { filingViews, type FormOf } from './filing-view.ts'

/** An interaction in one row, as lists show it. */
export function rowView(record: InteractionRecord, names: Names): InteractionRow {
  const { endedAt, queue, agent, waitedMs, talkMs, outcome, disposition } = record
  return {
    id: record.id,
    channel: record.channel,
    customer: customerView(record.customer),
    dialled: record.dialled,
    ...(record.title === undefined ? {} : { title: record.title }),
    arrivedAt: record.arrivedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(queue === undefined ? {} : { queue: { id: queue, name: names.queue(queue) } }),
    ...(agent === undefined ? {} : { agent: { id: agent, name: names.agent(agent) } }),
    ...(waitedMs === undefined ? {} : { waitedMs }),
    ...(talkMs === undefined ? {} : { talkMs }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(disposition === undefined
      ? {}
      : { disposition: { id: disposition, name: names.disposition(disposition) } }),
    recorded: record.recordings.length > 0,
  }
}

/** What an interaction's page is made of. */
export interface InteractionParts {
  readonly at: number
  readonly record: InteractionRecord
  readonly facts: readonly Fact[]
  readonly names: Names
  readonly formOf: FormOf
}

/** One interaction, whole. */
export function interactionView({
  at,
  record,
  facts,
  names,
  formOf,
}: InteractionParts): InteractionView {
  return {
    at,
    row: rowView(record, names),
    filings: filingViews(facts, names, formOf),
    timeline: facts.map(fact => timelineEntry(fact, names)),
    segments: record.segments.map(segment => segmentView(segment, names)),
    recordings: playable(record).map(recordingView),
  }
}

function segmentView(segment: Segment, names: Names): InteractionView['segments'][number] {
  const { startedAt, endedAt, result, lastedMs } = segment
  const stretch = {
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(result === undefined ? {} : { result }),
    ...(lastedMs === undefined ? {} : { lastedMs }),
  }
  if (segment.kind === 'flow') return { kind: 'flow', ...stretch, flow: segment.flow }
  if (segment.kind === 'number') return { kind: 'number', ...stretch, number: segment.number }
  const queue = { id: segment.queue, name: names.queue(segment.queue) }
  if (segment.kind === 'queue') return { kind: 'queue', ...stretch, queue }
  const { agent, wrapUpMs } = segment
  return {
    kind: 'talk',
    ...stretch,
    queue,
    agent: { id: agent, name: names.agent(agent) },
    ...(wrapUpMs === undefined ? {} : { wrapUpMs }),
  }
}

/** The recordings whose files are there. */
export function playable(record: InteractionRecord): readonly FinishedRecording[] {
  return record.recordings.filter(isFinished)
}

/** A recording with its file. */
export type FinishedRecording = RecordingRecord & {
  readonly file: NonNullable<RecordingRecord['file']>
}

function isFinished(recording: RecordingRecord): recording is FinishedRecording {
  return recording.file !== undefined
}

function recordingView({
  id,
  interaction,
  startedAt,
  file: { durationMs, bytes, sha256 },
}: FinishedRecording): InteractionView['recordings'][number] {
  const url = `/api/interactions/${encodeURIComponent(interaction)}/recordings/${encodeURIComponent(id)}`
  return { id, url, startedAt, durationMs, bytes, sha256 }
}

function timelineEntry(fact: Fact, names: Names): TimelineEntry {
  return {
    at: fact.at,
    kind: fact.kind,
    words: factWords(fact, names),
    ...(fact.kind === 'decision-made' ? { decision: decisionView(fact.decision, names) } : {}),
    fact: { ...fact },
  }
}
