import { open, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { toId } from '#core'
import type { TenantId } from '#core'
import type { JournalEntry, Log } from '#engine'
import { expect, test } from 'vitest'
import { crowd } from '../fold/stories.ts'
import { openStore } from '../open-store.ts'
import { takeFolder } from '../places.ts'
import { foldAll } from '../records/folds.ts'
import type { Store, StoreLimits } from '../store.ts'

const log: Log = () => {}
const acme: TenantId = toId('acme')

async function openIn(
  taken: { readonly file: string },
  limits?: Partial<StoreLimits>,
): Promise<Store> {
  return await openStore({ file: taken.file }, { log, ...(limits === undefined ? {} : { limits }) })
}

function entries(from: number, length: number, note = 'n'): readonly JournalEntry[] {
  return Array.from({ length }, (_, index) => ({
    seq: from + index,
    input: {
      kind: 'wrap-up-completed',
      at: from + index,
      agent: toId('ada'),
      interaction: toId('i-1'),
      disposition: toId('sold'),
      note,
    },
  }))
}

async function seqs(store: Store, tenant: TenantId): Promise<readonly number[]> {
  const read: number[] = []
  for await (const { seq } of store.journal.read(tenant, 1)) read.push(seq)
  return read
}

test('a closed store opens again with everything in it, and closing twice is closing once', async () => {
  await using taken = await takeFolder()
  const facts = crowd(10, 1)
  const first = await openIn(taken)
  await first.journal.append(acme, entries(1, 3))
  await first.records.keep(acme, facts)
  await Promise.all([first.close(), first.close()])
  await expect(first.journal.append(acme, entries(4, 1))).rejects.toMatchObject({ code: 'closed' })
  await expect(first.tenant(acme).interactions({ limit: 1 })).rejects.toMatchObject({
    code: 'closed',
  })
  await using again = await openIn(taken)
  expect([await seqs(again, acme), await again.records.keptTo(acme)]).toEqual([
    [1, 2, 3],
    facts.at(-1)?.seq,
  ])
  expect(await readdir(dirname(taken.file))).toContain('parley.db')
})

test('writes that were handed over before the close are durable after it', async () => {
  await using taken = await takeFolder()
  const first = await openIn(taken)
  const appends = Array.from({ length: 30 }, (_, index) =>
    first.journal.append(acme, entries(1 + index, 1)),
  )
  await Promise.all([first.close(), ...appends])
  await using again = await openIn(taken)
  expect(await seqs(again, acme)).toHaveLength(30)
})

test('a full disk refuses in words, keeps no half of a write, and takes writes again later', async () => {
  await using taken = await takeFolder()
  {
    await using store = await openIn(taken, { fileBytesMax: 400_000 })
    const text = 'x'.repeat(10_000)
    await store.journal.append(acme, entries(1, 5, text))
    await expect(store.journal.append(acme, entries(6, 100, text))).rejects.toMatchObject({
      code: 'disk-full',
      remedy: expect.stringContaining('Free space'),
    })
    expect(await seqs(store, acme)).toEqual([1, 2, 3, 4, 5])
    await store.journal.append(acme, entries(6, 1))
    expect(await seqs(store, acme)).toEqual([1, 2, 3, 4, 5, 6])
  }
  await using roomy = await openIn(taken)
  await roomy.journal.append(acme, entries(7, 100, 'x'.repeat(10_000)))
  expect(await seqs(roomy, acme)).toHaveLength(106)
})

test('one write that does not fit leaves the others of its commit standing', async () => {
  await using taken = await takeFolder()
  await using store = await openIn(taken, { fileBytesMax: 400_000 })
  const results = await Promise.allSettled([
    store.journal.append(toId('a'), entries(1, 1)),
    store.journal.append(toId('b'), entries(1, 200, 'x'.repeat(10_000))),
    store.journal.append(toId('c'), entries(1, 1)),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect([
    await seqs(store, toId('a')),
    await seqs(store, toId('b')),
    await seqs(store, toId('c')),
  ]).toEqual([[1], [], [1]])
})

test('another process that holds the file is waited for, then named', async () => {
  await using taken = await takeFolder()
  await using store = await openIn(taken, { lockMsMax: 30 })
  const other = new DatabaseSync(taken.file)
  other.exec('begin immediate')
  await expect(store.journal.append(acme, entries(1, 1))).rejects.toMatchObject({
    code: 'locked',
  })
  other.exec('rollback')
  other.close()
  await store.journal.append(acme, entries(1, 1))
  expect(await seqs(store, acme)).toEqual([1])
})

test('a newer schema stops the start in words, and is left as it is', async () => {
  await using taken = await takeFolder()
  await (await openIn(taken)).close()
  const newer = new DatabaseSync(taken.file)
  newer.exec(`insert into schema_version values (99, 'from tomorrow', 'tomorrow')`)
  newer.close()
  await expect(openIn(taken)).rejects.toMatchObject({
    code: 'newer-schema',
    message: expect.stringContaining('version 99'),
    remedy: expect.stringContaining('newer program'),
  })
})

test('a file that is no database, one cut short, and a place that is no folder are refused', async () => {
  await using taken = await takeFolder()
  await (await openIn(taken)).close()
  await truncate(taken.file, 3 * 4096)
  await expect(openIn(taken)).rejects.toMatchObject({ code: 'damaged' })
  await writeFile(taken.file, 'This is a shopping list. '.repeat(100))
  await expect(openIn(taken)).rejects.toMatchObject({ code: 'damaged' })
  await expect(
    openStore({ file: join(taken.file, 'below', 'a', 'file') }, { log }),
  ).rejects.toMatchObject({ code: 'unreachable' })
})

test('a body over the limit and a batch over the limit are refused before they are written', async () => {
  await using taken = await takeFolder()
  await using store = await openIn(taken, { bodyCharactersMax: 1000, batchLengthMax: 10 })
  await expect(store.journal.append(acme, entries(1, 1, 'x'.repeat(1000)))).rejects.toMatchObject({
    code: 'too-large',
  })
  await expect(store.journal.append(acme, entries(1, 11))).rejects.toMatchObject({
    code: 'too-large',
  })
  await expect(store.records.keep(acme, crowd(20, 1))).rejects.toMatchObject({ code: 'too-large' })
  expect([await seqs(store, acme), await store.records.keptTo(acme)]).toEqual([[], 0])
})

test('a rebuild that was cut short is finished before anything more is kept', async () => {
  await using taken = await takeFolder()
  const facts = crowd(80, 21)
  const half = facts.slice(0, facts.length / 2)
  const whole = await openIn(taken)
  await whole.records.keep(acme, half)
  await whole.close()
  const cut = new DatabaseSync(taken.file)
  cut.exec(`delete from recordings; delete from segments; delete from interactions;
    update positions set folded_seq = 0, folded_nth = -1`)
  cut.close()
  await using store = await openIn(taken)
  await store.records.keep(acme, facts.slice(half.length))
  const page = await store.tenant(acme).interactions({ limit: 500 })
  const expected = [...foldAll(new Map(), facts).values()].toSorted(
    (one, other) => other.arrivedSeq - one.arrivedSeq,
  )
  expect(page.ok && page.rows).toEqual(expected.map(({ record }) => record))
})

test('the check finds a sound store sound, and a damaged file damaged', async () => {
  await using taken = await takeFolder()
  {
    await using store = await openIn(taken)
    await store.journal.append(acme, entries(1, 2000))
    await store.records.keep(acme, crowd(200, 1))
    const { ok, findings } = await store.check()
    expect([ok, findings.map(({ about, state }) => `${about} ${state}`)]).toEqual([
      true,
      ['schema good', 'writing good', 'integrity good', 'free-disk good'],
    ])
  }
  await spoil(taken)
  await using store = await openIn(taken)
  const { ok, findings } = await store.check()
  expect([ok, findings.find(({ state }) => state === 'broken')]).toMatchObject([
    false,
    { about: 'integrity', remedy: expect.stringContaining('backup') },
  ])
})

test('the check warns of a disk that is nearly full', async () => {
  await using taken = await takeFolder()
  await using store = await openIn(taken, { freeBytesMin: 2 ** 60 })
  expect((await store.check()).findings.at(-1)).toMatchObject({ about: 'free-disk', state: 'poor' })
})

/** Writes over a page in the middle of a closed database file. */
async function spoil({ file }: { readonly file: string }): Promise<void> {
  const { size } = await stat(file)
  await using handle = await open(file, 'r+')
  await handle.write('spoilt '.repeat(500), Math.floor(size / 2 / 4096) * 4096)
}
