import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, readdir, rm, truncate, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { Log } from '#engine'
import { expect, test } from 'vitest'
import { openStore } from '../open-store.ts'
import type { TestDatabase } from '../places.ts'
import { dropSchema, takeFolder, testDatabases } from '../places.ts'
import { StoreError } from '../store-error.ts'
import type { Store, StorePlace } from '../store.ts'
import { busyDay, takeInto } from './filled.ts'
import type { RestorePlan } from './restore.ts'
import { restoreBackup } from './restore.ts'
import type { BackupPlan } from './write-backup.ts'

const log: Log = () => {}
const acme: TenantId = toId('acme')
const bits: TenantId = toId('bits')
const day = busyDay(400)

const plain: BackupPlan = {
  program: 'a test',
  madeAt: 1_800_000_000_000,
  files: [],
  without: [],
  onProgress: () => {},
}

function planFor(place: StorePlace, folder: string): RestorePlan {
  const now = 1_800_000_000_000
  return { place, folder, replace: false, now, log, onProgress: () => {} }
}

async function fill(store: Store): Promise<void> {
  await takeInto(store, acme, day)
  await takeInto(store, bits, day.slice(0, 100))
  const who = { kind: 'program', name: 'a test' } as const
  for (const what of ['queue-changed', 'recording-fetched']) {
    await store.audit.append(acme, { at: 1, who, what, about: 'queue sales', after: 'line\n\0' })
  }
  await store.settings.keep(acme, {
    version: 1,
    at: 1,
    by: 'Ada',
    origin: 'page',
    why: 'a “test”',
    texts: new Map([['tenant.yaml', 'tenant: acme\n']]),
  })
  const body = Uint8Array.from({ length: 1000 }, (_, index) => index % 256)
  await store.snapshots.keep(acme, { seq: 400, version: 'v', digest: 'd', body })
}

async function sums(store: Store): Promise<readonly object[]> {
  const tenants = await store.tenants()
  return await Promise.all(tenants.map(async id => ({ id, ...(await store.sum(id)) })))
}

const ways: readonly (readonly [string, TestDatabase, TestDatabase])[] = testDatabases.flatMap(
  from => testDatabases.map(to => [`${from.name} to ${to.name}`, from, to] as const),
)

test.each(ways)(
  'from %s: backed up, destroyed, restored, and the same',
  { timeout: 30_000 },
  async (_, from, to) => {
    await using folder = await takeFolder()
    await using source = await from.take()
    await using target = await to.take()
    const file = join(dirname(folder.file), 'monday.parley')
    let before: readonly object[]
    {
      await using store = await openStore(source.place, { log })
      await fill(store)
      before = await sums(store)
      expect((await store.backup(file, plain)).tenants.get('acme')?.inputs).toBe(400)
    }
    await source[Symbol.asyncDispose]()
    await restoreBackup(file, planFor(target.place, dirname(folder.file)))
    await using store = await openStore(target.place, { log })
    expect(await sums(store)).toEqual(before)
    expect(await store.checkPast(acme)).toMatchObject({ inputs: 400, complaints: [] })
    expect(await store.checkPast(bits)).toMatchObject({ inputs: 100, complaints: [] })
    expect(await store.audit.verify(acme)).toMatchObject({ ok: true, length: 2 })
    expect((await store.settings.latest(acme))?.texts.get('tenant.yaml')).toBe('tenant: acme\n')
    expect((await store.snapshots.latest(acme))?.body.at(999)).toBe(999 % 256)
  },
)

test.each(testDatabases)(
  '$name is backed up while it is written, as of one moment',
  { timeout: 30_000 },
  async db => {
    await using folder = await takeFolder()
    await using source = await db.take()
    await using store = await openStore(source.place, { log })
    await takeInto(store, acme, day.slice(0, 200))
    const more = (async () => {
      for (let seq = 201; seq <= 300; seq += 1) {
        await store.journal.append(
          acme,
          day.slice(seq - 1, seq).map(input => ({ seq, input })),
        )
      }
    })()
    const file = join(dirname(folder.file), 'copy.parley')
    await store.backup(file, plain)
    await more
    const restored = { file: join(dirname(folder.file), 'restored.db') }
    await restoreBackup(file, planFor(restored, dirname(folder.file)))
    await using again = await openStore(restored, { log })
    const { complaints, inputs } = await again.checkPast(acme)
    expect(complaints).toEqual([])
    expect(inputs).toBeGreaterThanOrEqual(200)
  },
)

