import { toId, type AgentId, type Fact, type InteractionId } from '#core'
import type {
  AgentDay,
  AgentFigures,
  AgentStretch,
  InteractionRecord,
  QueueTally,
  RecordingRecord,
} from '#store'
import type { JournalEntry, TraceEntry } from '#engine'
import type { FakeLane } from './fake-floor.ts'
import type { Past } from './past.ts'
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

/** The past of the lanes, and one INVITE for each of their interactions. */
export function createFakePast(lanes: readonly FakeLane[]): Past {
  const inputsOf = (tenant: string): readonly JournalEntry[] =>
    lanes.find(one => one.tenant === tenant)?.inputs ?? []
  return {
    journal: {
      async *read(tenant, fromSeq) {
        yield* inputsOf(tenant).slice(fromSeq - 1)
      },
      marks: async () => [],
    },
    traces: { read: async () => [fakeInvite] },
  }
}

/** What everybody's first leg is taken to have begun with. */
const fakeInvite: TraceEntry = {
  kind: 'message',
  at: 1_000,
  nth: 1,
  leg: toId('call-1'),
  direction: 'in',
  transport: 'udp',
  local: { address: '192.0.2.1', port: 5060 },
  remote: { address: '192.0.2.9', port: 5060 },
  callId: 'a@b',
  cseq: { number: 1, method: 'INVITE' },
  says: { kind: 'request', method: 'INVITE', uri: 'sip:+441632960000@parley.example' },
  text: 'INVITE sip:+441632960000@parley.example SIP/2.0\r\n\r\n',
}

function dayIn(facts: readonly Fact[], { agent, from, to }: AgentDay): AgentStretch[] {
  const changes = facts.flatMap(fact =>
    fact.kind === 'agent-state-changed' && fact.agent === agent ? fact : [],
  )
  const stretches = changes.map((fact, index): AgentStretch => {
    const next = changes[index + 1]
    return { state: fact.to, from: fact.at, ...(next === undefined ? {} : { to: next.at }) }
  })
  return stretches.filter(one => one.from < to && (one.to ?? Infinity) > from)
}

function figuresIn(facts: readonly Fact[], agent: AgentId, since: number): AgentFigures {
  const figures = { handled: 0, talkMs: 0, wrapUpMs: 0 }
  for (const fact of facts) {
    if (!('agent' in fact) || fact.agent !== agent || fact.at < since) continue
    if (fact.kind === 'talk-ended') figures.handled += 1
    if (fact.kind === 'talk-ended') figures.talkMs += fact.talkMs
    if (fact.kind === 'wrap-up-ended') figures.wrapUpMs += fact.wrapUpMs
  }
  return figures
}

function recordsOf({ facts, placed }: FakeLane): TenantRecords {
  const newestFirst = (): InteractionRecord[] => {
    const ids = facts.flatMap(fact => (fact.kind === 'interaction-arrived' ? fact.interaction : []))
    return ids.flatMap(id => foldRecord(factsOf(facts, id)) ?? []).toReversed()
  }
  return {
    facts: async ({ interaction }) =>
      placed.filter(({ fact }) => 'interaction' in fact && fact.interaction === interaction),
    agentDay: async ({ agent, from, to }) => dayIn(facts, { agent, from, to }),
    agentFigures: async ({ agent, since }) => figuresIn(facts, agent, since),
    configuredBefore: async seq =>
      placed.findLast(one => one.seq <= seq && one.fact.kind === 'tenant-configured')?.seq,
    interaction: async id => foldRecord(factsOf(facts, id)),
    interactions: async ({ cursor, limit, customer, agent, visits }) => {
      if (visits !== undefined) throw new Error('the fake keeps no visits')
      if (cursor !== undefined && !/^\d+$/.test(cursor)) return { ok: false, reason: 'bad-cursor' }
      const from = Number(cursor ?? 0)
      const all = newestFirst().filter(
        row =>
          (customer ?? row.customer.address) === row.customer.address &&
          (agent ?? row.agent) === row.agent,
      )
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
    channel: arrived.channel,
    customer: { address: arrived.from },
    dialled: arrived.channel === 'voice' ? arrived.to : '',
    ...(arrived.channel === 'task' ? { title: arrived.title } : {}),
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
      abandonedShort: 0,
      leftOtherwise: 0,
      answeredInTime: answered,
      waitMsAnswered: 0,
    },
  ]
}
