import { expect, test } from 'vitest'
import { checkState } from './check-state.ts'
import type { AgentConfig } from './config.ts'
import type { AgentId, LegId, SkillId } from './ids.ts'
import { toId } from './ids.ts'
import { agentNamed, mainFlow, rehearse, salesQueue, smallCompany } from './testing/rehearsal.ts'
import type { Rehearsal } from './testing/rehearsal.ts'

const caller = toId<LegId>('c1')
const ann = toId<AgentId>('ann')
const bob = toId<AgentId>('bob')

function begin(change: Parameters<typeof smallCompany>[0] = {}): Rehearsal {
  const config = smallCompany(change)
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config })
  return floor
}

function makeAvailable(floor: Rehearsal, ...agents: string[]): void {
  for (const name of agents) {
    floor.put({ kind: 'agent-signed-in', agent: toId(name) })
    floor.put({ kind: 'agent-state-set', agent: toId(name), state: 'available' })
    floor.pass(1000)
  }
}

function call(floor: Rehearsal, leg = caller): void {
  floor.put({
    kind: 'interaction-arrived',
    channel: 'voice',
    leg,
    from: '+441632960999',
    to: '+441632960100',
    trunk: 'carrier',
  })
}

function press(floor: Rehearsal, digit: string, leg = caller): void {
  floor.put({ kind: 'digit-pressed', leg, digit })
}

function hangUp(floor: Rehearsal, leg: LegId = caller): void {
  floor.put({ kind: 'leg-ended', leg, by: 'far-end', cause: 'BYE' })
}

/** Whatever happened: no interaction, leg, timer, or reserved agent is left, and each end was told once. */
function expectNothingLeft(floor: Rehearsal): void {
  const told = (kind: string): number => floor.facts.filter(fact => fact.kind === kind).length
  expect(told('interaction-closed')).toBe(told('interaction-arrived'))
  expect({
    interactions: floor.state.interactions.size,
    legs: floor.state.legs.size,
    reserved: [...floor.state.agents.values()].filter(agent =>
      ['reserved', 'talking', 'wrap-up'].includes(agent.routing.at),
    ),
    waiting: [...floor.state.queues.values()].filter(queue => queue.sides.voice.waiting.length > 0),
    interactionTimers: floor.state.timers.heap.filter(({ kind }) => kind !== 'back'),
    complaints: checkState(floor.state),
  }).toEqual({
    interactions: 0,
    legs: 0,
    reserved: [],
    waiting: [],
    interactionTimers: [],
    complaints: [],
  })
}

function able(name: string, ...has: [string, number][]): AgentConfig {
  return {
    ...agentNamed(name),
    skills: has.map(([skill, level]) => ({ skill: toId<SkillId>(skill), level })),
  }
}

/** One busy half minute; the facts it told, as text. */
function halfMinute(): string {
  const floor = begin()
  makeAvailable(floor, 'ann', 'bob')
  call(floor)
  press(floor, '1')
  floor.pass(25_000)
  floor.answer()
  hangUp(floor)
  floor.pass(60_000)
  return JSON.stringify(floor.facts)
}

test('A call goes through menu, queue and offer to a talk, a recording and a wrap-up', () => {
  const floor = begin()
  makeAvailable(floor, 'ann', 'bob')
  floor.told()
  call(floor)
  press(floor, '1')
  expect(floor.open('ring').order.agent).toBe(ann)
  floor.pass(2000)
  floor.answer()
  floor.pass(60_000)
  hangUp(floor)
  floor.pass(5000)
  floor.put({
    kind: 'wrap-up-completed',
    agent: ann,
    interaction: toId('i1'),
    disposition: toId('sold'),
    note: 'two pairs',
  })
  expect(floor.told()).toEqual([
    'Call from +441632960999 to +441632960100 on trunk carrier',
    'Answered',
    'Flow main begins, version v1',
    'Step menu (menu)',
    'Key 1: chosen',
    'Step menu leads on by “key 1”: the customer pressed 1',
    'Step sales (queue)',
    'Waits in Sales at place 1, priority 3',
    'Ann is chosen: free for 2 s, longer than anyone else who fits',
    'Ann: available → reserved: offered an interaction',
    'Offered to Ann, whose phone rings for 20 s',
    'Ann answered after 2 s: the phone was answered',
    'Leaves Sales after 2 s: an agent answered',
    'Ann: reserved → talking: answered',
    'Talks with Ann',
    'Recording begins',
    'The customer’s leg ended by the far end: BYE',
    'Talk with Ann ended by the customer after 1 min',
    'Ann: talking → wrap-up: the talk ended',
    'Ann wraps up, for 30 s at most',
    'Recording of 1 s is kept',
    'The agent’s leg ended by Parley: BYE',
    'Ann filed it as Sold after 5 s: “two pairs”',
    'Ann: wrap-up → available: wrap-up ended',
    'Closed after 1 min 7 s: handled by an agent',
  ])
  expectNothingLeft(floor)
})

