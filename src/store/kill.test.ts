import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { toId } from '#core'
import type { TenantId } from '#core'
import type { Log } from '#engine'
import { expect, test } from 'vitest'
import { openStore } from './open-store.ts'
import { testDatabases } from './places.ts'
import type { Store, StorePlace } from './store.ts'

const log: Log = () => {}
const tenants: readonly TenantId[] = ['one', 'two', 'three'].map(name => toId(name))
const appender = fileURLToPath(new URL('kill-child.ts', import.meta.url))

/** Lets a child append until it has told so many answers, then kills it in the middle of its work. */
async function killAfter(place: StorePlace, answers: number): Promise<ReadonlyMap<string, number>> {
  const child = spawn(process.execPath, [appender, JSON.stringify({ place, tenants })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const answered = new Map<string, number>()
  let count = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const [tenant = '', seq = ''] = line.split(' ')
    answered.set(tenant, Number(seq))
    count += 1
    if (count === answers) child.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
  return answered
}

async function kept(store: Store, tenant: TenantId): Promise<readonly number[]> {
  const seqs: number[] = []
  for await (const { seq } of store.journal.read(tenant, 1)) seqs.push(seq)
  return seqs
}

test.each(testDatabases)(
  '$name has every answered entry after kill -9',
  { timeout: 60_000 },
  async ({ take }) => {
    await using taken = await take()
    for (const answers of [1, 40, 333]) {
      const answered = await killAfter(taken.place, answers)
      await using store = await openStore(taken.place, { log })
      for (const tenant of tenants) {
        const seqs = await kept(store, tenant)
        // Whole and in order; unanswered ones at the end may be there as well.
        expect(seqs).toEqual(seqs.map((_, index) => index + 1))
        expect(seqs.length).toBeGreaterThanOrEqual(answered.get(tenant) ?? 0)
        // Appends of the child come in pairs: never one without the other.
        expect(seqs.length % 2).toBe(0)
        expect(await store.records.keptTo(tenant)).toBeLessThanOrEqual(seqs.length)
      }
      expect((await store.check()).ok).toBe(true)
    }
  },
)
