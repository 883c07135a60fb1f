import { expect, test } from 'vitest'
import type { LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'
import { step } from '../step.ts'

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

test('Of two whose phones ring out in one step, the first in line is offered the agent who is left', () => {
  const names = ['ann', 'bob', 'cleo', 'dora'] as const
  const config = smallCompany({ agents: names.map(agentNamed) })
  const floor = rehearse(config)
  const come = (name: string): void => {
    floor.put({ kind: 'agent-signed-in', agent: toId(name) })
    floor.put({ kind: 'agent-state-set', agent: toId(name), state: 'available' })
    floor.pass(1)
  }
  floor.put({ kind: 'tenant-configured', config })
  come('ann')
  come('bob')
  for (const leg of [toId<LegId>('c1'), toId<LegId>('c2')]) {
    const [from, to] = ['+441632960999', '+441632960100']
    floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
    floor.put({ kind: 'digit-pressed', leg, digit: '1' })
    floor.pass(1000)
  }
  // The first is declined and goes on to Cleo, so that its second phone rings out after Bob's.
  floor.put({ kind: 'offer-declined', agent: toId('ann'), offer: toId('f1') })
  come('cleo')
  come('dora')
  expect(offered(floor)).toEqual(['ann', 'bob', 'cleo'])
  // Nobody looked at the clock in between: both timers are due in one step.
  const { effects } = step(floor.state, { kind: 'time-passed', at: floor.state.now + 60_000 })
  const made = effects.flatMap(effect =>
    effect.kind === 'fact' && effect.fact.kind === 'offer-made' ? [effect.fact] : [],
  )
  expect(made).toMatchObject([{ interaction: 'i1', agent: 'dora' }])
})
