import { expect, test } from 'vitest'
import { currentFlags } from '../flags.ts'
import type { AgentId, InteractionId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import { noteLengthMax } from '../limits.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const ann = toId<AgentId>('ann')
const bob = toId<AgentId>('bob')
const eve = toId<AgentId>('eve')
const interaction = toId<InteractionId>('i1')

/** Ann talks with a customer; Bob and Eve serve no queue. */
function talking(wrapUpMs = 30_000): Rehearsal {
  const config = smallCompany({
    agents: [
      agentNamed('ann'),
      { ...agentNamed('bob'), queues: [] },
      { ...agentNamed('eve'), role: 'supervisor', queues: [], address: '+441632960009' },
    ],
    queues: [{ ...salesQueue, wrapUpMs }],
  })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags: currentFlags })
  for (const agent of [ann, bob]) {
    floor.put({ kind: 'agent-signed-in', agent })
    floor.put({ kind: 'agent-state-set', agent, state: 'available' })
  }
  const [leg, from, to] = [toId<LegId>('c1'), '+441632960999', '+441632960100']
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
  floor.put({ kind: 'digit-pressed', leg, digit: '1' })
  floor.answer()
  return floor
}

function write(floor: Rehearsal, note: string, agent = ann): string | undefined {
  return floor.put({ kind: 'note-written', agent, interaction, note }).refused?.code
}

function hangUp(floor: Rehearsal): void {
  floor.put({ kind: 'hang-up-requested', agent: ann, interaction })
}

/** What was filed, by whom, and in which way. */
function filed(floor: Rehearsal): unknown[] {
  return floor.facts.flatMap(fact => {
    if (fact.kind === 'note-filed') return [[fact.agent, 'left', fact.note]]
    return fact.kind === 'wrap-up-ended' ? [[fact.agent, fact.how, fact.note]] : []
  })
}

test.each([
  ['time-out', (floor: Rehearsal) => floor.pass(30_000)],
  [
    'skipped',
    (floor: Rehearsal) => floor.put({ kind: 'wrap-up-skipped', agent: ann, interaction }),
  ],
  [
    'ordered',
    (floor: Rehearsal) => floor.put({ kind: 'wrap-up-end-ordered', supervisor: eve, agent: ann }),
  ],
])('A note that was written is on record when the wrap-up ends by %s', (how, end) => {
  const floor = talking()
  write(floor, 'Wants a refu')
  write(floor, 'Wants a refund')
  hangUp(floor)
  end(floor)
  expect(filed(floor)).toEqual([['ann', how, 'Wants a refund']])
  expect(floor.state.interactions.size).toBe(0)
})

test('What is handed in goes before what was written, and is filed once', () => {
  const floor = talking()
  write(floor, 'A draft')
  hangUp(floor)
  const disposition = floor.state.config?.dispositions[0]?.id ?? toId('none')
  const files = { agent: ann, interaction, disposition, note: 'As filed' }
  floor.put({ kind: 'wrap-up-completed', ...files })
  expect(filed(floor)).toEqual([['ann', 'completed', 'As filed']])
})

test('Who leaves without a wrap-up has the note filed in that moment', () => {
  const floor = talking(0)
  write(floor, 'Short and sweet')
  hangUp(floor)
  expect(filed(floor)).toEqual([['ann', 'left', 'Short and sweet']])
  expect(floor.told()).toContain('Ann left a note: “Short and sweet”')
})

test('An agent who is consulted leaves a note under the own name', () => {
  const floor = talking()
  floor.put({
    kind: 'consult-requested',
    agent: ann,
    interaction,
    to: { kind: 'agent', agent: bob },
  })
  expect(write(floor, 'too early', bob)).toBe('not-talking')
  floor.answer()
  write(floor, 'Part number 7', bob)
  floor.put({ kind: 'consult-decided', agent: ann, interaction, decision: 'return' })
  expect(filed(floor)).toEqual([['bob', 'left', 'Part number 7']])
  expect(write(floor, 'too late', bob)).toBe('not-your-interaction')
})

test('A note taken back to nothing leaves nothing on record', () => {
  const floor = talking(0)
  write(floor, 'Oh')
  write(floor, '')
  hangUp(floor)
  expect(filed(floor)).toEqual([])
})

test('A note is refused of who is not at it, and when it is too long', () => {
  const floor = talking()
  expect(write(floor, 'hm', bob)).toBe('not-your-interaction')
  expect(write(floor, 'x'.repeat(noteLengthMax))).toBeUndefined()
  expect(write(floor, 'x'.repeat(noteLengthMax + 1))).toBe('note-too-long')
  const gone = toId<InteractionId>('i9')
  expect(
    floor.put({ kind: 'note-written', agent: ann, interaction: gone, note: '' }).refused?.code,
  ).toBe('unknown-interaction')
})

test('The note goes on with an agent who gets the customer back', () => {
  const floor = talking()
  write(floor, 'Ordered two')
  const to = { kind: 'number', number: '+441632960777' } as const
  floor.put({ kind: 'transfer-requested', agent: ann, interaction, to })
  floor.fail('busy')
  expect(floor.told()).toContain('Ann has the customer back after 0 s')
  floor.answer()
  hangUp(floor)
  floor.pass(30_000)
  expect(filed(floor)).toEqual([
    ['ann', 'customer-back', undefined],
    ['ann', 'time-out', 'Ordered two'],
  ])
})
