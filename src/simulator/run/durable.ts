import type { Fact } from '#core'
import type { JournalEntry, JournalPort, PlacedFact, RecordsPort } from '#engine'
import { JournalGapError } from '#engine'
import type { Stepped } from '../checks/check.ts'
import type { Chance } from '../world/chance.ts'
import { chanceFor, happens, span } from '../world/chance.ts'
import type { World } from '../world/world.ts'

/** What outlives a process: the journal and the records, slow and failing as the scenario wants. */
export interface Durable {
  /** The ports as one process sees them; a process that was killed hears nothing any more. */
  readonly portsFor: (process: Process) => { journal: JournalPort; records: RecordsPort }
  /** A process is gone: what it was just writing is whole or not at all. */
  readonly settleKill: () => void
  readonly kept: () => readonly PlacedFact[]
  readonly entries: () => number
}

/** One life of the house. */
export interface Process {
  alive: boolean
}

interface Writing {
  readonly process: Process
  readonly entries: readonly JournalEntry[]
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

interface Shelf {
  readonly world: World
  readonly chance: Chance
  readonly take: (entry: JournalEntry) => void
  /** Says that a process was answered, and wants time to work. */
  readonly stir: () => void
  readonly journal: JournalEntry[]
  readonly kept: PlacedFact[]
  writing: Writing | undefined
}

/** Opens empty shelves; `take` hears every input the moment it is durable. */
export function openDurable(world: World, told: Pick<Shelf, 'take' | 'stir'>): Durable {
  const shelf: Shelf = {
    ...told,
    world,
    chance: chanceFor(world.seed, 'disk'),
    journal: [],
    kept: [],
    writing: undefined,
  }
  return {
    portsFor: process => ({
      journal: journalFor(shelf, process),
      records: recordsFor(shelf, process),
    }),
    settleKill() {
      const { writing } = shelf
      shelf.writing = undefined
      if (writing !== undefined && happens(shelf.chance, 0.5)) commit(shelf, writing.entries)
    },
    kept: () => shelf.kept,
    entries: () => shelf.journal.length,
  }
}

/** Whether the records hold every fact of the past once, in order. */
export function recordsDiffer(
  kept: readonly PlacedFact[],
  told: readonly Pick<Stepped, 'seq' | 'effects'>[],
  same: (a: Fact, b: Fact) => boolean,
): string | undefined {
  let at = 0
  for (const { seq, effects } of told) {
    let nth = 0
    for (const effect of effects) {
      if (effect.kind !== 'fact') continue
      const there = kept[at]
      if (there?.seq !== seq || there.nth !== nth || !same(there.fact, effect.fact)) {
        return `fact ${nth} of input ${seq} (${effect.fact.kind}) is not in its place in the records`
      }
      at += 1
      nth += 1
    }
  }
  return at === kept.length ? undefined : `${kept.length - at} facts too many in the records`
}

function journalFor(shelf: Shelf, process: Process): JournalPort {
  return {
    append: (_, entries) =>
      new Promise((resolve, reject) => {
        if (process.alive) write(shelf, { process, entries, resolve, reject })
      }),
    async *read(_, fromSeq) {
      for (const entry of shelf.journal.slice(Math.max(0, fromSeq - 1))) {
        const read: JournalEntry = JSON.parse(JSON.stringify(entry))
        yield read
      }
    },
    marks: () =>
      Promise.resolve(shelf.journal.filter(({ input }) => input.kind === 'invariant-broken')),
  }
}

function write(shelf: Shelf, writing: Writing): void {
  const faults = shelf.world.scenario.faults.journal
  const slowMs = faults?.slowMs ?? 0
  if (slowMs === 0) {
    finish(shelf, writing)
    return
  }
  shelf.writing = writing
  shelf.world.agenda.after(span(shelf.chance, slowMs), () => {
    if (shelf.writing !== writing) return
    shelf.writing = undefined
    shelf.stir()
    finish(shelf, writing)
  })
}

/** A journal that fails may have written all the same: nobody knows until it is read again. */
function finish(shelf: Shelf, { entries, resolve, reject }: Writing): void {
  const [first] = entries
  if (first !== undefined && first.seq !== shelf.journal.length + 1) {
    reject(new JournalGapError(`${first.seq} does not follow ${shelf.journal.length}`))
    return
  }
  const fails = happens(shelf.chance, shelf.world.scenario.faults.journal?.fails ?? 0)
  if (!fails || happens(shelf.chance, 0.3)) commit(shelf, entries)
  if (fails) reject(new Error('the disk is full'))
  else resolve()
}

function commit(shelf: Shelf, entries: readonly JournalEntry[]): void {
  shelf.journal.push(...entries)
  for (const entry of entries) shelf.take(entry)
}

function recordsFor(shelf: Shelf, process: Process): RecordsPort {
  const { chance, world } = shelf
  const keep = (facts: readonly PlacedFact[]): void => {
    const keptTo = shelf.kept.at(-1)?.seq ?? 0
    for (const fact of facts) if (fact.seq > keptTo) shelf.kept.push(fact)
  }
  return {
    keep: (_, facts) =>
      new Promise((resolve, reject) => {
        const { slowMs = 0, fails = 0 } = world.scenario.faults.records ?? {}
        const work = (): void => {
          if (!process.alive) return
          shelf.stir()
          if (happens(chance, fails)) {
            reject(new Error('the records are busy'))
            return
          }
          keep(facts)
          resolve()
        }
        if (slowMs === 0) work()
        else world.agenda.after(span(chance, slowMs), work)
      }),
    keptTo: () => Promise.resolve(shelf.kept.at(-1)?.seq ?? 0),
  }
}
