import { expect, test } from 'vitest'
import type { TenantConfig } from '../config.ts'
import { currentFlags } from '../flags.ts'
import type { AgentId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const ann = toId<AgentId>('ann')
const bob = toId<AgentId>('bob')
const cleo = toId<AgentId>('cleo')

/** Sales rings all; ann is free, and a customer rings her phone. */
function begin(change: Partial<TenantConfig['queues'][number]> = {}): Rehearsal {
  const config = smallCompany({ queues: [{ ...salesQueue, rule: 'ring-all', ...change }] })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags: currentFlags })
  free(floor, ann)
  const leg = toId<LegId>('c1')
  const from = '+441632960999'
  floor.put({
    kind: 'interaction-arrived',
    channel: 'voice',
    leg,
    from,
    to: '+441632960100',
    trunk: 't',
  })
  floor.put({ kind: 'digit-pressed', leg, digit: '1' })
  floor.pass(5000)
  return floor
}

function free(floor: Rehearsal, agent: AgentId): void {
  floor.put({ kind: 'agent-signed-in', agent })
  floor.put({ kind: 'agent-state-set', agent, state: 'available' })
}

function offers(floor: Rehearsal): string[] {
  return floor.facts.flatMap(fact =>
    fact.kind === 'offer-made' ? [`${fact.agent} until ${fact.until - floor.state.now}`] : [],
  )
}

test('Who becomes free while all ring rings as well, for what is left of the ring', () => {
  const floor = begin()
  floor.told()
  free(floor, bob)
  expect(offers(floor)).toEqual(['ann until 15000', 'bob until 15000'])
  expect(floor.told().find(words => words.includes('Bob is chosen'))).toBe(
    'Bob is chosen: rings with all who are free, being free for 0 s',
  )
  floor.answer()
  expect(floor.facts.findLast(fact => fact.kind === 'talk-started')).toMatchObject({ agent: bob })
  expect(floor.state.agents.get(ann)?.routing.at).toBe('available')
})

test('All of one ring stop at its end, and the late one is tried again no sooner than the others', () => {
  const floor = begin({ afterNoAnswer: 'stay-available' })
  free(floor, bob)
  floor.pass(15_000)
  expect(floor.state.agents.get(bob)?.routing.at).toBe('available')
  expect(offers(floor).length).toBe(2)
  floor.pass(30_000)
  expect(offers(floor).length).toBe(4)
})

test('Who declined is not rung again by coming back while others still ring', () => {
  const floor = begin()
  free(floor, bob)
  const offer = floor.facts.findLast(fact => fact.kind === 'offer-made')?.offer
  if (offer === undefined) throw new Error('nothing was offered')
  floor.put({ kind: 'offer-declined', agent: bob, offer })
  floor.put({ kind: 'agent-state-set', agent: bob, state: 'available' })
  expect(offers(floor).length).toBe(2)
  free(floor, cleo)
  expect(offers(floor).length).toBe(3)
})

test('A queue that rings one phone at a time rings nobody who comes free', () => {
  const floor = begin({ rule: 'longest-idle' })
  free(floor, bob)
  expect(offers(floor).length).toBe(1)
})
