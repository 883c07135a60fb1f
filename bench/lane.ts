import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Pool } from 'pg'
import type { Input, InputBody, IssuedOrder, TenantConfig, TenantId } from '#core'
import { newState, step, toId } from '#core'
import type { ChannelPort, JournalEntry, Lane, Log, RecordsPort } from '#engine'
import { openLane, systemClock } from '#engine'
import type { Store, StorePlace } from '#store'
import { openStore } from '#store'
import { fakeCompany, fakeQueue } from '../src/engine/ports/fake-company.ts'

/**
 * Lanes on real stores: durable inputs a second, how long each waits for its commit, how long a
 * restart takes, what an idle lane costs. One line per number.
 *
 *     node bench/lane.ts [--seconds 3] [--past 1000000] [--postgres postgres://user@host/database]
 */
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    past: { type: 'string', default: '1000000' },
    postgres: { type: 'string' },
  },
})
const runMs = Number(options.seconds) * 1000
const pastInputs = Number(options.past)
const postgres = options.postgres ?? process.env['PARLEY_TEST_DATABASE_URL']
const schema = `bench_lane_${process.pid}`
const idleLanes = 300
const agentCount = 50

/** An outside that has done everything at once, and never says a word by itself. */
const channel: ChannelPort = {
  carryOut: () => new Promise(() => {}),
  liveLegs: () => new Set(),
}
const log: Log = () => {}
const clock = systemClock()

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
  await using store = await openStore(place, { log })
  for (const inFlight of [1, 64, 1_000]) await load(store, name, inFlight)
  await restart(store, name)
  await idle(store, name)
}

/** One lane, so many inputs on their way at any moment. */
async function load(store: Store, name: string, inFlight: number): Promise<void> {
  const tenant: TenantId = toId(`load-${inFlight}`)
  const lane = await openLane(tenant, { ...store, channel, clock, log })
  await configure(lane, tenant)
  const waits: number[] = []
  const startedAt = performance.now()
  const one = async (agent: number): Promise<void> => {
    for (let turn = 0; performance.now() < startedAt + runMs; turn += 1) {
      const before = performance.now()
      await lane.submit(choose(agent % agentCount, turn))
      waits.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, (_, agent) => one(agent)))
  const seconds = (performance.now() - startedAt) / 1000
  const words = `${name} lane in-flight=${inFlight}`
  print(`${words} durable inputs`, waits.length / seconds, '/s')
  const sorted = waits.toSorted((a, b) => a - b)
  print(`${words} wait p50`, sorted[Math.floor(sorted.length * 0.5)] ?? 0, 'ms')
  print(`${words} wait p99`, sorted[Math.floor(sorted.length * 0.99)] ?? 0, 'ms')
  await lane.close()
}

/** A past of calls: opened from the first input, and from the latest snapshot. */
async function restart(store: Store, name: string): Promise<void> {
  const tenant: TenantId = toId('past')
  const total = await writePast(store, tenant)
  // Facts are measured by bench/store.ts; here they count as kept.
  const records: RecordsPort = { keep: async () => {}, keptTo: async () => total }
  const { journal, snapshots } = store
  const open = async (parts: object, words: string): Promise<Lane> => {
    const before = performance.now()
    const lane = await openLane(tenant, { journal, records, channel, clock, log, ...parts })
    print(`${name} restart with ${total} inputs, ${words}`, performance.now() - before, 'ms')
    return lane
  }
  await (await open({}, 'no snapshot')).close()
  const lane = await open({ snapshots }, 'before the first snapshot')
  const before = performance.now()
  await lane.submit({ kind: 'time-passed' })
  await lane.close()
  print(`${name} taking and keeping a snapshot`, performance.now() - before, 'ms')
  await (await open({ snapshots }, 'from a snapshot')).close()
}

