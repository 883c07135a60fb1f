import type { TenantId } from '#core'
import type { JournalEntry, JournalPort } from './journal.ts'
import { JournalGapError } from './journal.ts'

/** A journal that lives as long as the process: the fake of the port. Entries pass through text, as in a store. */
export function memoryJournal(): JournalPort {
  const tenants = new Map<TenantId, string[]>()

  return {
    async append(tenant, entries) {
      const kept = tenants.get(tenant) ?? []
      for (const [index, entry] of entries.entries()) {
        if (entry.seq !== kept.length + index + 1) {
          throw new JournalGapError(`${entry.seq} does not follow ${kept.length + index}`)
        }
      }
      for (const entry of entries) kept.push(JSON.stringify(entry))
      tenants.set(tenant, kept)
      await Promise.resolve()
    },
    async *read(tenant, fromSeq) {
      for (const line of (tenants.get(tenant) ?? []).slice(Math.max(0, fromSeq - 1))) {
        const entry: JournalEntry = JSON.parse(line)
        yield entry
      }
    },
    async marks(tenant) {
      await Promise.resolve()
      return (tenants.get(tenant) ?? [])
        .map((line): JournalEntry => JSON.parse(line))
        .filter(({ input }) => input.kind === 'invariant-broken')
    },
  }
}
