import type { Log } from '#engine'
import { expect, test } from 'vitest'
import { journalPromises } from '../engine/ports/journal.suite.ts'
import { recordsPromises } from '../engine/ports/records.suite.ts'
import { openStore } from './open-store.ts'
import { postgresUrl, testDatabases } from './places.ts'

const silentLog: Log = () => {}

test('where CI runs, a PostgreSQL server is named', () => {
  expect(process.env['CI'] === undefined || postgresUrl !== undefined).toBe(true)
})

test.each(testDatabases)('$name keeps the promises of a journal', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log: silentLog })
  for (const [index, { words, keep }] of journalPromises.entries()) {
    await keep(store.journal, String(index)).catch((cause: unknown) => {
      throw new Error(`not kept: ${words}`, { cause })
    })
  }
})

test.each(testDatabases)('$name keeps the promises of records', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log: silentLog })
  for (const [index, { words, keep }] of recordsPromises.entries()) {
    await keep(store.records, String(index)).catch((cause: unknown) => {
      throw new Error(`not kept: ${words}`, { cause })
    })
  }
})
