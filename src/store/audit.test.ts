import { DatabaseSync } from 'node:sqlite'
import { toId } from '#core'
import type { TenantId } from '#core'
import type { Deed, Log } from '#engine'
import { seal } from '#engine'
import { expect, test } from 'vitest'
import { openStore } from './open-store.ts'
import { takeFolder, testDatabases } from './places.ts'

const log: Log = () => {}
const acme: TenantId = toId('acme')

function deed(after: string): Deed {
  const who = { kind: 'program', name: 'a test' } as const
  return { at: 1, who, what: 'queue-changed', about: 'queue sales', after }
}

interface Forgery {
  readonly was: string
  readonly sql: string
  /** Whose chain breaks, and where. */
  readonly breaks: string
  readonly seq: number
  readonly words: string
}

const forgeries: readonly Forgery[] = [
  {
    was: 'changed',
    sql: "update audit set body = replace(body, 'two', 'six') where seq = 2",
    breaks: 'acme',
    seq: 2,
    words: 'entry 2 was changed after it was made',
  },
  {
    was: 'taken out',
    sql: 'delete from audit where seq = 2',
    breaks: 'acme',
    seq: 2,
    words: 'entry 2 is missing',
  },
  {
    was: 'given to another tenant',
    sql: "update audit set tenant = 'bits' where seq = 1",
    breaks: 'bits',
    seq: 1,
    words: 'entry 1 stood in another place when it was made',
  },
  {
    was: 'made anew with a hash of its own',
    sql: 'update audit set body = (select body from forged), hash = (select hash from forged) where seq = 1',
    breaks: 'acme',
    seq: 2,
    words: 'entry 2 does not follow the one before it',
  },
]

test.each(forgeries)('a deed that was $was is found', async ({ sql, breaks, seq, words }) => {
  await using taken = await takeFolder()
  {
    await using store = await openStore({ file: taken.file }, { log })
    for (const name of ['one', 'two', 'three', 'four']) await store.audit.append(acme, deed(name))
  }
  const forged = seal(acme, deed('six'), undefined)
  const forger = new DatabaseSync(taken.file)
  forger.exec('create temp table forged (body text, hash text)')
  forger.prepare('insert into forged values (?, ?)').run(forged.body, forged.hash)
  forger.exec(sql)
  forger.close()
  await using store = await openStore({ file: taken.file }, { log })
  expect(await store.audit.verify(toId(breaks))).toEqual({ ok: false, seq, words })
})

test.each(testDatabases)('$name lets two servers write one chain', async ({ take }) => {
  await using taken = await take()
  await using one = await openStore(taken.place, { log })
  await using other = await openStore(taken.place, { log })
  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      (index % 2 === 0 ? one : other).audit.append(acme, deed(String(index))),
    ),
  )
  expect(await one.audit.verify(acme)).toMatchObject({ ok: true, length: 12 })
})

test('a deed over the limit is refused before it is written', async () => {
  await using taken = await takeFolder()
  const limits = { bodyCharactersMax: 1000 }
  await using store = await openStore({ file: taken.file }, { log, limits })
  await expect(store.audit.append(acme, deed('x'.repeat(1000)))).rejects.toMatchObject({
    code: 'too-large',
  })
  expect(await store.audit.newest(acme, { limit: 1 })).toEqual([])
})
