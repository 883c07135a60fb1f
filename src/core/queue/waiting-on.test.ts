import { expect, test } from 'vitest'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from '../rehearsal.ts'

/** A caller waits in the queue, and Ann's phone rings. */
function ringing(queue: Partial<typeof salesQueue>): Rehearsal {
  const floor = rehearse(
    smallCompany({
      agents: ['ann', 'bob'].map(agentNamed),
      queues: [{ ...salesQueue, afterNoAnswer: 'stay-available', ...queue }],
    }),
  )
  floor.put({
    kind: 'tenant-configured',
    config: smallCompany({
      agents: ['ann', 'bob'].map(agentNamed),
      queues: [{ ...salesQueue, afterNoAnswer: 'stay-available', ...queue }],
    }),
  })
  for (const agent of [toId<never>('ann'), toId<never>('bob')]) {
    floor.put({ kind: 'agent-signed-in', agent })
    floor.put({ kind: 'agent-state-set', agent, state: 'available' })
    floor.pass(1000)
  }
  floor.put({
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: toId('c1'),
    from: '+441632960999',
    to: '+441632960100',
    trunk: 't',
  })
  floor.put({ kind: 'digit-pressed', leg: toId('c1'), digit: '1' })
  return floor
}

const offered = (floor: Rehearsal): string[] =>
  floor.facts.flatMap(fact => (fact.kind === 'offer-made' ? [fact.agent] : []))

test('Who let an offer pass first is offered it again as soon as he may be, not when the last may', () => {
  const floor = ringing({ ringMs: 25_000 })
  floor.fail('no-answer')
  expect(offered(floor)).toEqual(['ann', 'bob'])
  floor.pass(20_000)
  floor.fail('no-answer')
  expect(offered(floor)).toEqual(['ann', 'bob'])
  floor.pass(9999)
  expect(offered(floor)).toEqual(['ann', 'bob'])
  floor.pass(1)
  expect(offered(floor)).toEqual(['ann', 'bob', 'ann'])
})

test('A caller whose longest wait ran out while a phone rang is not offered to anybody else', () => {
  const floor = ringing({ ringMs: 25_000, waitMsMax: 10_000 })
  floor.pass(12_000)
  floor.fail('declined')
  expect(offered(floor)).toEqual(['ann'])
  expect(floor.facts.findLast(fact => fact.kind === 'queue-left')).toMatchObject({
    why: 'timeout',
    waitedMs: 12_000,
  })
})
