import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import type { TenantConfig } from '../config.ts'
import { currentFlags } from '../flags.ts'
import type { AgentId, InteractionId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, mainFlow, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const ann = toId<AgentId>('ann')
const first = toId<InteractionId>('i1')
const company = smallCompany({ agents: [agentNamed('ann')], channels: { task: {} } })
const { channels: _, ...withoutTasks } = company
/** Sales is gone: nobody serves it, and the menu leads elsewhere. */
const withoutSales: TenantConfig = {
  ...company,
  queues: [],
  flows: [{ ...mainFlow, version: 'v2', steps: { ...mainFlow.steps, sales: { kind: 'hang-up' } } }],
  agents: [{ ...agentNamed('ann'), queues: [] }],
}

function begin(on: readonly number[]): Rehearsal {
  const floor = rehearse(company)
  floor.put({ kind: 'tenant-configured', config: company, flags: on })
  return floor
}

function makeReady(floor: Rehearsal): void {
  floor.put({ kind: 'agent-signed-in', agent: ann })
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
}

function call(floor: Rehearsal): void {
  const leg = toId<LegId>('c1')
  const [from, to] = ['+441632960999', '+441632960100']
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
  floor.put({ kind: 'digit-pressed', leg, digit: '1' })
}

function task(floor: Rehearsal): void {
  floor.put({
    kind: 'interaction-arrived',
    channel: 'task',
    key: 'order-7',
    title: 'Check order 7',
    from: 'customer-7',
    entry: { kind: 'queue', queue: salesQueue.id },
  })
}

function phase(floor: Rehearsal): string | undefined {
  return floor.state.interactions.get(first)?.phase.at
}

test.each([
  ['waits in it', [], 'waiting'],
  ['goes on at once', currentFlags, 'in-flow'],
] as const)(
  'A caller whose offer comes to nothing in a queue that was removed meanwhile %s, by flag',
  (_does, on, at) => {
    const floor = begin(on)
    makeReady(floor)
    call(floor)
    floor.put({ kind: 'tenant-configured', config: withoutSales })
    expect(phase(floor)).toBe('offered')
    floor.told()
    floor.fail('no-answer')
    expect(phase(floor)).toBe(at)
    expect(floor.told().some(words => words.includes('the queue was removed'))).toBe(
      at === 'in-flow',
    )
    expect(checkState(floor.state)).toEqual([])
  },
)

test('A caller whose offer in a removed queue is answered talks, and nothing is left of the queue', () => {
  const floor = begin(currentFlags)
  makeReady(floor)
  call(floor)
  floor.put({ kind: 'tenant-configured', config: withoutSales })
  floor.answer()
  expect(phase(floor)).toBe('talking')
  floor.put({ kind: 'leg-ended', leg: toId('c1'), by: 'far-end', cause: 'BYE' })
  floor.put({ kind: 'wrap-up-skipped', agent: ann, interaction: first })
  floor.put({ kind: 'tenant-configured', config: withoutSales })
  expect(floor.state.queues.size).toBe(0)
  expect(checkState(floor.state)).toEqual([])
})

test.each([
  ['is waited on for a month', [], 'waiting'],
  ['ends as not served', currentFlags, undefined],
] as const)('A task whose channel is closed while it waits %s, by flag', (_does, on, at) => {
  const floor = begin(on)
  task(floor)
  floor.put({ kind: 'tenant-configured', config: withoutTasks })
  expect(phase(floor)).toBe(at)
  const outcomes = floor.facts.flatMap(fact =>
    fact.kind === 'interaction-closed' ? fact.outcome : [],
  )
  expect(outcomes).toEqual(at === undefined ? ['not-served'] : [])
  expect(checkState(floor.state)).toEqual([])
})

test('A task that is offered when its channel is closed may be taken, and is not offered again', () => {
  const floor = begin(currentFlags)
  makeReady(floor)
  task(floor)
  floor.put({ kind: 'tenant-configured', config: withoutTasks })
  expect(phase(floor)).toBe('offered')
  floor.pass(salesQueue.ringMs)
  expect(phase(floor)).toBeUndefined()
  expect(checkState(floor.state)).toEqual([])
})

test('An agent cannot hand a task on to a queue once its channel is closed, and keeps it', () => {
  const floor = begin(currentFlags)
  const { id: sales } = salesQueue
  makeReady(floor)
  task(floor)
  const stage = floor.state.agents.get(ann)?.works[0]?.stage
  if (stage?.at !== 'reserved') throw new Error('Ann is offered nothing')
  floor.put({ kind: 'offer-accepted', agent: ann, offer: stage.offer })
  floor.put({ kind: 'tenant-configured', config: withoutTasks })
  const to = { kind: 'queue', queue: sales } as const
  const handed = floor.put({ kind: 'transfer-requested', agent: ann, interaction: first, to })
  expect(handed.refused?.code).toBe('queue-not-open')
  expect(phase(floor)).toBe('talking')
  expect(checkState(floor.state)).toEqual([])
})
