import type { Log } from '#engine'
import { expect, test } from 'vitest'
import { journalPromises } from '../engine/ports/journal.suite.ts'
import { recordsPromises } from '../engine/ports/records.suite.ts'
import { snapshotsPromises } from '../engine/ports/snapshots.suite.ts'
import { openStore } from './open-store.ts'
import { postgresUrl, testDatabases } from './places.ts'

const silentLog: Log = () => {}

test('where CI runs, a PostgreSQL server is named', () => {
  expect(process.env['CI'] === undefined || postgresUrl !== undefined).toBe(true)
})

/** The words of the promises that are not kept, each with what was seen instead. */
async function broken<Port>(
  port: Port,
  promises: readonly {
    readonly words: string
    readonly keep: (port: Port, tag: string) => Promise<void>
  }[],
): Promise<readonly string[]> {
  const complaints: string[] = []
  for (const [index, { words, keep }] of promises.entries()) {
    await keep(port, String(index)).catch((error: unknown) => {
      complaints.push(`${words}: ${String(error)}`)
    })
  }
  return complaints
}

test.each(testDatabases)('$name keeps the promises of a journal', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log: silentLog })
  expect(await broken(store.journal, journalPromises)).toEqual([])
})

test.each(testDatabases)('$name keeps the promises of records', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log: silentLog })
  expect(await broken(store.records, recordsPromises)).toEqual([])
})

test.each(testDatabases)('$name keeps the promises of snapshots', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log: silentLog })
  expect(await broken(store.snapshots, snapshotsPromises)).toEqual([])
})
