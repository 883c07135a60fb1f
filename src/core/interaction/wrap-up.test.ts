import { expect, test } from 'vitest'
import type { QueueConfig } from '../config.ts'
import type { AgentId, InteractionId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import { wrapUpMsMax } from '../limits.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const agent = toId<AgentId>('ann')
const interaction = toId<InteractionId>('i1')

/** Ann has just finished a talk. */
function begin(queue: Partial<QueueConfig> = {}): Rehearsal {
  const config = smallCompany({
    agents: [agentNamed('ann')],
    queues: [{ ...salesQueue, wrapUpMs: 30_000, ...queue }],
  })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config })
  floor.put({ kind: 'agent-signed-in', agent })
  floor.put({ kind: 'agent-state-set', agent, state: 'available' })
  const leg = toId<LegId>('c1')
  const [from, to] = ['+441632960999', '+441632960100']
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
  floor.put({ kind: 'digit-pressed', leg, digit: '1' })
  floor.answer()
  floor.pass(5000)
  floor.put({ kind: 'hang-up-requested', agent, interaction })
  return floor
}

function at(floor: Rehearsal): string | undefined {
  return floor.state.agents.get(agent)?.routing.at
}

test('Wrap-up by time ends on the millisecond', () => {
  const floor = begin()
  floor.pass(29_999)
  expect(at(floor)).toBe('wrap-up')
  floor.pass(1)
  expect(at(floor)).toBe('available')
  expect(floor.facts.find(fact => fact.kind === 'wrap-up-ended')).toMatchObject({
    how: 'time-out',
    wrapUpMs: 30_000,
  })
})

test('An extended wrap-up has the queue’s time once more, as often as it is asked', () => {
  const floor = begin()
  floor.pass(10_000)
  floor.put({ kind: 'wrap-up-extended', agent, interaction })
  floor.put({ kind: 'wrap-up-extended', agent, interaction })
  expect(floor.told().slice(-2)).toEqual([
    'Ann takes longer to wrap up, for 50 s at most',
    'Ann takes longer to wrap up, for 1 min 20 s at most',
  ])
  floor.pass(79_999)
  expect(at(floor)).toBe('wrap-up')
  floor.pass(1)
  expect(at(floor)).toBe('available')
})

test('A wrap-up that only the agent ends has no time-out but the longest there is', () => {
  const floor = begin({ wrapUpMs: 0, wrapUpEnds: 'by-agent' })
  floor.pass(wrapUpMsMax - 1)
  expect(at(floor)).toBe('wrap-up')
  expect(floor.put({ kind: 'wrap-up-extended', agent, interaction }).refused?.code).toBe(
    'wrap-up-too-long',
  )
  floor.pass(1)
  expect(at(floor)).toBe('available')
})

test('Extending stops at the longest wrap-up there is', () => {
  const floor = begin({ wrapUpMs: wrapUpMsMax - 10 })
  floor.put({ kind: 'wrap-up-extended', agent, interaction })
  expect(floor.state.agents.get(agent)?.routing).toMatchObject({
    until: (floor.facts.find(fact => fact.kind === 'talk-ended')?.at ?? 0) + wrapUpMsMax,
  })
})

test('A skipped wrap-up frees the agent at once, and is on record as not filed', () => {
  const floor = begin()
  floor.pass(2000)
  floor.put({ kind: 'wrap-up-skipped', agent, interaction })
  expect(at(floor)).toBe('available')
  expect(floor.told()).toContain('Ann went on after 2 s without filing it')
  expect(floor.state.interactions.size).toBe(0)
})

test('Only the agent who wraps up may extend or skip, and only then', () => {
  const floor = begin()
  const stranger = toId<AgentId>('bob')
  expect(floor.put({ kind: 'wrap-up-skipped', agent: stranger, interaction }).refused?.code).toBe(
    'not-your-interaction',
  )
  floor.put({ kind: 'wrap-up-skipped', agent, interaction })
  expect(floor.put({ kind: 'wrap-up-extended', agent, interaction }).refused?.code).toBe(
    'unknown-interaction',
  )
})
