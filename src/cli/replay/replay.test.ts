import { expect, test } from 'vitest'
import type { Fact, Input, InputBody } from '#core'
import { newState, step, toId } from '#core'
import type { JournalEntry } from '#engine'
import { fakeCompany } from '../../engine/ports/fake-company.ts'
import { replay } from './replay.ts'

const config = fakeCompany()
const { tenant } = config

const day: readonly InputBody[] = [
  { kind: 'tenant-configured', config },
  {
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: toId('c1'),
    from: '+441632960999',
    to: '+441632960100',
    trunk: 'carrier',
  },
  { kind: 'order-done', order: toId('o1') },
  { kind: 'leg-ended', leg: toId('c1'), by: 'far-end', cause: 'bye' },
]

function recorded(): { entries: JournalEntry[]; facts: Fact[] } {
  const state = newState(tenant)
  const entries = day.map((body, index) => {
    const input: Input = { ...body, at: Date.UTC(2026, 10, 23, 10, 0, index) }
    return { seq: index + 1, input }
  })
  const facts = entries.flatMap(({ input }) =>
    step(state, input).effects.flatMap(effect => (effect.kind === 'fact' ? [effect.fact] : [])),
  )
  return { entries, facts: facts.filter(fact => 'interaction' in fact) }
}

async function* from(entries: readonly JournalEntry[]): AsyncGenerator<JournalEntry> {
  yield* entries
}

const of = { tenant, interaction: toId<never>('i1') }

test('A replay prints every input, order, fact and reason, and ends in the facts that were kept', async () => {
  const { entries, facts } = recorded()
  const lines: string[] = []
  const result = await replay(
    { journal: { read: () => from(entries), marks: async () => [] }, keptFacts: facts },
    of,
    line => lines.push(line),
  )
  expect(lines).toEqual([
    '2026-11-23T10:00:01.000Z  #2  A call came in from +441632960999 to +441632960100 on trunk carrier (leg c1)',
    '    • Call from +441632960999 to +441632960100 on trunk carrier',
    '    → o1: answer leg c1',
    '2026-11-23T10:00:02.000Z  #3  Order o1 was carried out',
    '    • Answered',
    '    • Flow main begins, version v1',
    '    • Step sales (queue)',
    '    • Waits in Sales at place 1, priority 3',
    '    → o2: play to leg c1, over and over: waiting.wav',
    '    • Nobody serves this queue',
    '2026-11-23T10:00:03.000Z  #4  Leg c1 ended by far-end: bye',
    '    • The customer’s leg ended by the far end: bye',
    '    • Leaves Sales after 1 s: the customer hung up',
    '    • Closed after 2 s: the customer hung up while waiting',
  ])
  expect(result).toEqual({ inputs: 3, facts: 9, same: true })
})

test('A replay that ends differently says where', async () => {
  const { entries, facts } = recorded()
  const [first, ...rest] = facts
  if (first === undefined) throw new Error('nothing was recorded')
  const result = await replay(
    {
      journal: { read: () => from(entries), marks: async () => [] },
      keptFacts: [{ ...first, at: 0 }, ...rest],
    },
    of,
    () => {},
  )
  expect(result.same).toBe(false)
  expect(result.difference).toContain('fact 1: kept {"at":0')
})
