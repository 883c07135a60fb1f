import type { Log } from '#engine'
import { expect, test } from 'vitest'
import { auditPromises } from '../engine/ports/audit.suite.ts'
import { journalPromises } from '../engine/ports/journal.suite.ts'
import { fakeAudit } from '../engine/ports/fake-audit.ts'
import { fakeSettings } from '../engine/ports/fake-settings.ts'
import { recordsPromises } from '../engine/ports/records.suite.ts'
import { settingsPromises } from '../engine/ports/settings.suite.ts'
import { fakeSignIns } from '../engine/ports/fake-sign-ins.ts'
import { fakeWallboards } from '../engine/ports/fake-wallboards.ts'
import { signInsPromises } from '../engine/ports/sign-ins.suite.ts'
import { wallboardsPromises } from '../engine/ports/wallboards.suite.ts'
import { snapshotsPromises } from '../engine/ports/snapshots.suite.ts'
import { tracePromises } from '../engine/ports/trace.suite.ts'
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

test.each(testDatabases)('$name keeps the promises of a trace', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log: silentLog })
  expect(await broken(store.traces, tracePromises)).toEqual([])
})

test.each(testDatabases)('$name keeps the promises of snapshots', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log: silentLog })
  expect(await broken(store.snapshots, snapshotsPromises)).toEqual([])
})

test.each(testDatabases)('$name keeps the promises of an audit log', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log: silentLog })
  expect(await broken(store.audit, auditPromises)).toEqual([])
})

test('an audit log in memory keeps the same promises', async () => {
  expect(await broken(fakeAudit(), auditPromises)).toEqual([])
})

test.each(testDatabases)('$name keeps the promises of settings', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log: silentLog })
  expect(await broken(store.settings, settingsPromises)).toEqual([])
})

test('settings in memory keep the same promises', async () => {
  expect(await broken(fakeSettings(), settingsPromises)).toEqual([])
})

test.each(testDatabases)('$name keeps the promises of sign-ins', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log: silentLog })
  expect(await broken(store.signIns, signInsPromises)).toEqual([])
})

test.each(testDatabases)('$name keeps the promises of wallboards', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log: silentLog })
  expect(await broken(store.wallboards, wallboardsPromises)).toEqual([])
})

test('wallboards in memory keep the same promises', async () => {
  expect(await broken(fakeWallboards(), wallboardsPromises)).toEqual([])
})

test('sign-ins in memory keep the same promises', async () => {
  expect(await broken(fakeSignIns(), signInsPromises)).toEqual([])
})
