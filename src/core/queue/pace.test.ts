import { expect, test } from 'vitest'
import { toId } from '../ids.ts'
import { rehearse, smallCompany } from '../rehearsal.ts'
import type { Rehearsal } from '../rehearsal.ts'
import { expectedWaitMs } from './pace.ts'

function begin(): Rehearsal {
  const floor = rehearse(smallCompany())
  floor.put({ kind: 'tenant-configured', config: smallCompany() })
  return floor
}

function call(floor: Rehearsal, number: number): void {
  const leg = toId<never>(`c${number}`)
  const [from, to] = ['+441632960999', '+441632960100']
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
  floor.put({ kind: 'digit-pressed', leg, digit: '1' })
}

function expected(floor: Rehearsal, position: number): number | undefined {
  const queue = floor.state.queues.get(toId('sales'))
  return queue && expectedWaitMs(queue, 'voice', position)
}

function makeReady(floor: Rehearsal): void {
  floor.put({ kind: 'agent-signed-in', agent: toId('ann') })
  floor.put({ kind: 'agent-state-set', agent: toId('ann'), state: 'available' })
}

/** Ann talks for a minute with whoever rings, and files it at once. */
function handle(floor: Rehearsal, number: number): void {
  floor.answer()
  floor.pass(60_000)
  floor.put({ kind: 'leg-ended', leg: toId(`c${number}`), by: 'far-end', cause: 'bye' })
  const disposition = toId<never>('sold')
  const interaction = toId<never>(`i${number}`)
  const agent = toId<never>('ann')
  floor.pass(10_000)
  floor.put({ kind: 'wrap-up-completed', agent, interaction, disposition, note: '' })
}

test('Nobody can say how long a wait will be before the queue has moved, or while nobody is signed in', () => {
  const floor = begin()
  call(floor, 1)
  expect(expected(floor, 1)).toBeUndefined()
  makeReady(floor)
  expect(expected(floor, 1)).toBeUndefined()
})

test('After the first talk a wait is estimated from its length and the agents signed in', () => {
  const floor = begin()
  makeReady(floor)
  call(floor, 1)
  handle(floor, 1)
  expect(expected(floor, 2)).toBe(140_000)
})

test('A line that moves is estimated from its own pace, and each newcomer is told so on record', () => {
  const floor = begin()
  makeReady(floor)
  for (const number of [1, 2, 3, 4]) call(floor, number)
  handle(floor, 1)
  handle(floor, 2)
  call(floor, 5)
  expect(floor.facts.findLast(fact => fact.kind === 'queue-entered')).toMatchObject({
    position: 2,
    expectedWaitMs: 140_000,
    serviceLevelMs: 20_000,
  })
})
