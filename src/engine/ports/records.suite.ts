import assert from 'node:assert/strict'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { PlacedFact, RecordsPort } from './records.ts'

/** One promise of the records port, and the way to see whether an implementation keeps it. */
export interface RecordsPromise {
  readonly words: string
  /** Wants records that are empty for its tenants; `tag` makes the tenants' names its own. */
  readonly keep: (records: RecordsPort, tag: string) => Promise<void>
}

/** Every keeper of records is held to these, by whatever test runner. */
export const recordsPromises: readonly RecordsPromise[] = [
  {
    words: 'nothing is kept at first, and keeping nothing leaves it so',
    keep: async (records, tag) => {
      const tenant = tenantOf(tag)
      await records.keep(tenant, [])
      assert.equal(await records.keptTo(tenant), 0)
    },
  },
  {
    words: 'keptTo is the number of the last input whose facts are kept',
    keep: async (records, tag) => {
      const tenant = tenantOf(tag)
      await records.keep(tenant, [placed(1, 0), placed(1, 1), placed(4, 0)])
      assert.equal(await records.keptTo(tenant), 4)
      await records.keep(tenant, [placed(9, 0)])
      assert.equal(await records.keptTo(tenant), 9)
    },
  },
  {
    words: 'keeping again what is kept changes nothing, alone or beside new facts',
    keep: async (records, tag) => {
      const tenant = tenantOf(tag)
      await records.keep(tenant, [placed(1, 0), placed(2, 0), placed(2, 1)])
      await records.keep(tenant, [placed(1, 0), placed(2, 0), placed(2, 1)])
      await records.keep(tenant, [placed(2, 1), placed(3, 0)])
      assert.equal(await records.keptTo(tenant), 3)
      await records.keep(tenant, [placed(2, 0)])
      assert.equal(await records.keptTo(tenant), 3)
    },
  },
  {
    words: 'facts handed over without waiting are all kept',
    keep: async (records, tag) => {
      const tenant = tenantOf(tag)
      const keeps = Array.from({ length: 20 }, (_, index) =>
        records.keep(tenant, [placed(index + 1, 0), placed(index + 1, 1)]),
      )
      await Promise.all(keeps)
      assert.equal(await records.keptTo(tenant), 20)
    },
  },
  {
    words: 'tenants do not move each other',
    keep: async (records, tag) => {
      const [one, other] = [tenantOf(`${tag}-one`), tenantOf(`${tag}-other`)]
      await Promise.all([records.keep(one, [placed(7, 0)]), records.keep(other, [placed(2, 0)])])
      assert.equal(await records.keptTo(one), 7)
      assert.equal(await records.keptTo(other), 2)
    },
  },
]

function tenantOf(tag: string): TenantId {
  return toId(`records-${tag}`)
}

function placed(seq: number, nth: number): PlacedFact {
  const at = 1000 + seq
  return {
    seq,
    nth,
    fact: {
      kind: 'agent-state-changed',
      at,
      agent: toId('ada'),
      from: nth % 2 === 0 ? 'not-ready' : 'available',
      to: nth % 2 === 0 ? 'available' : 'not-ready',
      why: 'the agent said so',
    },
  }
}
