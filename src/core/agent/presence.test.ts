import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import type { Presence, QueueConfig } from '../config.ts'
import type { AgentId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const ann = toId<AgentId>('ann')

/** Ann alone is signed in and available; the queue is as given. */
function begin(queue: Partial<QueueConfig> = {}, own?: readonly Presence[]): Rehearsal {
  const agent = { ...agentNamed('ann'), ...(own === undefined ? {} : { presenceBlocks: own }) }
  const config = smallCompany({ agents: [agent], queues: [{ ...salesQueue, ...queue }] })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config })
  floor.put({ kind: 'agent-signed-in', agent: ann })
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
  return floor
}

function call(floor: Rehearsal): void {
  const leg = toId<LegId>(`c${floor.facts.length}`)
  const [from, to] = ['+441632960999', '+441632960100']
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
  floor.put({ kind: 'digit-pressed', leg, digit: '1' })
}

function isOffered(floor: Rehearsal): boolean {
  expect(checkState(floor.state)).toEqual([])
  return floor.state.agents.get(ann)?.routing.at === 'reserved'
}

function hearOf(floor: Rehearsal, presence: Presence): void {
  floor.put({ kind: 'presence-changed', agent: ann, presence })
}

test.each([
  ['available', true],
  ['busy', true],
  ['in-a-meeting', true],
  ['away', true],
  ['offline', true],
  ['unknown', true],
  ['in-a-call', false],
  ['do-not-disturb', false],
] as const)(
  'Where nobody says otherwise, presence %s lets an offer through: %s',
  (presence, may) => {
    const floor = begin()
    if (presence !== 'unknown') hearOf(floor, presence)
    call(floor)
    expect(isOffered(floor)).toBe(may)
  },
)

test('A queue chooses which presences block, and an agent’s own choice comes before it', () => {
  const strict = begin({ presenceBlocks: ['busy', 'in-a-meeting'] })
  hearOf(strict, 'busy')
  call(strict)
  expect(isOffered(strict)).toBe(false)
  const own = begin({ presenceBlocks: ['busy', 'in-a-meeting'] }, ['away'])
  hearOf(own, 'busy')
  call(own)
  expect(isOffered(own)).toBe(true)
})

test('A presence that no longer blocks brings what waits to the agent at once', () => {
  const floor = begin()
  hearOf(floor, 'do-not-disturb')
  call(floor)
  expect(floor.told().at(-1)).toBe('Nobody is free who fits: the customer waits')
  const decision = floor.facts.findLast(fact => fact.kind === 'decision-made')?.decision
  expect(decision?.candidates[0]?.reason).toEqual({ code: 'presence', presence: 'do-not-disturb' })
  hearOf(floor, 'available')
  expect(isOffered(floor)).toBe(true)
  expect(floor.told()[0]).toBe('Ann’s presence: do not disturb → available')
})

test('Presence and device leave the routing state and the idle place alone', () => {
  const floor = begin()
  const before = floor.state.agents.get(ann)?.idle
  floor.pass(5000)
  hearOf(floor, 'do-not-disturb')
  floor.put({ kind: 'device-changed', agent: ann, device: 'unreachable' })
  expect(floor.state.agents.get(ann)).toMatchObject({
    routing: { at: 'available' },
    presence: 'do-not-disturb',
    device: 'unreachable',
    idle: before,
  })
})

test('A phone that cannot be reached keeps every offer away until it can', () => {
  const floor = begin({ presenceBlocks: [] })
  floor.put({ kind: 'device-changed', agent: ann, device: 'unreachable' })
  call(floor)
  expect(isOffered(floor)).toBe(false)
  floor.put({ kind: 'device-changed', agent: ann, device: 'ready' })
  expect(isOffered(floor)).toBe(true)
})

test('A presence that blocks while the phone rings is for the next offer', () => {
  const floor = begin()
  call(floor)
  hearOf(floor, 'in-a-call')
  expect(isOffered(floor)).toBe(true)
})

test('What was so already, or is of nobody, changes nothing and says why', () => {
  const floor = begin()
  expect(
    floor.put({ kind: 'presence-changed', agent: ann, presence: 'unknown' }).refused?.code,
  ).toBe('already-so')
  expect(
    floor.put({ kind: 'device-changed', agent: toId('zoe'), device: 'ready' }).refused?.code,
  ).toBe('unknown-agent')
})