async function backedUp(file: string, plan: Partial<BackupPlan> = {}): Promise<void> {
  await using source = await takeFolder()
  await using store = await openStore({ file: source.file }, { log })
  await fill(store)
  await store.backup(file, { ...plain, ...plan })
}

test('recordings and settings come back byte for byte, and a missing one is named', async () => {
  await using folder = await takeFolder()
  const root = dirname(folder.file)
  const path = join(root, 'sound.wav')
  const sound = Buffer.from(Uint8Array.from({ length: 2_000_001 }, (_, index) => index % 251))
  await writeFile(path, sound)
  await using source = await takeFolder()
  await using store = await openStore({ file: source.file }, { log })
  await fill(store)
  const backup = join(root, 'b.parley')
  const { missing } = await store.backup(backup, {
    ...plain,
    files: [
      { name: 'recordings/acme/2026-11/r1.wav', path },
      { name: 'recordings/acme/2026-11/r2.wav', path: join(root, 'gone.wav') },
    ],
  })
  expect(missing).toEqual(['recordings/acme/2026-11/r2.wav'])
  const data = join(root, 'data')
  await mkdir(data)
  await restoreBackup(backup, planFor({ file: join(data, 'parley.db') }, data))
  expect((await readFile(join(data, 'recordings/acme/2026-11/r1.wav'))).equals(sound)).toBe(true)
  expect((await readdir(data)).toSorted()).toEqual(['parley.db', 'recordings'])
})

test.each(testDatabases)(
  '$name: what is there is refused, and with replace put aside under another name',
  { timeout: 30_000 },
  async db => {
    await using folder = await takeFolder()
    const root = dirname(folder.file)
    const backup = join(root, 'b.parley')
    await backedUp(backup)
    await using target = await db.take()
    {
      await using store = await openStore(target.place, { log })
      await takeInto(store, toId('older'), day.slice(0, 10))
    }
    const plan = planFor(target.place, root)
    await expect(restoreBackup(backup, plan)).rejects.toMatchObject({
      code: 'refused',
      remedy: expect.stringContaining('--replace'),
    })
    const { setAside } = await restoreBackup(backup, { ...plan, replace: true })
    expect(setAside).toHaveLength(1)
    await using store = await openStore(target.place, { log })
    expect(await store.tenants()).toEqual(['acme', 'bits'])
    expect(await tenantsAside(target.place, setAside[0] ?? '')).toEqual(['older'])
  },
)

async function tenantsAside(place: StorePlace, name: string): Promise<readonly string[]> {
  if ('file' in place) {
    await using old = await openStore({ file: join(dirname(place.file), name) }, { log })
    return await old.tenants()
  }
  const schema = name.replace('schema ', '')
  const aside = await openStore({ ...place, schema }, { log })
  const tenants = await aside.tenants()
  await aside.close()
  await dropSchema(place.url, schema)
  return tenants
}

test.each(testDatabases)('$name: a restore under a running server is refused', async db => {
  await using folder = await takeFolder()
  const backup = join(dirname(folder.file), 'b.parley')
  await backedUp(backup)
  await using target = await db.take()
  await using running = await openStore(target.place, { log })
  await running.journal.append(acme, [])
  const plan = { ...planFor(target.place, dirname(folder.file)), replace: true }
  await expect(restoreBackup(backup, plan)).rejects.toMatchObject({ code: 'locked' })
})

const damages: readonly (readonly [string, (file: string) => Promise<void>])[] = [
  ['cut short', async file => truncate(file, (await stat(file)).size - 100)],
  ['empty', async file => writeFile(file, '')],
  ['no backup', async file => writeFile(file, 'a shopping list')],
  ['changed in one letter', async file => edit(file, text => text.replace('"voice"', '"vOice"'))],
  ['without its end', async file => edit(file, text => text.replace(/\["end".*\n$/, ''))],
  [
    'of a newer program',
    async file => edit(file, text => text.replace('"format":1', '"format":9')),
  ],
]

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const text = gunzipSync(await readFile(file)).toString('utf8')
  const changed = change(text)
  expect(changed).not.toBe(text)
  await writeFile(file, gzipSync(changed))
}

