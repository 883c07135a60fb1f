import { toId, type AgentId, type Decision, type InteractionId, type QueueId } from '#core'
import type { PlacedFact } from '#engine'
import { expect, test } from 'vitest'
import { fakeTenant } from '../fake-floor.ts'
import { decisionsOf } from './why-not.ts'

const anna = toId<AgentId>('acme-anna')
const ben = toId<AgentId>('acme-ben')
const sue = toId<AgentId>('acme-sue')
const config = fakeTenant('acme')
const names = { queue: (id: QueueId): string => id }

function made(decision: Partial<Decision>): PlacedFact {
  const fact: PlacedFact['fact'] = {
    at: 0,
    kind: 'decision-made',
    interaction: toId<InteractionId>('i1'),
    queue: toId<QueueId>('support'),
    decision: {
      chosen: anna,
      candidates: [
        { agent: anna, verdict: 'chosen', reason: { code: 'rung-with-all', idleMs: 0 } },
      ],
      unlisted: 0,
      rule: 'longest-idle',
      ...decision,
    },
  }
  return { seq: 7, nth: 0, fact }
}

async function said(agent: AgentId, decision: Partial<Decision>): Promise<readonly string[]> {
  const asked: number[] = []
  const [told] = await decisionsOf(agent, {
    facts: [made(decision)],
    names,
    configAt: async seq => {
      asked.push(seq)
      return config
    },
  })
  return [told?.verdict ?? '', told?.why ?? '', asked.join(' ')]
}

test('Who is not among the candidates of a decision that lists all does not serve the queue', async () => {
  expect(await said(sue, {})).toEqual(['not-a-member', '', ''])
})

test('Where a decision leaves some out, the configuration of that time tells who served the queue', async () => {
  expect(await said(ben, { unlisted: 1 })).toEqual(['unlisted', '', '7'])
  expect(await said(sue, { unlisted: 1 })).toEqual(['not-a-member', '', '7'])
})

test('Nobody was too many where an agent named somebody: nobody else was looked at', async () => {
  expect(await said(ben, { unlisted: 1, rule: 'handed-on' })).toEqual([
    'unlisted',
    'an agent named somebody, and nobody else was looked at',
    '7',
  ])
})
