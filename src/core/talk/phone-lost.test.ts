import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import { currentFlags, flags } from '../flags.ts'
import type { FlowStep } from '../flow/flow.ts'
import type { AgentId, InteractionId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Target } from '../input.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, mainFlow, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const ann = toId<AgentId>('ann')
const bob = toId<AgentId>('bob')
const interaction = toId<InteractionId>('i1')
const expert: Target = { kind: 'number', number: '+441632960777' }
const sales: FlowStep = {
  kind: 'queue',
  queue: salesQueue.id,
  closed: toId('bye'),
  timeout: toId('bye'),
  announce: { everyMs: 10_000, prompts: [{ kind: 'say', text: 'Place {position}.' }] },
}
const flow = { ...mainFlow, start: toId<never>('sales'), steps: { ...mainFlow.steps, sales } }
const config = smallCompany({
  flows: [flow],
  agents: [agentNamed('ann'), { ...agentNamed('bob'), address: '+441632960002' }],
})

function call(floor: Rehearsal, leg: string): void {
  const [from, to] = ['+441632960999', '+441632960100']
  const arrived = { kind: 'interaction-arrived', channel: 'voice', from, to, trunk: 't' } as const
  floor.put({ ...arrived, leg: toId<LegId>(leg) })
}

function ready(floor: Rehearsal, agent: AgentId): void {
  floor.put({ kind: 'agent-signed-in', agent })
  floor.put({ kind: 'agent-state-set', agent, state: 'available' })
}

/** Ann talks with a caller who waited for five seconds. */
function talking(on: readonly number[] = currentFlags): Rehearsal {
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags: on })
  call(floor, 'c1')
  floor.pass(5000)
  ready(floor, ann)
  floor.answer()
  floor.pass(30_000)
  floor.told()
  floor.given.splice(0)
  return floor
}

function lose(floor: Rehearsal, leg: string): void {
  floor.put({ kind: 'leg-ended', leg: toId(leg), by: 'fault', cause: 'no sound came for 30 s' })
  expect(checkState(floor.state)).toEqual([])
}

function loseAgent(floor: Rehearsal): void {
  const found = floor.state.interactions.get(interaction)?.phase
  lose(floor, (found?.at === 'talking' ? found.agentLeg : undefined) ?? 'none')
}

const phase = (floor: Rehearsal, id = 'i1'): string | undefined =>
  floor.state.interactions.get(toId(id))?.phase.at

function expectNothingLeft(floor: Rehearsal): void {
  floor.pass(86_400_000)
  expect([floor.state.interactions.size, floor.state.legs.size]).toEqual([0, 0])
  expect(checkState(floor.state)).toEqual([])
}

test('A customer whose agent’s phone is lost waits again with music, before everybody, and the record says why', () => {
  const floor = talking()
  call(floor, 'c2')
  floor.told()
  floor.given.splice(0)
  loseAgent(floor)
  expect(floor.told()).toEqual([
    'The agent’s leg ended by a fault: no sound came for 30 s',
    'Talk with Ann ended since the agent’s phone was lost after 30 s',
    'Ann: talking → wrap-up: the phone was lost',
    'Ann wraps up, for 30 s at most',
    'Waits in Sales again at place 1, before everybody, since the agent’s phone was lost',
    'Nobody is free who fits: the customer waits',
    'Recording of 1 s is kept',
  ])
  expect(floor.given.map(({ order }) => order.kind)).toEqual(['stop-recording', 'play'])
  const found = floor.state.interactions.get(interaction)?.phase
  const age = found?.at === 'waiting' ? floor.state.now - found.visit.since : undefined
  expect(age).toBe(35_000)
})

test('Who is back has the next agent, before those who came earlier to it, and is told its place meanwhile', () => {
  const floor = talking()
  call(floor, 'c2')
  loseAgent(floor)
  floor.pass(10_000)
  expect(floor.facts.filter(fact => fact.kind === 'announced').map(fact => fact.position)).toEqual(
    expect.arrayContaining([1]),
  )
  ready(floor, bob)
  expect([phase(floor), phase(floor, 'i2')]).toEqual(['offered', 'waiting'])
  floor.answer()
  expect(phase(floor)).toBe('talking')
  floor.put({ kind: 'leg-ended', leg: toId('c1'), by: 'far-end', cause: 'BYE' })
  floor.put({ kind: 'leg-ended', leg: toId('c2'), by: 'far-end', cause: 'BYE' })
  expectNothingLeft(floor)
})

