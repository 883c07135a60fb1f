import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { JournalEntry } from '#engine'
import type { StorePlace } from '#store'
import { openStore } from '#store'

/** A journal as each store gives it back: SQLite always, PostgreSQL where a server is named. */
export async function dayThroughStores(
  journal: string,
  url: string | undefined,
): Promise<readonly { readonly from: string; readonly text: string }[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-day-'))
  const told = [
    { from: 'SQLite', text: await throughStore({ file: join(folder, 'day.db') }, journal) },
  ]
  await rm(folder, { recursive: true })
  if (url === undefined) return told
  const schema = `day_${process.pid}`
  told.push({ from: 'PostgreSQL', text: await throughStore({ url, schema }, journal) })
  const pool = new Pool({ connectionString: url, max: 1 })
  await pool.query(`set client_min_messages = warning; drop schema ${schema} cascade`)
  await pool.end()
  return told
}

/** The journal as a store gives it back, after everything in it was appended there. */
async function throughStore(place: StorePlace, journal: string): Promise<string> {
  const tenant: TenantId = toId('day')
  const lines = journal.split('\n').filter(line => line !== '')
  await using store = await openStore(place, { log: () => {} })
  for (let from = 0; from < lines.length; from += 1000) {
    const part = lines.slice(from, from + 1000)
    const entries = part.map((line, index): JournalEntry => ({
      seq: from + index + 1,
      input: JSON.parse(line),
    }))
    await store.journal.append(tenant, entries)
  }
  const back: string[] = []
  for await (const { input } of store.journal.read(tenant, 1)) back.push(JSON.stringify(input))
  return `${back.join('\n')}\n`
}