/** Many tenants and nothing to do. */
async function idle(store: Store, name: string): Promise<void> {
  const before = process.memoryUsage().heapUsed
  const lanes: Lane[] = []
  const openedAt = performance.now()
  for (let nth = 0; nth < idleLanes; nth += 1) {
    const tenant: TenantId = toId(`idle-${nth}`)
    const lane = await openLane(tenant, { ...store, channel, clock, log })
    await configure(lane, tenant)
    lanes.push(lane)
  }
  print(`${name} opening ${idleLanes} lanes`, performance.now() - openedAt, 'ms')
  const perLane = (process.memoryUsage().heapUsed - before) / idleLanes / 1024
  print(`${name} heap per lane of ${agentCount} agents`, perLane, 'KiB')
  const cpu = process.cpuUsage()
  await new Promise(resolve => setTimeout(resolve, 2_000))
  const { system, user } = process.cpuUsage(cpu)
  print(`${name} ${idleLanes} idle lanes for a second`, (system + user) / 2_000, 'ms CPU')
  await Promise.all(lanes.map(lane => lane.close()))
}

/** Calls from arrival to wrap-up, as a core and an obliging outside make them, appended as they come. */
async function writePast(store: Store, tenant: TenantId): Promise<number> {
  const past = { state: newState(tenant), seq: 0, at: Date.UTC(2026, 10, 23, 8) }
  const entries: JournalEntry[] = []
  const answers: InputBody[] = []
  const put = (body: InputBody): void => {
    past.seq += 1
    past.at += 40
    const input: Input = { ...body, at: past.at }
    entries.push({ seq: past.seq, input })
    for (const effect of step(past.state, input).effects) {
      if (effect.kind === 'order') answers.push(...answersTo(effect.issued))
    }
  }
  const settle = (): void => {
    for (let next = answers.shift(); next !== undefined; next = answers.shift()) put(next)
  }
  put({ kind: 'tenant-configured', config: configOf(tenant) })
  for (let agent = 0; agent < agentCount; agent += 1) {
    put({ kind: 'agent-signed-in', agent: toId(`agent-${agent}`) })
    put({ kind: 'agent-state-set', agent: toId(`agent-${agent}`), state: 'available' })
  }
  for (let call = 0; past.seq < pastInputs; call += 1) {
    put(arrival(call))
    settle()
    put({ kind: 'leg-ended', leg: toId(`c${call}`), by: 'far-end', cause: 'bye' })
    settle()
    if (entries.length >= 5_000) await store.journal.append(tenant, entries.splice(0))
  }
  await store.journal.append(tenant, entries)
  return past.seq
}

function answersTo({ id, order }: IssuedOrder): InputBody[] {
  const done: InputBody = { kind: 'order-done', order: id }
  if (order.kind === 'play') return []
  if (order.kind === 'stop-recording') {
    const recording = { file: 'r.wav', durationMs: 1000, bytes: 32_044, sha256: 'aa' }
    return [{ ...done, recording }]
  }
  if (order.kind !== 'hang-up') return [done]
  return [done, { kind: 'leg-ended', leg: order.leg, by: 'parley', cause: 'bye' }]
}

function arrival(call: number): InputBody {
  return {
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: toId(`c${call}`),
    from: `+44163296${1000 + (call % 9000)}`,
    to: '+441632960100',
    trunk: 'carrier',
  }
}

function choose(agent: number, turn: number): InputBody {
  const who = { kind: 'agent-state-set', agent: toId<never>(`agent-${agent}`) } as const
  return turn % 2 === 0
    ? { ...who, state: 'not-ready', reason: 'tea' }
    : { ...who, state: 'available' }
}

async function configure(lane: Lane, tenant: TenantId): Promise<void> {
  await lane.submit({ kind: 'tenant-configured', config: configOf(tenant) })
  await Promise.all(
    Array.from({ length: agentCount }, (_, agent) =>
      lane.submit({ kind: 'agent-signed-in', agent: toId(`agent-${agent}`) }),
    ),
  )
}

function configOf(tenant: TenantId): TenantConfig {
  return fakeCompany({
    tenant,
    name: 'Bench',
    queues: [{ ...fakeQueue, record: true }],
    agents: Array.from({ length: agentCount }, (_, agent) => ({
      id: toId(`agent-${agent}`),
      name: `Agent ${agent}`,
      directoryId: `directory-${agent}`,
      role: 'agent' as const,
      address: `+44163296${2000 + agent}`,
      skills: [],
      queues: [fakeQueue.id],
    })),
  })
}

function print(words: string, value: number, unit: string): void {
  process.stdout.write(`${words}: ${value < 100 ? value.toFixed(2) : value.toFixed(0)} ${unit}\n`)
}
