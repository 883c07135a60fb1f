import type { InteractionId, TenantId } from '#core'
import { toId } from '#core'
import type { Log, PlacedFact } from '#engine'
import { expect, test } from 'vitest'
import { crowd, told } from '../fold/stories.ts'
import { openStore } from '../open-store.ts'
import { testDatabases } from '../places.ts'
import type { InteractionPage, Store, TallyAsked, TenantStore, VisitsAsked } from '../store.ts'
import { foldAll } from './folds.ts'

const log: Log = () => {}
const acme: TenantId = toId('acme')
const bits: TenantId = toId('bits')

async function keepInParts(store: Store, facts: readonly PlacedFact[]): Promise<void> {
  for (let from = 0; from < facts.length; from += 37) {
    await store.records.keep(acme, facts.slice(from, from + 37))
  }
}

async function allRows(tenant: TenantStore, limit: number): Promise<readonly object[]> {
  const rows: object[] = []
  let cursor: string | undefined
  do {
    const page: InteractionPage = await tenant.interactions({
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    })
    if (!page.ok) throw new Error(page.reason)
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor !== undefined)
  return rows
}

/** What the rows must be, folded in memory and put in the order of pages. */
function expectedRows(facts: readonly PlacedFact[]): readonly object[] {
  const folds = [...foldAll(new Map(), facts).values()]
  return folds.toSorted((one, other) => other.arrivedSeq - one.arrivedSeq).map(of => of.record)
}

const asked: TallyAsked = { since: 0 }

test.each(testDatabases)('$name reads back what the facts fold into', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log })
  const facts = crowd(120, 7)
  await keepInParts(store, facts)
  expect(await allRows(store.tenant(acme), 7)).toEqual(expectedRows(facts))
})

test.each(testDatabases)(
  '$name reads back moves, take-overs and talks outside',
  async ({ take }) => {
    await using taken = await take()
    await using store = await openStore(taken.place, { log })
    const facts = told(`
    1 1000 interaction-arrived interaction=i-1 channel=voice leg=l-1 from=+44999 to=+44100 trunk=t
    2 2000 queue-entered       interaction=i-1 queue=sales priority=3 position=1 serviceLevelMs=9000
    3 3000 queue-left          interaction=i-1 queue=sales why=moved waitedMs=1000
    3 3000 queue-entered       interaction=i-1 queue=service priority=3 position=1 serviceLevelMs=9000
    4 4000 queue-left          interaction=i-1 queue=service why=answered waitedMs=1000
    4 4000 talk-started        interaction=i-1 queue=service agent=ada
    5 5000 talk-ended          interaction=i-1 queue=service agent=ada talkMs=1000 by=take-over
    6 6000 number-answered     interaction=i-1 number=+44888
    7 9000 number-ended        interaction=i-1 number=+44888 how=too-long lastedMs=3000
  `)
    await store.records.keep(acme, facts)
    expect(await allRows(store.tenant(acme), 7)).toEqual(expectedRows(facts))
  },
)

test.each(testDatabases)('$name tallies what a recount counts', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log })
  await keepInParts(store, crowd(200, 11))
  const tenant = store.tenant(acme)
  const tallies = await tenant.tally(asked)
  expect(tallies).toEqual(await tenant.recount(asked))
  const sums = tallies.map(of => [
    of.answered > 0 && of.answeredInTime > 0 && of.answeredInTime < of.answered,
    of.offered - of.answered - of.abandoned - of.leftOtherwise > 0,
  ])
  expect(sums).toEqual([
    [true, true],
    [true, true],
    [true, true],
  ])
  for (const since of [1_000_000, 1_060_500, 1_150_000, 2_000_000]) {
    const later = { since }
    expect(await tenant.tally(later)).toEqual(await tenant.recount(later))
  }
})

test.each(testDatabases)('$name finds the interactions behind a number', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log })
  await keepInParts(store, crowd(120, 11))
  const tenant = store.tenant(acme)
  const [first] = await tenant.tally(asked)
  if (first === undefined) throw new Error('the crowd waited in no queue')
  const page = async (visits: Omit<VisitsAsked, 'since' | 'queues'>): Promise<number> => {
    const found = await tenant.interactions({
      limit: 500,
      visits: { since: 0, queues: [first.queue], ...visits },
    })
    return found.ok ? found.rows.length : -1
  }
  expect([
    await page({ came: 'offered' }),
    await page({ came: 'answered' }),
    await page({ came: 'in-time' }),
    await page({ came: 'abandoned' }),
    await page({ came: 'otherwise' }),
  ]).toEqual([
    first.offered,
    first.answered,
    first.answeredInTime,
    first.abandoned,
    first.leftOtherwise,
  ])
})

test.each(testDatabases)('$name finds the interactions of one customer', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log })
  const facts = crowd(60, 11)
  await keepInParts(store, facts)
  const all = await store.tenant(acme).interactions({ limit: 500 })
  if (!all.ok) throw new Error(all.reason)
  const address = all.rows[0]?.customer.address ?? ''
  const own = await store.tenant(acme).interactions({ limit: 500, customer: address })
  expect(own).toEqual({
    ok: true,
    rows: all.rows.filter(row => row.customer.address === address),
  })
})

