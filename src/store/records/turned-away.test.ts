import type { InputBody, LegId, QueueId, TenantConfig, TenantId } from '#core'
import { currentFlags, newState, step, toId } from '#core'
import type { Log, PlacedFact } from '#engine'
import { expect, test } from 'vitest'
import { openStore } from '../open-store.ts'
import { testDatabases } from '../places.ts'

const log: Log = () => {}
const acme: TenantId = toId('acme')
const queues = ['full', 'closed', 'deserted'] as const

function queueNamed(name: (typeof queues)[number]): TenantConfig['queues'][number] {
  return {
    id: toId<QueueId>(name),
    name,
    skills: [],
    priority: 3,
    music: { kind: 'silence', ms: 1000 },
    ringMs: 20_000,
    afterNoAnswer: 'not-ready',
    wrapUpMs: 0,
    dispositions: [],
    record: false,
    serviceLevelMs: 20_000,
    waitMsMax: 600_000,
    waitingMax: name === 'full' ? 1 : 10,
    ...(name === 'closed' && { hours: toId('never') }),
    ...(name === 'deserted' && { noAgents: 'leave' as const }),
  }
}

/** Each number leads into its queue; nobody is signed in, and one of the queues is never open. */
const company: TenantConfig = {
  tenant: acme,
  name: 'Acme',
  language: 'en-US',
  numbers: queues.map((name, nth) => ({ address: `+4416329601${nth}`, flow: toId(name) })),
  hours: [
    {
      id: toId('never'),
      name: 'Never',
      zone: { name: 'UTC', offsetMinutes: 0, changes: [] },
      week: [[], [], [], [], [], [], []],
      holidays: [],
    },
  ],
  flows: queues.map(name => ({
    id: toId(name),
    name,
    version: 'v1',
    start: toId('wait'),
    steps: {
      wait: { kind: 'queue', queue: toId(name), closed: toId('end'), timeout: toId('end') },
      end: { kind: 'hang-up' },
    },
  })),
  queues: queues.map(queueNamed),
  agents: [],
  dispositions: [],
}

const legOf = (number: string, nth: number): LegId => toId(`leg-${number.slice(1)}-${nth}`)

/** What the core tells when two call each number, one after the other, and the first of all gives up at last. */
function day(): readonly PlacedFact[] {
  const state = newState(acme)
  const facts: PlacedFact[] = []
  let seq = 0
  const put = (input: InputBody): void => {
    seq += 1
    const { effects } = step(state, { ...input, at: 1_000_000 + seq * 1000 })
    const told = effects.flatMap(effect => (effect.kind === 'fact' ? effect.fact : []))
    for (const [nth, fact] of told.entries()) facts.push({ seq, nth, fact })
    const answers = effects.flatMap(effect =>
      effect.kind === 'order' && effect.issued.order.kind === 'answer' ? effect.issued.id : [],
    )
    for (const order of answers) put({ kind: 'order-done', order })
  }
  put({ kind: 'tenant-configured', config: company, flags: currentFlags })
  for (const { address: to } of company.numbers) {
    for (const nth of [1, 2]) {
      const call = {
        kind: 'interaction-arrived',
        channel: 'voice',
        from: '+441',
        trunk: 't',
      } as const
      put({ ...call, leg: legOf(to, nth), to })
    }
  }
  const [first] = company.numbers
  put({ kind: 'leg-ended', leg: legOf(first?.address ?? '', 1), by: 'far-end', cause: 'BYE' })
  return facts
}

test.each(testDatabases)(
  '$name counts whom full, closed and deserted queues turned away, by the core’s own facts',
  async ({ take }) => {
    await using taken = await take()
    await using store = await openStore(taken.place, { log })
    const tenant = store.tenant(acme)
    await store.records.keep(acme, day())
    const tallies = await tenant.tally({ since: 0 })
    expect(tallies).toEqual(await tenant.recount({ since: 0 }))
    expect(
      tallies.map(({ queue, offered, abandoned, leftOtherwise }) => ({
        queue,
        offered,
        abandoned,
        leftOtherwise,
      })),
    ).toEqual([
      { queue: 'closed', offered: 2, abandoned: 0, leftOtherwise: 2 },
      { queue: 'deserted', offered: 2, abandoned: 0, leftOtherwise: 2 },
      { queue: 'full', offered: 2, abandoned: 1, leftOtherwise: 1 },
    ])
    const once = ['flow: queue', 'queue: no-agents', 'flow: goes on']
    const page = await tenant.interactions({
      limit: 10,
      visits: { since: 0, queues: [toId('deserted')], came: 'otherwise' },
    })
    const found = page.ok ? page.rows : []
    expect(
      found.map(row => row.segments.map(({ kind, result }) => `${kind}: ${result ?? 'goes on'}`)),
    ).toEqual([once, once])
  },
)