test('a backup that cannot be trusted is refused before anything is touched', async () => {
  await using folder = await takeFolder()
  const root = dirname(folder.file)
  const whole = join(root, 'whole.parley')
  await backedUp(whole)
  const target = join(root, 'target.db')
  const refused: string[] = []
  for (const [words, spoil] of damages) {
    const backup = join(root, 'b.parley')
    await copyFile(whole, backup)
    await spoil(backup)
    await restoreBackup(backup, planFor({ file: target }, root)).catch((error: unknown) => {
      if (error instanceof StoreError) refused.push(words)
    })
  }
  expect(refused).toEqual(damages.map(([words]) => words))
  expect(existsSync(target)).toBe(false)
})

test('a name that leads out of the folder is not followed', async () => {
  await using folder = await takeFolder()
  const root = dirname(folder.file)
  const backup = join(root, 'b.parley')
  await backedUp(backup, { files: [{ name: '../out.txt', path: import.meta.filename }] })
  await mkdir(join(root, 'data'))
  const place = { file: join(root, 'data', 'parley.db') }
  await expect(restoreBackup(backup, planFor(place, join(root, 'data')))).rejects.toMatchObject({
    code: 'damaged',
  })
  expect(existsSync(join(root, 'data', 'out.txt'))).toBe(false)
  expect(existsSync(place.file)).toBe(false)
})

test('a backup replaces no other file, and leaves none behind when it cannot be written', async () => {
  await using folder = await takeFolder()
  const root = dirname(folder.file)
  const backup = join(root, 'b.parley')
  await backedUp(backup)
  await expect(backedUp(backup)).rejects.toMatchObject({ code: 'refused' })
  await expect(backedUp(join(root, 'no', 'such', 'folder.parley'))).rejects.toMatchObject({
    code: 'refused',
  })
  expect(await readdir(root)).toEqual(['b.parley'])
})

const wounds: readonly (readonly [string, string, string])[] = [
  ['an input is gone', 'delete from journal where seq = 70', 'journal: number 70 is missing'],
  [
    'a fact is gone',
    'delete from facts where seq = (select max(seq) from facts)',
    'is not on record',
  ],
  [
    'a fact was changed',
    `update facts set body = replace(body, '"priority":', '"priority":9') where kind = 'queue-entered'`,
    'otherwise than the journal tells it',
  ],
  ['a row was changed', `update interactions set talk_ms = 7 where id = 'i3'`, 'rows: i3 is not'],
  ['a row is gone', `delete from interactions where id = 'i3'`, 'rows: 1 interactions have none'],
  ['a segment is gone', 'delete from segments where rowid = 5', 'is not what its facts fold into'],
  // One agent twice: no page lets that pass, and the state counts whoever is signed in twice.
  [
    'a configuration was changed',
    `update journal set body = replace(body, '"id":"a2"', '"id":"a1"') where kind = 'tenant-configured'`,
    'state: ',
  ],
  ['a deed was changed', `update audit set body = replace(body, 'sales', 'care')`, 'audit log'],
]

test('the check finds every wound', { timeout: 30_000 }, async () => {
  await using taken = await takeFolder()
  {
    await using store = await openStore({ file: taken.file }, { log })
    await fill(store)
    expect((await store.checkPast(acme)).complaints).toEqual([])
  }
  const found: string[] = []
  for (const [words, sql, complaint] of wounds) {
    const file = `${taken.file}.wounded`
    await copyFile(taken.file, file)
    const wounded = new DatabaseSync(file)
    wounded.exec(sql)
    wounded.close()
    await using store = await openStore({ file }, { log })
    const { complaints } = await store.checkPast(acme)
    if (complaints.join('\n').includes(complaint)) found.push(words)
  }
  expect(found).toEqual(wounds.map(([words]) => words))
})

test('whoever looks in makes no database and brings none up to date', async () => {
  await using taken = await takeFolder()
  const asItIs = { log, asItIs: true }
  await expect(openStore({ file: taken.file }, asItIs)).rejects.toMatchObject({ code: 'refused' })
  expect(existsSync(taken.file)).toBe(false)
  await (await openStore({ file: taken.file }, { log })).close()
  const older = new DatabaseSync(taken.file)
  older.exec('delete from schema_version where number > 3')
  older.close()
  await expect(openStore({ file: taken.file }, asItIs)).rejects.toMatchObject({
    code: 'older-schema',
  })
  await rm(taken.file)
})
