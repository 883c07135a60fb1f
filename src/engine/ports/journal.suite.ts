import assert from 'node:assert/strict'
import type { Input, TenantId } from '#core'
import { toId } from '#core'
import type { JournalEntry, JournalPort } from './journal.ts'
import { JournalGapError } from './journal.ts'

/** One promise of the journal port, and the way to see whether an implementation keeps it. */
export interface JournalPromise {
  readonly words: string
  /** Wants a journal that is empty for its tenants; `tag` makes the tenants' names its own. */
  readonly keep: (journal: JournalPort, tag: string) => Promise<void>
}

/** Every journal is held to these, by whatever test runner. */
export const journalPromises: readonly JournalPromise[] = [
  {
    words: 'what was appended is read in order, whole, from any number on',
    keep: async (journal, tag) => {
      const tenant = tenantOf(tag)
      await journal.append(tenant, entries(1, 3))
      await journal.append(tenant, entries(4, 1))
      assert.deepEqual(await readAll(journal, tenant, 1), entries(1, 4))
      assert.deepEqual(await readAll(journal, tenant, 3), entries(3, 2))
      assert.deepEqual(await readAll(journal, tenant, 5), [])
    },
  },
  {
    words: 'an input comes back with every character and every number it had',
    keep: async (journal, tag) => {
      const tenant = tenantOf(tag)
      const input: Input = {
        kind: 'wrap-up-completed',
        at: 8_640_000_000_000_000,
        agent: toId('ada'),
        interaction: toId('i-1'),
        disposition: toId('sold'),
        note: `quote " ' \\ line\nnul\0 high 😀 lone \uD800 end`,
      }
      await journal.append(tenant, [{ seq: 1, input }])
      assert.deepEqual(await readAll(journal, tenant, 1), [{ seq: 1, input }])
    },
  },
  {
    words: 'a number that is not the next one is refused, and nothing of its append is kept',
    keep: async (journal, tag) => {
      const tenant = tenantOf(tag)
      await refused(journal, tenant, entries(2, 1))
      await journal.append(tenant, entries(1, 2))
      await refused(journal, tenant, entries(1, 1))
      await refused(journal, tenant, entries(2, 2))
      await refused(journal, tenant, entries(4, 1))
      await refused(journal, tenant, [...entries(3, 1), ...entries(5, 1)])
      await refused(journal, tenant, [...entries(3, 1), ...entries(3, 1)])
      assert.deepEqual(await readAll(journal, tenant, 1), entries(1, 2))
      await journal.append(tenant, entries(3, 1))
      assert.deepEqual(await readAll(journal, tenant, 1), entries(1, 3))
    },
  },
  {
    words: 'of two writers of the same number one wins and the other hears of it',
    keep: async (journal, tag) => {
      const tenant = tenantOf(tag)
      const results = await Promise.allSettled([
        journal.append(tenant, entries(1, 2)),
        journal.append(tenant, entries(1, 5)),
        journal.append(tenant, entries(1, 1)),
      ])
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
      for (const result of results) {
        if (result.status === 'rejected') assert.ok(result.reason instanceof JournalGapError)
      }
    },
  },
  {
    words: 'appends handed over without waiting are kept in their order',
    keep: async (journal, tag) => {
      const tenant = tenantOf(tag)
      const appends = Array.from({ length: 50 }, (_, index) =>
        journal.append(tenant, entries(1 + index * 2, 2)),
      )
      await Promise.all(appends)
      assert.deepEqual(await readAll(journal, tenant, 1), entries(1, 100))
    },
  },
  {
    words: 'tenants have journals of their own, also when they write in the same moment',
    keep: async (journal, tag) => {
      const tenants = Array.from({ length: 20 }, (_, index) => tenantOf(`${tag}-${index}`))
      await Promise.all(
        tenants.map((tenant, index) => journal.append(tenant, entries(1, 1 + index))),
      )
      await Promise.all([
        refused(journal, tenantOf(`${tag}-3`), entries(9, 1)),
        ...tenants.map((tenant, index) => journal.append(tenant, entries(2 + index, 1))),
      ])
      for (const [index, tenant] of tenants.entries()) {
        assert.deepEqual(await readAll(journal, tenant, 1), entries(1, 2 + index))
      }
    },
  },
  {
    words: 'a journal that was never written is empty, and appending nothing leaves it so',
    keep: async (journal, tag) => {
      const tenant = tenantOf(tag)
      await journal.append(tenant, [])
      assert.deepEqual(await readAll(journal, tenant, 1), [])
    },
  },
  {
    words: 'marks are found among everything else, in order, and of their own tenant alone',
    keep: async (journal, tag) => {
      const [one, other] = [tenantOf(`${tag}-marked`), tenantOf(`${tag}-plain`)]
      await journal.append(one, [...entries(1, 2), mark(3), ...entries(4, 1)])
      await journal.append(one, [mark(5)])
      await journal.append(other, entries(1, 2))
      assert.deepEqual(await journal.marks(one), [mark(3), mark(5)])
      assert.deepEqual(await journal.marks(other), [])
    },
  },
  {
    words: 'a long journal is read whole',
    keep: async (journal, tag) => {
      const tenant = tenantOf(tag)
      await journal.append(tenant, entries(1, 2000))
      await journal.append(tenant, entries(2001, 501))
      assert.deepEqual(await readAll(journal, tenant, 1), entries(1, 2501))
    },
  },
]

function mark(seq: number): JournalEntry {
  return { seq, input: { kind: 'invariant-broken', at: seq, instead: seq - 1, cause: 'a test' } }
}

function tenantOf(tag: string): TenantId {
  return toId(`journal-${tag}`)
}

function entries(from: number, length: number): JournalEntry[] {
  return Array.from({ length }, (_, index) => {
    const seq = from + index
    return { seq, input: { kind: 'digit-pressed', at: 1000 + seq, leg: toId('l-1'), digit: '#' } }
  })
}

async function readAll(
  journal: JournalPort,
  tenant: TenantId,
  fromSeq: number,
): Promise<readonly JournalEntry[]> {
  const read: JournalEntry[] = []
  for await (const entry of journal.read(tenant, fromSeq)) read.push(entry)
  return read
}

async function refused(
  journal: JournalPort,
  tenant: TenantId,
  wrong: readonly JournalEntry[],
): Promise<void> {
  await assert.rejects(journal.append(tenant, wrong), JournalGapError)
}