test('An agent who does not answer is not ready, and the next one rings with the place kept', () => {
  const floor = begin()
  makeAvailable(floor, 'ann', 'bob')
  call(floor)
  press(floor, '1')
  floor.told()
  floor.pass(20_000)
  expect(floor.told()).toEqual([
    'Ann did not answer after 20 s: the phone rang out',
    'Ann: reserved → not-ready (missed an offer): the offer ended',
    'Bob is chosen: free for 21 s, longer than anyone else who fits',
    'Bob: available → reserved: offered an interaction',
    'Offered to Bob, whose phone rings for 20 s',
  ])
  expect(floor.open('ring').order.agent).toBe(bob)
})

test.each([
  ['busy', 'not-ready', 'Ann was busy after 0 s: busy', 15_000],
  ['unreachable', 'not-ready', 'Ann could not be reached after 0 s: unreachable', 60_000],
] as const)('A phone that is %s leaves its agent alone for a while', (code, at, words, backMs) => {
  const floor = begin()
  makeAvailable(floor, 'ann')
  call(floor)
  press(floor, '1')
  floor.told()
  floor.fail(code)
  expect(floor.told()[0]).toBe(words)
  expect(floor.state.agents.get(ann)?.routing.at).toBe(at)
  floor.pass(backMs)
  expect(floor.state.agents.get(ann)?.routing.at).not.toBe('not-ready')
})

test('A lone agent is tried again for the same interaction after the pause', () => {
  const floor = begin({ queues: [{ ...salesQueue, afterNoAnswer: 'stay-available' }] })
  makeAvailable(floor, 'ann')
  call(floor)
  press(floor, '1')
  floor.fail('declined')
  expect(() => floor.open('ring')).toThrow('no open ring')
  floor.pass(30_000)
  expect(floor.open('ring').order.agent).toBe(ann)
})

test('The customer who leaves while a phone rings stops it; the agent keeps the place among the idle', () => {
  const floor = begin()
  makeAvailable(floor, 'ann', 'bob')
  call(floor)
  press(floor, '1')
  hangUp(floor)
  expect(floor.facts.at(-1)).toMatchObject({
    kind: 'interaction-closed',
    outcome: 'abandoned-in-queue',
  })
  expectNothingLeft(floor)
  call(floor)
  press(floor, '1')
  expect(floor.open('ring').order.agent).toBe(ann)
})

test('An answer that crosses the customer’s hang-up ends with both legs gone and nobody talking', () => {
  const floor = begin()
  makeAvailable(floor, 'ann')
  call(floor)
  press(floor, '1')
  const ring = floor.open('ring')
  // The outside has not worked in the hang-up when the answer comes.
  floor.pending.splice(floor.pending.indexOf(ring), 1)
  hangUp(floor)
  floor.put({ kind: 'order-done', order: ring.id })
  floor.put({ kind: 'leg-ended', leg: ring.order.leg, by: 'parley', cause: 'BYE' })
  expect(floor.facts.some(fact => fact.kind === 'talk-started')).toBe(false)
  expectNothingLeft(floor)
})

test('The customer who leaves in the flow or in the queue leaves nothing behind', () => {
  for (const stage of ['menu', 'waiting']) {
    const floor = begin()
    call(floor)
    if (stage === 'waiting') press(floor, '1')
    hangUp(floor)
    const outcome = stage === 'waiting' ? 'abandoned-in-queue' : 'abandoned-in-flow'
    expect(floor.facts.at(-1)).toMatchObject({ kind: 'interaction-closed', outcome })
    expectNothingLeft(floor)
  }
})

test('A menu nobody answers is played again and then left by its last exit', () => {
  const floor = begin()
  call(floor)
  floor.played()
  floor.pass(5000)
  floor.played()
  floor.told()
  floor.pass(5000)
  expect(floor.told()).toEqual([
    'Step menu leads on by “otherwise”: no key for 5000 ms; the menu was played 2 times',
    'Step bye (say)',
  ])
  floor.played()
  expectNothingLeft(floor)
})

