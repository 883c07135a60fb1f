import type { StoreCheck, StoreFinding } from './check.ts'
import type { Database } from './database.ts'
import { schemaVersion } from './schema/migrate.ts'
import { migrations } from './schema/migrations.ts'
import { StoreError } from './store-error.ts'

/** Looks the store over. What fails becomes a finding, so that one fault never hides another. */
export async function checkStore(database: Database): Promise<StoreCheck> {
  const findings = [
    ...(await found('schema', () => lookAtSchema(database))),
    ...(await found('writing', () => lookAtWriting(database))),
    ...(await found('integrity', () => database.look())),
  ]
  const ok = findings.every(({ state }) => state !== 'broken')
  return { ok, database: database.kind, findings }
}

async function found(
  about: StoreFinding['about'],
  look: () => Promise<readonly StoreFinding[]>,
): Promise<readonly StoreFinding[]> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return [{ about, state: 'broken', words: error.message, remedy: error.remedy }]
  }
}

async function lookAtSchema(database: Database): Promise<readonly StoreFinding[]> {
  const version = await schemaVersion(database)
  const words = `The tables are at version ${version}.`
  if (version === migrations.length) return [{ about: 'schema', state: 'good', words }]
  return [
    {
      about: 'schema',
      state: 'broken',
      words: `${words} This program needs version ${migrations.length}.`,
      remedy: 'Restart the server: it brings older tables up to date, and names newer ones.',
    },
  ]
}

/** Writes for real: a row is set to what it is, and committed. */
async function lookAtWriting(database: Database): Promise<readonly StoreFinding[]> {
  const sql = 'update schema_version set name = name where number = 1'
  const statement = { sql, parameters: [], mustChange: 1 }
  const startedAt = performance.now()
  await database.write({ kind: 'batch', statements: [statement] })
  const tookMs = (performance.now() - startedAt).toFixed(1)
  return [{ about: 'writing', state: 'good', words: `A row was committed in ${tookMs} ms.` }]
}
