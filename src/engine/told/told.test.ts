import type { Fact, Input, InputBody, TenantId } from '#core'
import { newState, step, toId } from '#core'
import { expect, test } from 'vitest'
import { memoryJournal } from '../ports/memory-journal.ts'
import type { PlacedFact } from '../ports/records.ts'
import { fakeCompany } from '../ports/fake-company.ts'
import { differences } from './differences.ts'
import { recordPast } from './record-past.ts'
import type { Recorded } from './recorded.ts'
import { printRecorded, readRecorded, RecordedError } from './recorded.ts'
import { retell } from './retell.ts'

const tenant = toId<TenantId>('acme')

/** Two customers call; the first is the one the tests are about. */
const bodies: readonly InputBody[] = [
  { kind: 'tenant-configured', config: fakeCompany({ tenant }) },
  arrived('c-other', '+441632960222', 'Mrs `Other` ${x}'),
  arrived('c-1', '+441632960111', 'Priya `the` ${first}'),
  { kind: 'order-done', order: toId('o1') },
  { kind: 'order-done', order: toId('o2') },
  { kind: 'leg-ended', leg: toId('c-1'), by: 'far-end', cause: 'bye' },
  { kind: 'leg-ended', leg: toId('c-other'), by: 'far-end', cause: 'bye' },
]

const inputs = bodies.map((body, index): Input => ({ ...body, at: 1_000 * (index + 1) }))

function arrived(leg: string, from: string, fromName: string): InputBody {
  const to = '+441632960100'
  return {
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: toId(leg),
    from,
    fromName,
    to,
    trunk: 'carrier',
  }
}

async function record(inputsMax?: number): ReturnType<typeof recordPast> {
  const journal = memoryJournal()
  await journal.append(
    tenant,
    inputs.map((input, index) => ({ seq: index + 1, input })),
  )
  const state = newState(tenant)
  const kept: PlacedFact[] = inputs.flatMap((input, index) =>
    step(state, input).effects.flatMap(effect =>
      effect.kind === 'fact' && 'interaction' in effect.fact && effect.fact.interaction === 'i2'
        ? [{ seq: index + 1, nth: 0, fact: effect.fact }]
        : [],
    ),
  )
  const of = { tenant, interaction: toId<never>('i2'), kept }
  return recordPast(journal, inputsMax === undefined ? of : { ...of, inputsMax })
}

async function recorded(): Promise<Recorded> {
  const made = await record()
  if (!made.ok) throw new Error(made.words)
  return readRecorded(printRecorded(made.past, seq => made.seqs.has(seq)))
}

test('A recorded interaction told again goes the same way, through text and back', async () => {
  const past = await recorded()
  expect((await retell(past)).differences).toEqual([])
  expect(past.facts.map(fact => fact.kind)).toContain('interaction-closed')
})

test('It ends with the interaction, and knows nobody else’s number or name', async () => {
  const past = await recorded()
  expect(past.inputs.at(-1)?.seq).toBe(6)
  const text = JSON.stringify(past)
  expect([past.masked, text.includes('960222'), text.includes('Other')]).toEqual([
    true,
    false,
    false,
  ])
  expect(text).toContain('+441632960111')
})

test('A fact that was otherwise fails it, and the words say where', async () => {
  const past = await recorded()
  const facts = past.facts.map((fact): Fact =>
    fact.kind === 'interaction-closed' ? { ...fact, outcome: 'handled' } : fact,
  )
  const last = `fact ${facts.length} interaction-closed`
  expect((await retell({ ...past, facts })).differences).toEqual([
    `${last} outcome: was "handled", is "abandoned-in-queue"`,
  ])
})

test('Facts of other kinds are told once, from the first on; missing ones are nothing', () => {
  const at = 1
  const one: Fact = { kind: 'tenant-configured', numbers: 1, queues: 1, agents: 1, at }
  expect(differences([one, one], [one])).toEqual([
    `fact 2: was tenant-configured ${JSON.stringify(one)}, is nothing`,
  ])
})

test('More past than fits is refused in words', async () => {
  expect(await record(3)).toEqual({
    ok: false,
    code: 'too-much-past',
    words: '6 inputs lead up to it; a recorded interaction holds 3 at most.',
  })
})

test('Another text is refused in words', () => {
  expect(() => readRecorded('{"hello":1}\n')).toThrow(RecordedError)
  expect(() => readRecorded('')).toThrow(/no recorded interaction/)
})
