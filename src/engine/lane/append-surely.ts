import type { TenantId } from '#core'
import type { Clock } from '../ports/clock.ts'
import type { JournalEntry, JournalPort } from '../ports/journal.ts'
import { JournalGapError } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'

/** How often an append is tried while the store says that it may do better soon. */
export const appendTriesMax = 8
/** The first pause before an append is tried again; each next one is twice as long. */
const firstPauseMs = 50
const pauseMsMax = 2_000

/** The codes of a store that may take later what it does not take now. */
const passing = new Set(['overloaded', 'locked', 'unreachable'])

interface Appending {
  readonly tenant: TenantId
  readonly journal: JournalPort
  readonly clock: Clock
  readonly log: Log
}

/**
 * Appends, and leaves no doubt: it resolves when the entries are durable and rejects when they
 * are not. An append that failed may have been written all the same, as when a connection broke
 * on the way back; so the tail of the journal is read before anything else is done.
 */
export async function appendSurely(by: Appending, entries: readonly JournalEntry[]): Promise<void> {
  let inDoubt = false
  for (let tries = 1; ; tries += 1) {
    try {
      if (inDoubt && (await isWritten(by, entries))) return
      await by.journal.append(by.tenant, entries)
      return
    } catch (error) {
      const gap = error instanceof JournalGapError
      if (gap && !inDoubt) throw error
      // A gap after a doubt may be our own entries, written late.
      if (gap || !mayPass(error) || tries === appendTriesMax) {
        await settleDoubt(by, entries, error)
        return
      }
      inDoubt = true
      tellPause(by, entries, { error, tries })
      await pause(by.clock, Math.min(pauseMsMax, firstPauseMs * 2 ** (tries - 1)))
    }
  }
}

async function settleDoubt(
  by: Appending,
  entries: readonly JournalEntry[],
  error: unknown,
): Promise<void> {
  if (!(await isWritten(by, entries))) throw error
}

function tellPause(
  { log, tenant }: Appending,
  entries: readonly JournalEntry[],
  { error, tries }: { readonly error: unknown; readonly tries: number },
): void {
  const words = error instanceof Error ? error.message : String(error)
  log('warn', 'append-tried-again', { tenant, seq: entries[0]?.seq, tries, words })
}

/** Whether the journal's tail is these very entries. Other ones there are somebody else's. */
async function isWritten(
  { journal, tenant }: Appending,
  entries: readonly JournalEntry[],
): Promise<boolean> {
  const [first] = entries
  if (first === undefined) return true
  let at = 0
  for await (const found of journal.read(tenant, first.seq)) {
    if (JSON.stringify(found) !== JSON.stringify(entries[at])) {
      throw new JournalGapError(`somebody else wrote number ${found.seq} of ${tenant}`)
    }
    at += 1
    if (at === entries.length) return true
  }
  if (at > 0) throw new JournalGapError(`a part of an append of ${tenant} is missing`)
  return false
}

function mayPass(error: unknown): boolean {
  return error instanceof Error && 'code' in error && passing.has(String(error.code))
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise(resolve => clock.setTimer(ms, resolve))
}
