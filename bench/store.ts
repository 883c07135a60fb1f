import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Pool } from 'pg'
import type { InteractionId, Input, QueueId, TenantId } from '#core'
import { toId } from '#core'
import type { JournalEntry, PlacedFact } from '#engine'
import type { Store, StorePlace } from '#store'
import { openStore } from '#store'

/**
 * Durable appends: how many a second, and how long each waits for its commit. One line per number.
 *
 *     node bench/store.ts [--seconds 3] [--postgres postgres://user@host/database]
 */
const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '3' }, postgres: { type: 'string' } },
})
const runMs = Number(options.seconds) * 1000
const postgres = options.postgres ?? process.env['PARLEY_TEST_DATABASE_URL']
const schema = `bench_${process.pid}`
/** Calls in the table the report is made from. */
const reportedCalls = 50_000
const callsAtOnce = 1000

const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
await measure('sqlite', { file: join(folder, 'bench.db') })
await rm(folder, { recursive: true })
if (postgres !== undefined) {
  await measure('postgres', { url: postgres, schema })
  const pool = new Pool({ connectionString: postgres, max: 1 })
  await pool.query(`set client_min_messages = warning; drop schema ${schema} cascade`)
  await pool.end()
}

async function measure(name: string, place: StorePlace): Promise<void> {
  await using store = await openStore(place, { log: () => {} })
  for (const writers of [1, 8, 64]) {
    await appends(store, { name: `${name} append writers=${writers} batch=1`, writers, batch: 1 })
  }
  await appends(store, { name: `${name} append writers=1 batch=100`, writers: 1, batch: 100 })
  await reads(store, name)
  await keeps(store, name)
  await reports(store, name)
}

interface Run {
  readonly name: string
  readonly writers: number
  readonly batch: number
}

/** Each writer has a tenant of its own and waits for each answer before it writes again. */
async function appends(store: Store, { name, writers, batch }: Run): Promise<void> {
  const latencies: number[] = []
  const startedAt = performance.now()
  const endAt = startedAt + runMs
  const write = async (tenant: TenantId): Promise<void> => {
    for (let seq = 1; performance.now() < endAt; seq += batch) {
      const before = performance.now()
      await store.journal.append(tenant, entries(seq, batch))
      latencies.push(performance.now() - before)
    }
  }
  await Promise.all(
    Array.from({ length: writers }, (_, index) =>
      write(toId(`append-${writers}-${batch}-${index}`)),
    ),
  )
  const seconds = (performance.now() - startedAt) / 1000
  print(`${name} inputs`, (latencies.length * batch) / seconds, '/s')
  printLatencies(name, latencies)
}

/** The whole journal of the longest tenant, as a restarted lane reads it. */
async function reads(store: Store, name: string): Promise<void> {
  const startedAt = performance.now()
  let count = 0
  for await (const entry of store.journal.read(toId('append-1-100-0'), 1)) count = entry.seq
  print(`${name} read inputs`, count / ((performance.now() - startedAt) / 1000), '/s')
}

/** Whole calls, six facts each, kept and folded into rows, as a lane hands them over. */
async function keeps(store: Store, name: string): Promise<void> {
  const tenant: TenantId = toId('keep')
  const latencies: number[] = []
  const startedAt = performance.now()
  for (let call = 0; performance.now() < startedAt + runMs; call += 1) {
    const before = performance.now()
    await store.records.keep(tenant, callFacts(call))
    latencies.push(performance.now() - before)
  }
  const seconds = (performance.now() - startedAt) / 1000
  print(`${name} keep facts`, (latencies.length * 6) / seconds, '/s')
  printLatencies(`${name} keep`, latencies)
  const rebuildAt = performance.now()
  await store.rebuild(tenant)
  const rebuiltIn = (performance.now() - rebuildAt) / 1000
  print(`${name} rebuild facts`, (latencies.length * 6) / rebuiltIn, '/s')
}

/** Many calls kept in large parts, then counted from the rows and again from the facts. */
async function reports(store: Store, name: string): Promise<void> {
  const tenant: TenantId = toId('report')
  const keepAt = performance.now()
  for (let from = 0; from < reportedCalls; from += callsAtOnce) {
    const calls = Array.from({ length: callsAtOnce }, (_, index) => callFacts(from + index))
    await store.records.keep(tenant, calls.flat())
  }
  const keptIn = (performance.now() - keepAt) / 1000
  print(`${name} keep facts in parts of ${callsAtOnce * 6}`, (reportedCalls * 6) / keptIn, '/s')
  const asked = { since: 0 }
  for (const way of ['tally', 'recount'] as const) {
    const startedAt = performance.now()
    await store.tenant(tenant)[way](asked)
    print(`${name} ${way} of ${reportedCalls} calls`, performance.now() - startedAt, 'ms')
  }
  const pageAt = performance.now()
  await store.tenant(tenant).interactions({ limit: 50 })
  print(`${name} newest 50 of ${reportedCalls} calls`, performance.now() - pageAt, 'ms')
}

/** About 300 bytes each, as inputs usually are. */
function entries(from: number, length: number): readonly JournalEntry[] {
  const input: Input = {
    kind: 'wrap-up-completed',
    at: 1_800_000_000_000,
    agent: toId('agent-0001'),
    interaction: toId('i-000000001'),
    disposition: toId('sold'),
    note: 'x'.repeat(160),
  }
  return Array.from({ length }, (_, index) => ({ seq: from + index, input }))
}

function callFacts(call: number): readonly PlacedFact[] {
  const interaction = toId<InteractionId>(`i-${call}`)
  const at = 1_800_000_000_000 + call
  const shared = { interaction, at, queue: toId<QueueId>('sales') } as const
  const facts: readonly PlacedFact['fact'][] = [
    {
      kind: 'interaction-arrived',
      interaction,
      at,
      channel: 'voice',
      leg: toId('leg-1'),
      from: '+441632960001',
      to: '+441632960000',
      trunk: 'carrier',
    },
    { kind: 'queue-entered', ...shared, priority: 3, position: 1, serviceLevelMs: 9 },
    { kind: 'queue-left', ...shared, why: 'answered', waitedMs: 10 },
    { kind: 'talk-started', ...shared, agent: toId('ada') },
    { kind: 'talk-ended', ...shared, agent: toId('ada'), talkMs: 20, by: 'customer' },
    { kind: 'interaction-closed', interaction, at, outcome: 'handled', lastedMs: 30 },
  ]
  return facts.map((fact, nth) => ({ seq: call + 1, nth, fact }))
}

function printLatencies(name: string, latencies: number[]): void {
  latencies.sort((one, other) => one - other)
  for (const [label, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
    ['p99.9', 0.999],
  ] as const) {
    print(`${name} ${label}`, latencies[Math.floor(latencies.length * share)] ?? Number.NaN, 'ms')
  }
}

function print(name: string, value: number, unit: string): void {
  const shown = unit === 'ms' ? value.toFixed(3) : Math.round(value).toLocaleString('en')
  process.stdout.write(`${name}: ${shown} ${unit}\n`)
}
