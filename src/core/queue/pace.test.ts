import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import { currentFlags } from '../flags.ts'
import type { AgentId } from '../ids.ts'
import { toId } from '../ids.ts'
import { rehearse, smallCompany } from '../testing/rehearsal.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { expectedWaitMs } from './pace.ts'

function begin(on: readonly number[] = currentFlags): Rehearsal {
  const floor = rehearse(smallCompany())
  floor.put({ kind: 'tenant-configured', config: smallCompany(), flags: on })
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
  return queue && expectedWaitMs({ state: floor.state, queue }, 'voice', position)
}

function makeReady(floor: Rehearsal, agent: AgentId = toId('ann')): void {
  floor.put({ kind: 'agent-signed-in', agent })
  floor.put({ kind: 'agent-state-set', agent, state: 'available' })
}

function hangUp(floor: Rehearsal, number: number): void {
  floor.put({ kind: 'leg-ended', leg: toId(`c${number}`), by: 'far-end', cause: 'bye' })
}

/** Ann talks for a minute with whoever rings, and files it at once. */
function handle(floor: Rehearsal, number: number): void {
  floor.answer()
  floor.pass(60_000)
  hangUp(floor, number)
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

test('After the first talk a wait is estimated from its length and the agents on duty', () => {
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

test.each([
  ['counts the quiet hours after it', [], 10_800_000],
  ['begins anew', currentFlags, 70_000],
] as const)('A line whose last one hung up %s, by flag', (_, on, wait) => {
  const floor = begin(on)
  makeReady(floor)
  call(floor, 1)
  call(floor, 2)
  floor.answer()
  hangUp(floor, 2)
  floor.pass(60_000)
  hangUp(floor, 1)
  floor.pass(10_000)
  floor.put({ kind: 'wrap-up-skipped', agent: toId('ann'), interaction: toId('i1') })
  floor.pass(10_730_000)
  call(floor, 3)
  floor.answer()
  expect(expected(floor, 1)).toBe(wait)
  expect(checkState(floor.state)).toEqual([])
})

test('A line is timed on while its last one rings, and forgets it when that one gives up', () => {
  const floor = begin()
  makeReady(floor)
  for (const number of [1, 2, 3]) call(floor, number)
  floor.answer()
  makeReady(floor, toId('bob'))
  hangUp(floor, 3)
  const pace = () => floor.state.queues.get(toId('sales'))?.sides.voice.pace
  expect(pace()?.answeredAt).toBeDefined()
  hangUp(floor, 2)
  expect(pace()?.answeredAt).toBeUndefined()
  expect(checkState(floor.state)).toEqual([])
})

test.each([
  ['those at lunch as well', [], 35_000],
  ['nobody at lunch', currentFlags, 70_000],
] as const)('A wait is divided among %s, by flag', (_, on, wait) => {
  const floor = begin(on)
  const bob = toId<AgentId>('bob')
  makeReady(floor)
  call(floor, 1)
  handle(floor, 1)
  makeReady(floor, bob)
  expect(expected(floor, 1)).toBe(35_000)
  // Who works and is ready after it counts; who has said to go to lunch after it does not.
  call(floor, 2)
  floor.answer()
  expect(expected(floor, 1)).toBe(35_000)
  floor.put({ kind: 'agent-state-set', agent: bob, state: 'not-ready', reason: 'lunch' })
  expect(expected(floor, 1)).toBe(wait)
  expect(checkState(floor.state)).toEqual([])
})

test('Nobody can say how long a wait will be while everybody is at lunch', () => {
  const floor = begin()
  makeReady(floor)
  call(floor, 1)
  handle(floor, 1)
  floor.put({ kind: 'agent-state-set', agent: toId('ann'), state: 'not-ready', reason: 'lunch' })
  expect(expected(floor, 1)).toBeUndefined()
})
