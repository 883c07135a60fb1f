import { factWords, type Fact, type FormField, type Names, type QueueId } from '#core'
import type { InteractionRecord, RecordingRecord, Segment } from '#store'
import type { InteractionRow, InteractionView, TimelineEntry } from '#contract'
import { customerView } from './call-view.ts'
import { formView } from './form-view.ts'
import { decisionView } from './decision-view.ts'

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
  /** The form of a queue, as it is today. */
  readonly formOf: (queue: QueueId) => readonly FormField[] | undefined
}

/** One interaction, whole. */
export function interactionView({
  at,
  record,
  facts,
  names,
  formOf,
}: InteractionParts): InteractionView {
  const recording = playable(record)
  return {
    at,
    row: rowView(record, names),
    ...(record.note === undefined ? {} : { note: record.note }),
    ...filedAnswers(facts, formOf),
    timeline: facts.map(fact => timelineEntry(fact, names)),
    segments: record.segments.map(segment => segmentView(segment, names)),
    ...(recording === undefined ? {} : { recording: recordingView(record, recording) }),
  }
}

/** What was answered when it was filed last, and the form that says what was asked. */
function filedAnswers(
  facts: readonly Fact[],
  formOf: InteractionParts['formOf'],
): Pick<InteractionView, 'answers' | 'form'> {
  for (const fact of facts.toReversed()) {
    if (fact.kind === 'wrap-up-ended' && fact.answers !== undefined) {
      const form = formOf(fact.queue)
      const asked = form === undefined ? {} : { form: formView(form) }
      return { answers: { ...fact.answers }, ...asked }
    }
  }
  return {}
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

/** The last recording whose file is there. */
export function playable(record: InteractionRecord): FinishedRecording | undefined {
  return record.recordings.findLast(isFinished)
}

/** A recording with its file. */
export type FinishedRecording = RecordingRecord & {
  readonly file: NonNullable<RecordingRecord['file']>
}

function isFinished(recording: RecordingRecord): recording is FinishedRecording {
  return recording.file !== undefined
}

function recordingView(
  record: InteractionRecord,
  { id, file }: FinishedRecording,
): NonNullable<InteractionView['recording']> {
  return {
    id,
    url: `/api/interactions/${encodeURIComponent(record.id)}/recording`,
    durationMs: file.durationMs,
    bytes: file.bytes,
    sha256: file.sha256,
  }
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