test('The agent is offered nothing for a minute, and comes back by itself or by its own word', () => {
  const floor = talking()
  loseAgent(floor)
  floor.put({ kind: 'wrap-up-skipped', agent: ann, interaction })
  expect(floor.state.agents.get(ann)?.routing).toEqual({
    at: 'not-ready',
    reason: 'phone unreachable',
  })
  floor.pass(59_999)
  expect(phase(floor)).toBe('waiting')
  floor.pass(1)
  expect(phase(floor)).toBe('offered')
  floor.answer()
  loseAgent(floor)
  floor.put({ kind: 'wrap-up-skipped', agent: ann, interaction })
  floor.pass(1000)
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
  expect(phase(floor)).toBe('offered')
})

test('An agent who files first, and is ready then, has the customer back as soon as half a minute is over', () => {
  const floor = talking()
  loseAgent(floor)
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
  floor.pass(20_000)
  floor.put({ kind: 'wrap-up-skipped', agent: ann, interaction })
  expect(phase(floor)).toBe('waiting')
  floor.pass(10_000)
  expect(phase(floor)).toBe('offered')
})

test.each([
  ['on hold', 'hold-requested', undefined],
  ['while somebody is rung to be consulted', 'consult-requested', false],
  ['while somebody is consulted, whom the customer did not talk with,', 'consult-requested', true],
] as const)('A customer %s waits again when the agent’s phone is lost', (_, kind, answers) => {
  const floor = talking()
  if (kind === 'hold-requested') floor.put({ kind, agent: ann, interaction })
  else floor.put({ kind, agent: ann, interaction, to: expert as Target & { kind: 'number' } })
  if (answers === true) floor.answer()
  loseAgent(floor)
  expect(phase(floor)).toBe('waiting')
  expect(floor.state.legs.size).toBe(1)
  floor.put({ kind: 'leg-ended', leg: toId('c1'), by: 'far-end', cause: 'BYE' })
  expect(floor.facts.findLast(fact => fact.kind === 'interaction-closed')).toBeUndefined()
  expectNothingLeft(floor)
})

test('Of three who talk, the two who are left talk on when the agent’s phone is lost', () => {
  const floor = talking()
  const to = expert as Target & { kind: 'number' }
  floor.put({ kind: 'consult-requested', agent: ann, interaction, to })
  const asked = floor.open('ring').order.leg
  floor.answer()
  floor.put({ kind: 'consult-decided', agent: ann, interaction, decision: 'join' })
  floor.told()
  floor.given.splice(0)
  loseAgent(floor)
  expect(phase(floor)).toBe('bridged')
  expect(floor.given.at(-1)?.order).toMatchObject({ kind: 'connect', legs: ['c1', asked] })
  expect(floor.told().join('\n')).not.toContain('handed the customer on')
})

test('A supervisor who listened is let go, and the customer waits again', () => {
  const sue = { ...agentNamed('sue'), role: 'supervisor', queues: [] } as const
  const floor = talking()
  const more = { ...config, agents: [...config.agents, sue] }
  floor.put({ kind: 'tenant-configured', config: more, flags: currentFlags })
  floor.put({ kind: 'monitor-requested', supervisor: sue.id, interaction, mode: 'barge' })
  floor.answer()
  loseAgent(floor)
  expect([phase(floor), floor.state.legs.size]).toEqual(['waiting', 1])
})

test('A queue that was removed meanwhile is left by the exits of its step', () => {
  const floor = talking()
  const bye = { ...flow, start: toId<never>('bye') }
  floor.put({
    kind: 'tenant-configured',
    config: { ...config, flows: [bye], queues: [{ ...salesQueue, id: toId('other') }] },
    flags: currentFlags,
  })
  loseAgent(floor)
  expect(phase(floor)).toBe('in-flow')
})

test('A customer’s lost leg ends the talk as before, and it is called the fault it is', () => {
  const floor = talking()
  lose(floor, 'c1')
  expect(floor.told().slice(0, 2)).toEqual([
    'The customer’s leg ended by a fault: no sound came for 30 s',
    'Talk with Ann ended by a fault after 30 s',
  ])
  expect(phase(floor)).toBe('wrap-up')
})

test('A journal of before ends both legs, as it did', () => {
  const floor = talking(currentFlags.filter(flag => flag !== flags.keepCustomerOfLostPhone))
  loseAgent(floor)
  expect(phase(floor)).toBe('wrap-up')
})

test('An agent who hangs up has ended the talk, as ever', () => {
  const floor = talking()
  floor.put({ kind: 'leg-ended', leg: toId('i1-1'), by: 'far-end', cause: 'BYE' })
  expect(phase(floor)).toBe('wrap-up')
})
