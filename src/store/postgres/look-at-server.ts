import type { Pool } from 'pg'
import type { StoreFinding } from '../check.ts'
import { wholeNumber } from '../schema/row-values.ts'
import { StoreError } from '../store-error.ts'

/** The oldest PostgreSQL this is tested with, as the server counts its versions. */
const serverVersionMin = 15_00_00

/** Stops on a server older than any this was tested with. */
export async function refuseOldServer(pool: Pool): Promise<void> {
  const version = Number(await setting(pool, 'server_version_num'))
  if (version >= serverVersionMin) return
  throw new StoreError('unsupported', {
    words: `The server is PostgreSQL ${Math.floor(version / 10_000)}.`,
    remedy: 'Use PostgreSQL 15 or newer.',
  })
}

/** Whether this server keeps what it says it has committed, and whether the journals are whole. */
export async function lookAtServer(pool: Pool): Promise<readonly StoreFinding[]> {
  return [await lookAtDurability(pool), await lookAtJournals(pool)]
}

async function lookAtDurability(pool: Pool): Promise<StoreFinding> {
  const about = 'durability'
  const off: string[] = []
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    if ((await setting(pool, name)) === 'off') off.push(name)
  }
  if (off.length === 0) return { about, state: 'good', words: 'Every commit is flushed to disk.' }
  return {
    about,
    state: 'poor',
    words: `The server runs with ${off.join(' and ')} off: a power cut can lose what was answered.`,
    remedy: `Switch ${off.join(' and ')} on in postgresql.conf.`,
  }
}

async function lookAtJournals(pool: Pool): Promise<StoreFinding> {
  const about = 'integrity'
  const exists = await pool.query<{ found: string | null }>(
    `select to_regclass('journal_ends')::text as found`,
  )
  if (exists.rows[0]?.found === null) return { about, state: 'good', words: 'The schema is new.' }
  const { rows } = await pool.query<{ tenants: number }>(
    `select count(*) as tenants from journal_ends
     where last_seq <> (
       select coalesce(max(seq), 0) from journal where journal.tenant = journal_ends.tenant
     )`,
  )
  const wrong = wholeNumber(rows[0]?.tenants, 'count')
  if (wrong === 0) return { about, state: 'good', words: 'Every journal ends where it says.' }
  return {
    about,
    state: 'broken',
    words: `${wrong} journals do not end where they say.`,
    remedy: 'Stop the server and restore a backup; keep the database for examination.',
  }
}

async function setting(pool: Pool, name: string): Promise<string> {
  const { rows } = await pool.query<{ value: string }>('select current_setting($1) as value', [
    name,
  ])
  return rows[0]?.value ?? ''
}
