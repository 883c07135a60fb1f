import type { AgentId, DispositionId, InteractionOutcome, QueueId } from '#core'
import { channels, toId } from '#core'
import type { Folded } from '../fold/fold-fact.ts'
import type { InteractionRecord, QueueResult, RecordingRecord, Segment } from '../fold/rows.ts'
import { damaged, filled, oneOf } from './row-values.ts'
import type { InteractionTable, RecordingTable, SegmentTable } from './tables.ts'

/** Between records and table rows, both ways: reading what was written gives the same record. */

const outcomes: readonly InteractionOutcome[] = [
  'handled',
  'abandoned-in-flow',
  'abandoned-in-queue',
  'ended-by-flow',
  'transferred',
  'voicemail',
  'cancelled',
  'not-served',
  'refused',
  'fault',
]
const flowResults = ['queue', 'talk', 'number', 'flow', ...outcomes] as const
const numberResults = ['talked', 'too-long', 'fault'] as const
const talkResults = ['customer', 'agent', 'transfer', 'take-over', 'phone-lost', 'fault'] as const
const queueResults: readonly QueueResult[] = [
  'answered',
  'abandoned',
  'timeout',
  'key',
  'moved',
  'full',
  'closed',
  'no-agents',
  'cancelled',
  'fault',
]

type OfTenant<Table> = Omit<Table, 'tenant'>

/** The row of an interaction; its segments and recordings have rows of their own. */
export function interactionRow({
  record,
  arrivedSeq,
  lastSeq,
}: Folded): OfTenant<InteractionTable> {
  return {
    id: record.id,
    arrived_seq: arrivedSeq,
    last_seq: lastSeq,
    channel: record.channel,
    customer_address: record.customer.address,
    customer_name: record.customer.name ?? null,
    dialled: record.dialled,
    title: record.title ?? null,
    arrived_at: record.arrivedAt,
    ended_at: record.endedAt ?? null,
    ...interactionResults(record),
  }
}

function interactionResults(
  record: InteractionRecord,
): Pick<
  InteractionTable,
  'queue' | 'agent' | 'waited_ms' | 'talk_ms' | 'outcome' | 'disposition' | 'note'
> {
  return {
    queue: record.queue ?? null,
    agent: record.agent ?? null,
    waited_ms: record.waitedMs ?? null,
    talk_ms: record.talkMs ?? null,
    outcome: record.outcome ?? null,
    disposition: record.disposition ?? null,
    note: record.note ?? null,
  }
}

/** An interaction as it was folded, from its rows. */
export function foldedFrom(
  row: InteractionTable,
  parts: { readonly segments: readonly Segment[]; readonly recordings: readonly RecordingRecord[] },
): Folded {
  const channel = oneOf(channels, row.channel, 'interactions.channel')
  if (channel === null) throw damaged('interactions.channel', row.channel)
  const record: InteractionRecord = {
    id: toId(row.id),
    channel,
    customer: { address: row.customer_address, ...filled({ name: row.customer_name }) },
    dialled: row.dialled,
    arrivedAt: row.arrived_at,
    ...filled({
      title: row.title,
      endedAt: row.ended_at,
      queue: row.queue === null ? null : toId<QueueId>(row.queue),
      agent: row.agent === null ? null : toId<AgentId>(row.agent),
      waitedMs: row.waited_ms,
      talkMs: row.talk_ms,
      outcome: oneOf(outcomes, row.outcome, 'interactions.outcome'),
      disposition: row.disposition === null ? null : toId<DispositionId>(row.disposition),
      note: row.note,
    }),
    ...parts,
  }
  return { arrivedSeq: row.arrived_seq, lastSeq: row.last_seq, record }
}

/** The row of one stretch. */
export function segmentRow(
  { record: { id: interaction }, arrivedSeq }: Folded,
  segment: Segment,
): OfTenant<SegmentTable> {
  const empty = {
    flow: null,
    version: null,
    queue: null,
    agent: null,
    number: null,
    wrap_up_ms: null,
    service_level_ms: null,
    arrived_seq: null,
    disposition: null,
  }
  const stretch = {
    ...empty,
    interaction,
    nth: segment.nth,
    kind: segment.kind,
    started_at: segment.startedAt,
    ended_at: segment.endedAt ?? null,
    result: segment.result ?? null,
    lasted_ms: segment.lastedMs ?? null,
  }
  switch (segment.kind) {
    case 'flow':
      return { ...stretch, flow: segment.flow, version: segment.version }
    case 'queue':
      return {
        ...stretch,
        queue: segment.queue,
        service_level_ms: segment.serviceLevelMs ?? null,
      }
    case 'talk':
      return {
        ...stretch,
        queue: segment.queue,
        agent: segment.agent,
        arrived_seq: arrivedSeq,
        wrap_up_ms: segment.wrapUpMs ?? null,
        disposition: segment.disposition ?? null,
      }
    case 'number':
      return { ...stretch, number: segment.number }
  }
}

/** One stretch from its row. */
export function segmentFrom(row: SegmentTable): Segment {
  const stretch = {
    nth: row.nth,
    startedAt: row.started_at,
    ...filled({ endedAt: row.ended_at, lastedMs: row.lasted_ms }),
  }
  switch (row.kind) {
    case 'flow':
      return {
        kind: 'flow',
        ...stretch,
        flow: toId(row.flow ?? ''),
        version: row.version ?? '',
        ...filled({ result: oneOf(flowResults, row.result, 'segments.result') }),
      }
    case 'queue':
      return {
        kind: 'queue',
        ...stretch,
        queue: toId(row.queue ?? ''),
        ...filled({
          serviceLevelMs: row.service_level_ms,
          result: oneOf(queueResults, row.result, 'segments.result'),
        }),
      }
    case 'talk':
      return {
        kind: 'talk',
        ...stretch,
        queue: toId(row.queue ?? ''),
        agent: toId(row.agent ?? ''),
        ...filled({
          result: oneOf(talkResults, row.result, 'segments.result'),
          wrapUpMs: row.wrap_up_ms,
          disposition: row.disposition === null ? null : toId<DispositionId>(row.disposition),
        }),
      }
  }
  if (row.kind === 'number') {
    const result = oneOf(numberResults, row.result, 'segments.result')
    return { kind: 'number', ...stretch, number: row.number ?? '', ...filled({ result }) }
  }
  throw damaged('segments.kind', row.kind)
}

/** The row of one recording, the nth of its interaction. */
export function recordingRow(recording: RecordingRecord, nth: number): OfTenant<RecordingTable> {
  return {
    id: recording.id,
    interaction: recording.interaction,
    nth,
    started_at: recording.startedAt,
    file: recording.file?.file ?? null,
    duration_ms: recording.file?.durationMs ?? null,
    bytes: recording.file?.bytes ?? null,
    sha256: recording.file?.sha256 ?? null,
  }
}

/** One recording from its row. */
export function recordingFrom(row: RecordingTable): RecordingRecord {
  const { file, duration_ms: durationMs, bytes, sha256 } = row
  const unmade = file === null || durationMs === null || bytes === null || sha256 === null
  return {
    id: toId(row.id),
    interaction: toId(row.interaction),
    startedAt: row.started_at,
    ...(unmade ? {} : { file: { file, durationMs, bytes, sha256 } }),
  }
}
