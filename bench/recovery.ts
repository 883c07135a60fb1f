import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuUsage } from 'node:process'
import { parseArgs } from 'node:util'
import { Pool } from 'pg'
import type { Input, TenantId } from '#core'
import { toId } from '#core'
import type { ChannelPort, Lane, RecordsPort } from '#engine'
import { openLane, systemClock } from '#engine'
import { recordDay } from '#simulator'
import type { Store, StorePlace } from '#store'
import { openStore } from '#store'

/**
 * How long a lane with a long past takes to come back: from the journal's first input, and from a
 * snapshot near its end. The past is a busy day of the simulator's. One line per number.
 *
 *     node bench/recovery.ts [--inputs 400000] [--postgres postgres://user@host/database]
 */
const { values: options } = parseArgs({
  options: {
    inputs: { type: 'string', default: '400000' },
    seed: { type: 'string', default: '1' },
    postgres: { type: 'string' },
  },
})
const postgres = options.postgres ?? process.env['PARLEY_TEST_DATABASE_URL']
const schema = `recovery_${process.pid}`
const tenant: TenantId = toId('contoso')
const day = recordDay('busy-day', {
  seed: Number(options.seed),
  inputs: Number(options.inputs),
})
  .split('\n')
  .filter(line => line !== '')
/** Inputs in one append. */
const partLength = 5_000

/** Every fact is on record already, as after an ordinary stop. */
const keptAll: RecordsPort = { keep: async () => {}, keptTo: async () => Number.MAX_SAFE_INTEGER }

/** An outside that knows of no leg and carries nothing out. */
const deaf: ChannelPort = {
  carryOut: () => Promise.withResolvers<never>().promise,
  liveLegs: () => new Set(),
}

const folder = await mkdtemp(join(tmpdir(), 'parley-recovery-'))
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
  for (let from = 0; from < day.length; from += partLength) {
    const entries = day.slice(from, from + partLength).map((line, index) => {
      const input: Input = JSON.parse(line)
      return { seq: from + index + 1, input }
    })
    await store.journal.append(tenant, entries)
  }
  await opened(`${name} recovery of ${day.length} inputs without a snapshot`, store)
  // The first opening left a snapshot behind when it took its first inputs.
  await opened(`${name} recovery of ${day.length} inputs with a snapshot`, store)
}

async function opened(name: string, store: Store): Promise<void> {
  const before = cpuUsage()
  const startedAt = performance.now()
  const clock = systemClock()
  const parts = { ...store, records: keptAll, channel: deaf, clock, log: () => {} }
  const lane = await openLane(tenant, parts)
  const wallMs = performance.now() - startedAt
  const { user, system } = cpuUsage(before)
  print(name, wallMs)
  print(`${name}, processor`, (user + system) / 1000)
  await leaveSnapshot(lane)
}

/** A snapshot is kept beside the first inputs after a long replay, and before a lane is closed. */
async function leaveSnapshot(lane: Lane): Promise<void> {
  await lane.submit({ kind: 'time-passed' })
  await lane.close()
}

function print(name: string, ms: number): void {
  process.stdout.write(`${name}: ${ms.toFixed(0)} ms\n`)
}
