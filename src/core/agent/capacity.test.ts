import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import type { TenantConfig } from '../config.ts'
import type { AgentId, LegId, QueueId, StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, mainFlow, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'
import { step } from '../step.ts'
import { unitsUsed } from './work.ts'

const ann = toId<AgentId>('ann')

/** One agent on duty, in a company that takes tasks of thirty units. */
function begin(change: Partial<TenantConfig> = {}): Rehearsal {
  const flow = { ...mainFlow, start: toId<StepId>('sales') }
  const floor = rehearse(smallCompany())
  const config = smallCompany({
    flows: [flow],
    channels: { task: {} },
    agents: [agentNamed('ann')],
    queues: [{ ...salesQueue, record: false }],
    ...change,
  })
  floor.put({ kind: 'tenant-configured', config })
  floor.put({ kind: 'agent-signed-in', agent: ann })
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
  return floor
}

let calls = 0

function call(floor: Rehearsal): LegId {
  calls += 1
  const leg = toId<LegId>(`capacity-${calls}`)
  const [from, to] = ['+441632960999', '+441632960100']
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
  return leg
}

function task(floor: Rehearsal, key: string): void {
  const entry = { kind: 'queue', queue: toId<QueueId>('sales') } as const
  floor.put({
    kind: 'interaction-arrived',
    channel: 'task',
    key,
    title: key,
    from: 'customer-1',
    entry,
  })
}

/** Ann takes everything she is offered; what she works on, and what she is shown as. */
function take(floor: Rehearsal): void {
  for (const { stage } of floor.state.agents.get(ann)?.works ?? []) {
    if (stage.at === 'reserved')
      floor.put({ kind: 'offer-accepted', agent: ann, offer: stage.offer })
  }
}

function seen(floor: Rehearsal): object {
  expect(checkState(floor.state)).toEqual([])
  const agent = floor.state.agents.get(ann)
  return {
    shown: agent?.routing.at,
    works: agent?.works.map(({ channel, stage }) => `${channel} ${stage.at}`),
    used: unitsUsed(agent?.works ?? []),
  }
}

test('An agent is offered tasks until the next would not fit, and the fourth waits with its reason', () => {
  const floor = begin()
  for (const key of ['one', 'two', 'three', 'four']) task(floor, key)
  expect(seen(floor)).toEqual({
    shown: 'reserved',
    works: ['task reserved', 'task reserved', 'task reserved'],
    used: 90,
  })
  take(floor)
  const last = floor.facts.findLast(fact => fact.kind === 'decision-made')
  expect(last?.decision.candidates).toEqual([
    {
      agent: 'ann',
      verdict: 'excluded',
      reason: { code: 'no-room', used: 90, of: 100, needed: 30 },
    },
  ])
})

test('A call is exclusive: it waits for the last task to end, and no task comes beside it', () => {
  const floor = begin()
  task(floor, 'one')
  take(floor)
  call(floor)
  expect(seen(floor)).toMatchObject({ shown: 'talking', works: ['task talking'] })
  floor.put({ kind: 'hang-up-requested', agent: ann, interaction: toId('i1') })
  floor.put({ kind: 'wrap-up-skipped', agent: ann, interaction: toId('i1') })
  expect(seen(floor)).toMatchObject({ shown: 'reserved', works: ['voice reserved'] })
  floor.answer()
  task(floor, 'two')
  expect(seen(floor)).toEqual({ shown: 'talking', works: ['voice talking'], used: 100 })
})

test('Interruptible work makes way for a call, lies still beside it, and counts again after it', () => {
  const floor = begin({ channels: { task: { interruptible: true } } })
  for (const key of ['one', 'two', 'three']) task(floor, key)
  take(floor)
  const leg = call(floor)
  floor.answer()
  expect(seen(floor)).toEqual({
    shown: 'talking',
    works: ['task talking', 'task talking', 'task talking', 'voice talking'],
    used: 100,
  })
  expect(floor.state.agents.get(ann)?.routing).toMatchObject({ interaction: 'i4' })
  task(floor, 'four')
  floor.put({ kind: 'leg-ended', leg, by: 'far-end', cause: 'BYE' })
  floor.put({ kind: 'wrap-up-skipped', agent: ann, interaction: toId('i4') })
  expect(seen(floor)).toMatchObject({ shown: 'talking', used: 90 })
  expect(floor.state.queues.get(toId('sales'))?.sides.task.waiting.length).toBe(1)
})

test('Each wrap-up ends on its own clock, and room comes back with each', () => {
  const floor = begin()
  for (const key of ['one', 'two', 'three']) task(floor, key)
  take(floor)
  floor.put({ kind: 'hang-up-requested', agent: ann, interaction: toId('i1') })
  floor.pass(10_000)
  floor.put({ kind: 'hang-up-requested', agent: ann, interaction: toId('i2') })
  task(floor, 'four')
  floor.pass(20_000)
  expect(seen(floor)).toMatchObject({
    shown: 'talking',
    works: ['task wrap-up', 'task talking', 'task reserved'],
  })
  floor.pass(10_000)
  expect(seen(floor)).toMatchObject({ works: ['task talking', 'task reserved'], used: 60 })
})

test('An agent who chooses not to be ready keeps the work and is offered no more', () => {
  const floor = begin()
  task(floor, 'one')
  take(floor)
  const agent = ann
  floor.put({ kind: 'agent-state-set', agent, state: 'not-ready', reason: 'lunch' })
  task(floor, 'two')
  expect(seen(floor)).toMatchObject({ shown: 'talking', works: ['task talking'] })
  floor.put({ kind: 'agent-state-set', agent, state: 'available' })
  expect(seen(floor)).toMatchObject({ works: ['task talking', 'task reserved'] })
})

test('An offer that is missed leaves the other works alone and the agent not ready after them', () => {
  const floor = begin()
  task(floor, 'one')
  take(floor)
  task(floor, 'two')
  floor.pass(20_000)
  expect(seen(floor)).toMatchObject({ shown: 'talking', works: ['task talking'] })
  floor.put({ kind: 'hang-up-requested', agent: ann, interaction: toId('i1') })
  floor.put({ kind: 'wrap-up-skipped', agent: ann, interaction: toId('i1') })
  expect(floor.state.agents.get(ann)?.routing).toEqual({
    at: 'not-ready',
    reason: 'missed an offer',
  })
})

test('Units lowered in the middle of work hold as soon as the work fits in them', () => {
  const floor = begin()
  for (const key of ['one', 'two', 'three']) task(floor, key)
  take(floor)
  const agents = [{ ...agentNamed('ann'), units: 30 }]
  const { config } = floor.state
  if (config !== undefined) {
    floor.put({ kind: 'tenant-configured', config: { ...config, agents } })
  }
  expect([seen(floor), floor.state.agents.get(ann)?.units]).toMatchObject([{ used: 90 }, 90])
  for (const id of ['i1', 'i2', 'i3']) {
    floor.put({ kind: 'hang-up-requested', agent: ann, interaction: toId(id) })
    floor.put({ kind: 'wrap-up-skipped', agent: ann, interaction: toId(id) })
  }
  for (const key of ['four', 'five']) task(floor, key)
  expect(seen(floor)).toMatchObject({ works: ['task reserved'], used: 30 })
})

test('Who was given work last is offered the next one last', () => {
  const floor = begin({ agents: ['ann', 'bob'].map(agentNamed) })
  floor.pass(1000)
  floor.put({ kind: 'agent-signed-in', agent: toId('bob') })
  floor.put({ kind: 'agent-state-set', agent: toId('bob'), state: 'available' })
  for (const key of ['one', 'two', 'three', 'four']) task(floor, key)
  const made = floor.facts.filter(fact => fact.kind === 'offer-made')
  expect(made.map(fact => fact.agent)).toEqual(['ann', 'bob', 'ann', 'bob'])
})

test('What a step costs does not grow with work that another channel has waiting', () => {
  const floor = begin({ queues: [{ ...salesQueue, waitingMax: 100_000 }] })
  floor.put({ kind: 'agent-signed-out', agent: ann })
  for (let n = 0; n < 20_000; n += 1) {
    step(floor.state, {
      at: n,
      kind: 'interaction-arrived',
      channel: 'task',
      key: `t${n}`,
      title: 't',
      from: 'c',
      entry: { kind: 'queue', queue: toId('sales') },
    })
  }
  const line = floor.state.queues.get(toId('sales'))?.sides
  expect([line?.task.waiting.length, line?.voice.waiting.length]).toEqual([20_000, 0])
  call(floor)
  const entered = floor.facts.findLast(fact => fact.kind === 'queue-entered')
  expect(entered?.position).toBe(1)
})
