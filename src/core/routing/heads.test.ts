import { expect, test } from 'vitest'
import type { AgentConfig, QueueConfig } from '../config.ts'
import type { AgentId, LegId, QueueId, StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const agent = toId<AgentId>('ann')
const sales = toId<QueueId>('sales')
const support = toId<QueueId>('support')

/** Two queues on two numbers, and ann, who serves both and is not there yet. */
function begin(
  change: {
    sales?: Partial<QueueConfig>
    support?: Partial<QueueConfig>
    ann?: Partial<AgentConfig>
  } = {},
): Rehearsal {
  const end = toId<StepId>('end')
  const flow = (queue: QueueId): Parameters<typeof smallCompany>[0] => ({
    flows: [
      {
        id: toId(queue),
        name: queue,
        version: 'v1',
        start: toId('wait'),
        steps: {
          wait: { kind: 'queue', queue, closed: end, timeout: end, noAgents: toId('nobody') },
          nobody: { kind: 'hang-up' },
          end: { kind: 'hang-up' },
        },
      },
    ],
  })
  const config = smallCompany({
    numbers: [
      { address: '+441632960100', flow: toId('sales') },
      { address: '+441632960200', flow: toId('support') },
    ],
    flows: [...(flow(sales)?.flows ?? []), ...(flow(support)?.flows ?? [])],
    queues: [
      { ...salesQueue, ...change.sales },
      { ...salesQueue, id: support, name: 'Support', ...change.support },
    ],
    agents: [{ ...agentNamed('ann'), queues: [sales, support], ...change.ann }],
  })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config })
  return floor
}

/** Sales waits for a minute, support for half of one; then ann is free. */
function freeAnn(floor: Rehearsal): string | undefined {
  call(floor, '+441632960100')
  floor.pass(30_000)
  call(floor, '+441632960200')
  floor.pass(30_000)
  floor.put({ kind: 'agent-signed-in', agent })
  floor.put({ kind: 'agent-state-set', agent, state: 'available' })
  return floor.facts.find(fact => fact.kind === 'offer-made')?.queue
}

function call(floor: Rehearsal, to: string): void {
  const leg = toId<LegId>(`c${floor.facts.length}`)
  const from = '+441632960999'
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
}

test('Of equal queues a freed agent takes who waits longest, and the record says so', () => {
  const floor = begin()
  expect(freeAnn(floor)).toBe(sales)
  const decision = floor.facts.findLast(fact => fact.kind === 'decision-made')?.decision
  expect(decision?.heads).toEqual([
    { queue: sales, priority: 3, waitedMs: 60_000, weight: 100 },
    { queue: support, priority: 3, waitedMs: 30_000, weight: 100 },
  ])
  expect(floor.told().find(words => words.includes('is chosen'))).toContain(
    'the first of 2 lines: priority 3, waited 1 min × weight 100',
  )
})

test('A weight makes waiting count for more, and an agent’s own weight comes before the queue’s', () => {
  expect(freeAnn(begin({ support: { weight: 250 } }))).toBe(support)
  const own = { weights: { support: 100 } }
  expect(freeAnn(begin({ support: { weight: 250 }, ann: own }))).toBe(sales)
})

test('Priority comes before any weight', () => {
  expect(freeAnn(begin({ support: { priority: 2 }, sales: { weight: 1000 } }))).toBe(support)
})

test('A queue that lets nobody wait without agents is left by its own exit, until somebody signs in', () => {
  const floor = begin({ sales: { noAgents: 'leave' } })
  call(floor, '+441632960100')
  expect(floor.facts.find(fact => fact.kind === 'step-left')).toMatchObject({
    exit: 'no-agents',
    why: 'nobody who serves the queue is signed in',
  })
  expect(floor.state.interactions.size).toBe(0)
  floor.put({ kind: 'agent-signed-in', agent })
  call(floor, '+441632960100')
  expect(floor.state.queues.get(sales)?.sides.voice.waiting.length).toBe(1)
  floor.put({ kind: 'agent-signed-out', agent })
  expect(floor.state.queues.get(sales)?.staffed).toBe(0)
})

test('Where only people without the skill are signed in, nobody who fits is there', () => {
  const skills = [{ skill: toId<never>('dutch'), levelMin: 1, need: 'required' as const }]
  const floor = begin({ sales: { noAgents: 'leave', skills } })
  floor.put({ kind: 'agent-signed-in', agent })
  call(floor, '+441632960100')
  expect(floor.facts.find(fact => fact.kind === 'step-left')?.why).toBe(
    'nobody with the skills it needs is signed in',
  )
})
