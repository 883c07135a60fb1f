import assert from 'node:assert/strict'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { AuditPort, Deed } from './audit.ts'
import { chainBeginning } from './audit-chain.ts'

/** One promise of the audit port, and the way to see whether an implementation keeps it. */
export interface AuditPromise {
  readonly words: string
  /** Wants a log that is empty for its tenants; `tag` makes the tenants' names its own. */
  readonly keep: (audit: AuditPort, tag: string) => Promise<void>
}

/** Every audit log is held to these, by whatever test runner. */
export const auditPromises: readonly AuditPromise[] = [
  {
    words: 'a log that nothing was written to is whole, and ends where chains begin',
    keep: async (audit, tag) => {
      const tenant = tenantOf(tag)
      assert.deepEqual(await audit.newest(tenant, { limit: 10 }), [])
      const verdict = await audit.verify(tenant)
      assert.deepEqual(verdict, { ok: true, length: 0, head: chainBeginning })
    },
  },
  {
    words: 'a deed comes back as it was appended, in a chain from the first to the last',
    keep: async (audit, tag) => {
      const tenant = tenantOf(tag)
      const first = await audit.append(tenant, deed('line\nnul\0 “high” 😀 lone \uD800'))
      const second = await audit.append(tenant, {
        at: 2,
        who: { kind: 'program', name: 'retention' },
        what: 'recording-removed',
        about: 'recording r1',
        before: { bytes: 12, tags: ['a', null, true, 0.5] },
      })
      assert.deepEqual([first.seq, first.previous], [1, chainBeginning])
      assert.deepEqual([second.seq, second.previous], [2, first.hash])
      assert.deepEqual(await audit.newest(tenant, { limit: 10 }), [second, first])
      const { seq, previous, hash } = first
      assert.match(hash, /^[0-9a-f]{64}$/)
      const said = deed('line\nnul\0 “high” 😀 lone \uD800')
      assert.deepEqual(first, { ...said, seq, previous, hash })
      const verdict = await audit.verify(tenant)
      assert.deepEqual(verdict, { ok: true, length: 2, head: second.hash })
    },
  },
  {
    words: 'deeds appended in the same moment each get a place of their own',
    keep: async (audit, tag) => {
      const tenant = tenantOf(tag)
      const entries = await Promise.all(
        Array.from({ length: 20 }, (_, index) => audit.append(tenant, deed(`n${index}`))),
      )
      assert.deepEqual(
        entries.map(({ seq }) => seq),
        Array.from({ length: 20 }, (_, index) => index + 1),
      )
      const verdict = await audit.verify(tenant)
      assert.deepEqual(verdict, { ok: true, length: 20, head: entries.at(-1)?.hash })
    },
  },
  {
    words: 'pages go on from a number, the newest first, without leaving one out',
    keep: async (audit, tag) => {
      const tenant = tenantOf(tag)
      for (const name of ['a', 'b', 'c', 'd', 'e']) await audit.append(tenant, deed(name))
      const first = await audit.newest(tenant, { limit: 2 })
      const second = await audit.newest(tenant, { limit: 2, before: first.at(-1)?.seq ?? 0 })
      assert.deepEqual(
        [...first, ...second].map(({ seq }) => seq),
        [5, 4, 3, 2],
      )
    },
  },
  {
    words: 'tenants have chains of their own',
    keep: async (audit, tag) => {
      const [one, other] = [tenantOf(`${tag}-one`), tenantOf(`${tag}-other`)]
      await audit.append(one, deed('one'))
      const entry = await audit.append(other, deed('one'))
      assert.deepEqual([entry.seq, entry.previous], [1, chainBeginning])
      assert.notEqual((await audit.newest(one, { limit: 1 }))[0]?.hash, entry.hash)
    },
  },
]

function tenantOf(tag: string): TenantId {
  return toId(`audit-${tag}`)
}

function deed(name: string): Deed {
  return {
    at: 1_800_000_000_000,
    who: { kind: 'person', id: '7d1f2a9b', name: 'Ada', role: 'admin' },
    what: 'queue-changed',
    about: 'queue sales',
    before: { name: 'Sales' },
    after: { name },
  }
}