test.each(testDatabases)(
  '$name finds what an agent talked in, page by page, and passes over nothing of others',
  async ({ take }) => {
    await using taken = await take()
    await using store = await openStore(taken.place, { log })
    await keepInParts(store, crowd(120, 11))
    const tenant = store.tenant(acme)
    const all = await tenant.interactions({ limit: 500 })
    if (!all.ok) throw new Error(all.reason)
    const talked = all.rows.filter(row => row.segments.some(part => part.kind === 'talk'))
    const agent = talked.at(-1)?.agent
    if (agent === undefined) throw new Error('nobody talked in the crowd')
    const own = talked.filter(row =>
      row.segments.some(part => part.kind === 'talk' && part.agent === agent),
    )
    const found: object[] = []
    for (let cursor: string | undefined; ;) {
      const at = cursor === undefined ? {} : { cursor }
      const page = await tenant.interactions({ limit: 3, agent, ...at })
      if (!page.ok) throw new Error(page.reason)
      found.push(...page.rows)
      cursor = page.next
      expect(cursor === undefined || page.rows.length === 3).toBe(true)
      if (cursor === undefined) break
    }
    expect(found).toEqual(own)
    expect(own.length).toBeLessThan(all.rows.length)
    const customer = own[0]?.customer.address ?? ''
    expect(await tenant.interactions({ limit: 500, agent, customer })).toEqual({
      ok: true,
      rows: own.filter(row => row.customer.address === customer),
    })
  },
)

test.each(testDatabases)('$name makes the same rows again from the facts', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log })
  const facts = crowd(150, 3)
  await keepInParts(store, facts)
  const before = await allRows(store.tenant(acme), 50)
  await store.rebuild(acme)
  expect(await allRows(store.tenant(acme), 50)).toEqual(before)
  await store.rebuild(bits)
  expect(await store.records.keptTo(bits)).toBe(0)
})

test.each(testDatabases)('$name counts facts that are kept twice once', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log })
  const facts = crowd(40, 5)
  await keepInParts(store, facts)
  await keepInParts(store, facts)
  await Promise.all([store.records.keep(acme, facts), store.records.keep(acme, facts)])
  expect(await allRows(store.tenant(acme), 50)).toEqual(expectedRows(facts))
})

test.each(testDatabases)('of two $name stores on one place each fact is kept once', async db => {
  await using taken = await db.take()
  await using one = await openStore(taken.place, { log })
  await using other = await openStore(taken.place, { log })
  const facts = crowd(40, 9)
  await Promise.all([keepInParts(one, facts), keepInParts(other, facts)])
  expect(await allRows(other.tenant(acme), 50)).toEqual(expectedRows(facts))
})

test.each(testDatabases)('$name shows a tenant nothing of another', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log })
  await keepInParts(store, crowd(60, 13))
  const other = store.tenant(bits)
  const id: InteractionId = toId('i-1')
  expect([
    await allRows(other, 10),
    await other.facts({ interaction: id }),
    await other.interaction(id),
    await other.recording(toId('r-i-1')),
    await other.tally(asked),
    await other.recount(asked),
  ]).toEqual([[], [], undefined, undefined, [], []])
})

test.each(testDatabases)('$name tells an interaction, its facts and its recording', async db => {
  await using taken = await db.take()
  await using store = await openStore(taken.place, { log })
  const facts = told(
    `1 1000 interaction-arrived interaction=i-1 channel=voice leg=l from=+441 to=+442 trunk=t
     1 1000 interaction-arrived interaction=i-2 channel=voice leg=m from=+443 to=+442 trunk=t
     2 2000 recording-started interaction=i-1 recording=r-1
     3 3000 recording-finished interaction=i-1 recording=r-1 recordingFile=r-1.wav
     3 3000 agent-state-changed agent=ada from=talking to=wrap-up why=talk interaction=i-1`,
  )
  await store.records.keep(acme, facts)
  const tenant = store.tenant(acme)
  const id: InteractionId = toId('i-1')
  const told1 = await tenant.facts({ interaction: id })
  expect(told1.map(({ seq, nth }) => `${seq}.${nth}`)).toEqual(['1.0', '2.0', '3.0', '3.1'])
  expect(await tenant.facts({ interaction: id, after: { seq: 2, nth: 0 } })).toEqual(told1.slice(2))
  expect((await tenant.interaction(id))?.recordings).toEqual([await tenant.recording(toId('r-1'))])
  expect((await tenant.interaction(toId('i-2')))?.customer).toEqual({ address: '+443' })
})

test.each(testDatabases)('a cursor of $name stays good while calls arrive', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log })
  const facts = crowd(30, 17)
  const half = facts.slice(0, facts.length / 2)
  await store.records.keep(acme, half)
  const first = await store.tenant(acme).interactions({ limit: 4 })
  await store.records.keep(acme, facts.slice(half.length))
  const cursor = first.ok ? first.next : undefined
  const second = await store.tenant(acme).interactions({ limit: 4, cursor: cursor ?? '' })
  const ids = [first, second].flatMap(page => (page.ok ? page.rows.map(({ id }) => id) : []))
  const expected = foldAll(new Map(), half)
  const newest = [...expected.values()].toSorted((one, two) => two.arrivedSeq - one.arrivedSeq)
  expect(ids).toEqual(newest.slice(0, 8).map(({ record }) => record.id))
})

test.each(testDatabases)('$name takes no cursor that was never one', async ({ take }) => {
  await using taken = await take()
  await using store = await openStore(taken.place, { log })
  for (const cursor of ['', '_', '7', '7_', 'x_i-1', '7_I', "7_i' or 1=1", '9'.repeat(200)]) {
    expect(await store.tenant(acme).interactions({ limit: 5, cursor })).toEqual({
      ok: false,
      reason: 'bad-cursor',
    })
  }
})
