import type { Pool } from 'pg'
import type { AppendJob } from '../database.ts'

/**
 * One statement, so one round trip and one flush, for the appends of many tenants. A tenant's
 * entries go in only if its journal ends just before them; the row that says so is locked until
 * the commit, so of two servers that write the same number the second finds it taken.
 */
const appendSql = `
  with given as (
    select * from unnest($1::text[], $2::bigint[], $3::bigint[]) as given (tenant, first, last)
  ), begun as (
    insert into journal_ends (tenant, last_seq)
    select tenant, last from given where first = 1
    on conflict do nothing
    returning tenant
  ), moved as (
    update journal_ends set last_seq = given.last from given
    where journal_ends.tenant = given.tenant and journal_ends.last_seq = given.first - 1
    returning given.tenant
  ), taken as (
    select tenant from begun union all select tenant from moved
  ), kept as (
    insert into journal (tenant, seq, at, kind, body)
    select entry.tenant, entry.seq, entry.at, entry.kind, entry.body
    from unnest($4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])
      as entry (tenant, seq, at, kind, body)
    where entry.tenant in (select tenant from taken)
  )
  select tenant from taken`

/** Appends for several tenants, each at most once in a group. */
export async function appendGroup(
  pool: Pool,
  jobs: readonly AppendJob[],
): Promise<readonly ('done' | 'gap')[]> {
  const entries = jobs.flatMap(job => job.entries.map(entry => ({ tenant: job.tenant, entry })))
  const result = await pool.query<{ tenant: string }>({
    name: 'append',
    text: appendSql,
    values: [
      jobs.map(({ tenant }) => tenant),
      jobs.map(job => job.entries.at(0)?.seq),
      jobs.map(job => job.entries.at(-1)?.seq),
      entries.map(({ tenant }) => tenant),
      entries.map(({ entry }) => entry.seq),
      entries.map(({ entry }) => entry.at),
      entries.map(({ entry }) => entry.kind),
      entries.map(({ entry }) => entry.body),
    ],
  })
  const taken = new Set(result.rows.map(({ tenant }) => tenant))
  return jobs.map(({ tenant }) => (taken.has(tenant) ? 'done' : 'gap'))
}
