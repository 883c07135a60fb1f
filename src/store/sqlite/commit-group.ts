import type { AppendJob, BatchJob } from '../database.ts'
import type { SqliteConnection } from './connection.ts'
import { faultOf } from './fault.ts'
import type { Answer, Job } from './messages.ts'

/**
 * Carries out a group of writes in one transaction, so in one flush of the disk. Each job has
 * a savepoint of its own: one that fails is undone alone. Some errors, a full disk among them, end
 * the whole transaction; then each job gets one of its own, so that none suffers for another.
 */
export function commitGroup(connection: SqliteConnection, jobs: readonly Job[]): readonly Answer[] {
  connection.run('begin immediate')
  try {
    const answers = jobs.map(job => carryOut(connection, job))
    connection.run('commit')
    return answers
  } catch (error) {
    if (connection.inTransaction) connection.run('rollback')
    if (jobs.length === 1) return [{ kind: 'failed', fault: faultOf(error) }]
    return jobs.flatMap(job => commitGroup(connection, [job]))
  }
}

function carryOut(connection: SqliteConnection, job: Job): Answer {
  connection.run('savepoint job')
  try {
    const answer = job.kind === 'append' ? append(connection, job) : batch(connection, job)
    if (answer.kind !== 'done') connection.run('rollback to job')
    connection.run('release job')
    return answer
  } catch (error) {
    if (!connection.inTransaction) throw error
    connection.run('rollback to job')
    connection.run('release job')
    return { kind: 'failed', fault: faultOf(error) }
  }
}

function append(connection: SqliteConnection, { tenant, entries }: AppendJob): Answer {
  const first = entries.at(0)
  const last = entries.at(-1)
  if (first === undefined || last === undefined) return { kind: 'done' }
  const moved =
    first.seq === 1
      ? connection.run('insert or ignore into journal_ends (tenant, last_seq) values (?, ?)', [
          tenant,
          last.seq,
        ])
      : connection.run('update journal_ends set last_seq = ? where tenant = ? and last_seq = ?', [
          last.seq,
          tenant,
          first.seq - 1,
        ])
  if (moved !== 1) return { kind: 'gap' }
  for (const { seq, at, kind, body } of entries) {
    connection.run('insert into journal (tenant, seq, at, kind, body) values (?, ?, ?, ?, ?)', [
      tenant,
      seq,
      at,
      kind,
      body,
    ])
  }
  return { kind: 'done' }
}

function batch(connection: SqliteConnection, { statements }: BatchJob): Answer {
  for (const { sql, parameters, mustChange } of statements) {
    const changed = connection.run(sql, parameters)
    if (mustChange !== undefined && changed !== mustChange) return { kind: 'stale' }
  }
  return { kind: 'done' }
}