test('A queue that is full or closed sends the customer on by its exit', () => {
  const nobody = begin({ queues: [{ ...salesQueue, waitingMax: 0 }] })
  call(nobody)
  press(nobody, '1')
  expect(nobody.told()).toContain('Step sales leads on by “timeout”: the queue is full: 0 wait')
})

test('The longest wait ends by the timeout exit of the queue’s step', () => {
  const floor = begin()
  call(floor)
  press(floor, '1')
  floor.pass(600_000)
  expect(floor.told()).toContain('Step sales leads on by “timeout”: the longest wait was over')
  floor.played()
  expectNothingLeft(floor)
})

test('A wait that ran out while a phone rang ends when the phone stops', () => {
  const floor = begin({ queues: [{ ...salesQueue, waitMsMax: 15_000 }] })
  makeAvailable(floor, 'ann')
  call(floor)
  press(floor, '1')
  floor.pass(20_000)
  expect(floor.told()).toContain('Step sales leads on by “timeout”: the longest wait was over')
  floor.played()
  expectNothingLeft(floor)
})

test('Required skills exclude, preferred skills come before idleness', () => {
  const skills = [
    { skill: toId<SkillId>('spanish'), levelMin: 2, need: 'required' as const },
    { skill: toId<SkillId>('shoes'), levelMin: 1, need: 'preferred' as const },
  ]
  const floor = begin({
    queues: [{ ...salesQueue, skills }],
    agents: [
      able('ann', ['spanish', 1]),
      able('bob', ['spanish', 2]),
      able('cleo', ['spanish', 3], ['shoes', 1]),
    ],
  })
  makeAvailable(floor, 'ann', 'bob', 'cleo')
  call(floor)
  press(floor, '1')
  const decision = floor.facts.find(fact => fact.kind === 'decision-made')
  expect(
    decision?.decision.candidates.map(one => [one.agent, one.verdict, one.reason.code]),
  ).toEqual([
    ['cleo', 'chosen', 'idle-longest'],
    ['bob', 'eligible', 'fewer-preferred-skills'],
    ['ann', 'excluded', 'skill-missing'],
  ])
})

test('A number nobody configured is refused, and the refusal is on record', () => {
  const floor = begin({ numbers: [] })
  call(floor)
  expect(floor.told().slice(1)).toEqual([
    'Call from +441632960999 to +441632960100 on trunk carrier',
    'Refused: no flow answers this number',
    'The customer’s leg ended by Parley: BYE',
    'Closed after 0 s: refused',
  ])
  expectNothingLeft(floor)
})

test('Inputs that make no sense change nothing and say why', () => {
  const floor = begin()
  const refused = [
    floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' }),
    floor.put({ kind: 'agent-signed-in', agent: toId('nobody') }),
    floor.put({ kind: 'leg-ended', leg: toId('c9'), by: 'far-end', cause: 'BYE' }),
    floor.put({ kind: 'order-done', order: toId('o99') }),
    floor.put({ kind: 'offer-declined', agent: ann, offer: toId('f9') }),
    floor.put({ kind: 'hang-up-requested', agent: ann, interaction: toId('i9') }),
  ]
  expect(refused.map(outcome => outcome.refused?.code)).toEqual([
    'not-signed-in',
    'unknown-agent',
    'unknown-leg',
    'unknown-order',
    'not-your-offer',
    'unknown-interaction',
  ])
  expect(refused.flatMap(outcome => outcome.effects)).toEqual([])
})

test('What an agent chooses while at work holds when the work ends', () => {
  const floor = begin()
  makeAvailable(floor, 'ann')
  call(floor)
  press(floor, '1')
  floor.answer()
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'not-ready', reason: 'lunch' })
  hangUp(floor)
  expect(floor.state.agents.get(ann)?.routing.at).toBe('wrap-up')
  floor.pass(30_000)
  expect(floor.state.agents.get(ann)?.routing).toEqual({ at: 'not-ready', reason: 'lunch' })
  expectNothingLeft(floor)
})

test('A running flow finishes in the version it began with', () => {
  const floor = begin()
  call(floor)
  const config = smallCompany({
    flows: [{ ...mainFlow, version: 'v2', steps: { menu: { kind: 'hang-up' } } }],
  })
  floor.put({ kind: 'tenant-configured', config })
  press(floor, '1')
  expect([...floor.state.interactions.values()][0]?.phase.at).toBe('waiting')
  hangUp(floor)
  floor.put({ kind: 'tenant-configured', config })
  expect([...floor.state.flows.keys()]).toEqual(['main@v2'])
})

test('The same inputs give the same effects, bit for bit', () => {
  expect(halfMinute()).toBe(halfMinute())
})
