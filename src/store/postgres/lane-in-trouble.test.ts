import type { AgentId, TenantId } from '#core'
import { toId } from '#core'
import type { Lane, Log } from '#engine'
import { openLane, systemClock } from '#engine'
import { Pool } from 'pg'
import { expect, test } from 'vitest'
import { fakeChannel } from '../../engine/ports/fake-channel.ts'
import { openStore } from '../open-store.ts'
import { postgresUrl, testDatabases } from '../places.ts'
import type { Store } from '../store.ts'
import { postgresError } from './postgres-error.ts'

const acme: TenantId = toId('acme')
const servers = testDatabases.filter(({ name }) => name === 'PostgreSQL')

/** A database user of its own, whose connections can be cut and made read-only beside other tests. */
async function takeUser(): Promise<
  AsyncDisposable & {
    readonly url: string
    readonly say: (sql: string) => Promise<unknown>
    readonly cut: () => Promise<unknown>
  }
> {
  const admin = new Pool({ connectionString: postgresUrl, max: 1 })
  const name = `parley_test_${process.pid}_${Date.now()}`
  const url = new URL(postgresUrl ?? '')
  const database = url.pathname.slice(1)
  await admin.query(`create role ${name} login; grant create on database ${database} to ${name}`)
  url.username = name
  return {
    url: url.href,
    say: sql => admin.query(sql.replace('ME', name)),
    cut: () =>
      admin.query(
        'select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = $1',
        [name],
      ),
    [Symbol.asyncDispose]: async () => {
      await admin.query('set client_min_messages = warning')
      await admin.query(`drop owned by ${name} cascade; drop role ${name}`)
      await admin.end()
    },
  }
}

async function journalled(store: Store): Promise<readonly string[]> {
  const kinds: string[] = []
  for await (const { input } of store.journal.read(acme, 1)) {
    if (input.kind === 'agent-signed-in') kinds.push(input.agent)
  }
  return kinds
}

test.each([
  ['53100', 'disk-full'],
  ['25006', 'read-only'],
  ['57P01', 'unreachable'],
  ['08006', 'unreachable'],
  ['99999', 'fault'],
])('SQLSTATE %s of the server is told as %s, with words and a remedy', (code, told) => {
  const error = postgresError(Object.assign(new Error('as the server says'), { code }))
  expect(error).toMatchObject({ code: told, remedy: expect.stringMatching(/\.$/) as unknown })
})

test.each(servers)(
  'a lane on a server that takes no writes refuses with a code, loses nothing, and goes on by itself',
  { timeout: 60_000 },
  async () => {
    await using user = await takeUser()
    const events: string[] = []
    const log: Log = (_, event) => void events.push(event)
    const place = { url: user.url, schema: `trouble_${process.pid}_${Date.now()}` }
    await using store = await openStore(place, { log })
    const clock = systemClock()
    const parts = { ...store, channel: fakeChannel(acme, clock), clock, log }
    const lane = await openLane(acme, parts)
    const take = (agent: string): ReturnType<Lane['submit']> =>
      lane.submit({ kind: 'agent-signed-in', agent: toId<AgentId>(agent) })
    await take('one')
    await user.cut()
    // Cut connections are made again; nobody is refused for it.
    await take('two')
    await user.say('alter role ME set default_transaction_read_only = on')
    await user.cut()
    await expect(take('three')).rejects.toMatchObject({
      code: 'lane-stopped',
      reason: 'read-only',
    })
    expect([lane.standing(), lane.trouble()?.reason]).toEqual(['stopped', 'read-only'])
    await user.say('alter role ME reset default_transaction_read_only')
    await user.cut()
    await expect.poll(() => lane.standing(), { timeout: 30_000 }).toBe('runs')
    await take('four')
    expect(await journalled(store)).toEqual(['one', 'two', 'four'])
    expect(events).toEqual(expect.arrayContaining(['lane-stopped', 'lane-reopened']))
    await lane.close()
  },
)
