import type { Fact, InteractionId } from '#core'
import type { InteractionRecord, QueueTally, RecordingRecord } from '#store'
import type { FakeLane } from './fake-floor.ts'
import type { KeptFact, Records, TenantRecords } from './records.ts'

/** Records made from a lane's facts when they are asked for: slow, and always right. */
export function createFakeRecords(lanes: readonly FakeLane[]): Records {
  return {
    tenant: id => {
      const lane = lanes.find(one => one.tenant === id)
      if (lane === undefined) throw new Error(`no records of ${id}`)
      return recordsOf(lane)
    },
  }
}

function recordsOf({ facts }: FakeLane): TenantRecords {
  const newestFirst = (): InteractionRecord[] => {
    const ids = facts.flatMap(fact => (fact.kind === 'interaction-arrived' ? fact.interaction : []))
    return ids.flatMap(id => foldRecord(factsOf(facts, id)) ?? []).toReversed()
  }
  return {
    facts: async ({ interaction }) => factsOf(facts, interaction),
    interaction: async id => foldRecord(factsOf(facts, id)),
    interactions: async ({ cursor, limit }) => {
      if (cursor !== undefined && !/^\d+$/.test(cursor)) return { ok: false, reason: 'bad-cursor' }
      const from = Number(cursor ?? 0)
      const all = newestFirst()
      const rows = all.slice(from, from + limit)
      const next = from + limit < all.length ? { next: String(from + limit) } : {}
      return { ok: true, rows, ...next }
    },
    tally: async () => tallyOf(facts),
  }
}

function factsOf(facts: readonly Fact[], id: InteractionId): KeptFact[] {
  return facts.flatMap((fact, index) =>
    'interaction' in fact && fact.interaction === id ? { seq: index + 1, nth: 1, fact } : [],
  )
}

function foldRecord(kept: readonly KeptFact[]): InteractionRecord | undefined {
  const arrived = kept[0]?.fact
  if (arrived?.kind !== 'interaction-arrived') return undefined
  let record: InteractionRecord = {
    id: arrived.interaction,
    channel: 'voice',
    customer: { address: arrived.from },
    dialled: arrived.to,
    arrivedAt: arrived.at,
    recordings: [],
    segments: [],
  }
  for (const { fact } of kept) record = { ...record, ...changeBy(record, fact) }
  return record
}

function changeBy(record: InteractionRecord, fact: Fact): Partial<InteractionRecord> {
  if (fact.kind === 'talk-started') return { agent: fact.agent, queue: fact.queue }
  if (fact.kind === 'interaction-closed') return { endedAt: fact.at, outcome: fact.outcome }
  if (fact.kind !== 'recording-finished') return {}
  const recording: RecordingRecord = {
    id: fact.recording,
    interaction: record.id,
    startedAt: fact.at,
    file: fact.recordingFile,
  }
  return { recordings: [...record.recordings, recording] }
}

function tallyOf(facts: readonly Fact[]): QueueTally[] {
  const entered = facts.flatMap(fact => (fact.kind === 'queue-entered' ? fact : []))
  const left = facts.flatMap(fact => (fact.kind === 'queue-left' ? fact : []))
  const queue = entered[0]?.queue
  if (queue === undefined) return []
  const answered = left.filter(fact => fact.why === 'answered').length
  return [
    {
      queue,
      offered: entered.length,
      answered,
      abandoned: left.filter(fact => fact.why === 'abandoned').length,
      leftOtherwise: 0,
      answeredInTime: answered,
      waitMsAnswered: 0,
    },
  ]
}
