import { createServer } from 'node:net'
import { toId } from '#core'
import type { TenantId } from '#core'
import type { JournalEntry, Log } from '#engine'
import { Pool } from 'pg'
import { expect, test } from 'vitest'
import { openStore } from '../open-store.ts'
import { postgresUrl, testDatabases } from '../places.ts'
import type { Store } from '../store.ts'

const log: Log = () => {}
const acme: TenantId = toId('acme')
const servers = testDatabases.filter(({ name }) => name === 'PostgreSQL')

function entry(seq: number, note = 'n'): JournalEntry {
  return {
    seq,
    input: {
      kind: 'wrap-up-completed',
      at: seq,
      agent: toId('ada'),
      interaction: toId('i-1'),
      disposition: toId('sold'),
      note,
    },
  }
}

async function seqs(store: Store): Promise<readonly number[]> {
  const read: number[] = []
  for await (const { seq } of store.journal.read(acme, 1)) read.push(seq)
  return read
}

test('a server that is not there is named with a remedy', async () => {
  const nobody = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => {
    nobody.once('listening', resolve)
  })
  const address = nobody.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await new Promise(resolve => {
    nobody.close(resolve)
  })
  await expect(
    openStore({ url: `postgres://parley@127.0.0.1:${port}/parley` }, { log }),
  ).rejects.toMatchObject({ code: 'unreachable', remedy: expect.stringContaining('firewall') })
})

test('a server that takes the connection and says nothing is given up', async () => {
  const silent = createServer(socket => socket.on('error', () => {})).listen(0, '127.0.0.1')
  await new Promise(resolve => {
    silent.once('listening', resolve)
  })
  const address = silent.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await expect(
    openStore(
      { url: `postgres://parley@127.0.0.1:${port}/parley` },
      { log, limits: { serverMsMax: 50 } },
    ),
  ).rejects.toMatchObject({ code: 'unreachable' })
  silent.close()
})

test('a schema whose name is not plain is refused before anything is asked', async () => {
  const place = { url: 'postgres://127.0.0.1:1/x', schema: 'x; drop table journal' }
  await expect(openStore(place, { log })).rejects.toMatchObject({ code: 'refused' })
})

test.each(servers)('a database that is not there is refused in words', async () => {
  const url = new URL(postgresUrl ?? '')
  url.pathname = '/no_such_database'
  await expect(openStore({ url: url.href }, { log })).rejects.toMatchObject({ code: 'refused' })
})

test.each(servers)(
  'three servers that start at once bring the tables up to date once',
  async db => {
    await using taken = await db.take()
    const stores = await Promise.all([
      openStore(taken.place, { log }),
      openStore(taken.place, { log }),
      openStore(taken.place, { log }),
    ])
    const checks = await Promise.all(stores.map(store => store.check()))
    await Promise.all(stores.map(store => store.close()))
    expect(checks.map(({ ok, findings }) => [ok, findings.map(({ about }) => about)])).toEqual(
      stores.map(() => [true, ['schema', 'writing', 'durability', 'integrity']]),
    )
  },
)

test.each(servers)('connections that are cut are replaced, and nothing is half there', async db => {
  await using taken = await db.take()
  await using store = await openStore(taken.place, { log })
  await store.journal.append(acme, [entry(1)])
  const admin = new Pool({ connectionString: postgresUrl, max: 1 })
  const schema = 'schema' in taken.place ? taken.place.schema : undefined
  await admin.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1`,
    [`parley ${schema}`],
  )
  await admin.end()
  // Whether the first one after the cut gets through is chance; that it is whole is not.
  const [first] = await Promise.allSettled([store.journal.append(acme, [entry(2), entry(3)])])
  const kept = await seqs(store)
  expect(kept).toEqual(first?.status === 'fulfilled' ? [1, 2, 3] : [1])
  await store.journal.append(acme, [entry(kept.length + 1)])
  expect(await seqs(store)).toHaveLength(kept.length + 1)
})

test.each(servers)('a store behind another schema sees nothing of it', async ({ take }) => {
  await using one = await take()
  await using other = await take()
  await using first = await openStore(one.place, { log })
  await using second = await openStore(other.place, { log })
  await first.journal.append(acme, [entry(1, 'one')])
  await second.journal.append(acme, [entry(1, 'other'), entry(2)])
  expect([await seqs(first), await seqs(second)]).toEqual([[1], [1, 2]])
})

test.each(servers)('a damaged journal is found by the check', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log })
  await store.journal.append(acme, [entry(1), entry(2)])
  const schema = 'schema' in taken.place ? taken.place.schema : undefined
  const admin = new Pool({ connectionString: postgresUrl, max: 1 })
  await admin.query(`delete from ${schema}.journal where seq = 2`)
  await admin.end()
  const { ok, findings } = await store.check()
  expect([ok, findings.find(({ state }) => state === 'broken')?.about]).toEqual([
    false,
    'integrity',
  ])
})
