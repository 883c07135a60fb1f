import { expect, test } from 'vitest'
import type { AgentConfig, TenantConfig } from '../config.ts'
import { currentFlags } from '../flags.ts'
import type { AgentId, LegId, QueueId, StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const sales = toId<QueueId>('sales')
const support = toId<QueueId>('support')
const ann = toId<AgentId>('ann')
const bob = toId<AgentId>('bob')

const skill = (id: string) => toId<AgentConfig['skills'][number]['skill']>(id)
const step = (id: string) => toId<StepId>(id)

/** A flow that is one queue. */
function flowInto(queue: QueueId): TenantConfig['flows'][number] {
  return {
    id: toId(queue),
    name: queue,
    version: 'v1',
    start: step('wait'),
    steps: {
      wait: { kind: 'queue', queue, closed: step('end'), timeout: step('end') },
      end: { kind: 'hang-up' },
    },
  }
}

/** Two queues on two numbers that ask for a skill; ann serves sales alone, bob both, and both speak Dutch. */
function companyThatNeeds(needed: string): TenantConfig {
  const skills = [{ skill: skill(needed), levelMin: 1, need: 'required' as const }]
  const dutch = [{ skill: skill('dutch'), level: 1 }]
  return smallCompany({
    numbers: [
      { address: '+441632960100', flow: toId('sales') },
      { address: '+441632960200', flow: toId('support') },
    ],
    flows: [flowInto(sales), flowInto(support)],
    queues: [
      { ...salesQueue, skills },
      { ...salesQueue, id: support, name: 'Support', skills },
    ],
    agents: [
      { ...agentNamed('ann'), skills: dutch },
      { ...agentNamed('bob'), skills: dutch, queues: [sales, support] },
    ],
  })
}

function configure(floor: Rehearsal, needed: string): void {
  floor.put({ kind: 'tenant-configured', config: companyThatNeeds(needed), flags: currentFlags })
}

/** Bob is free, then ann; a customer calls support, then one sales, and nobody has what they need. */
function begin(): Rehearsal {
  const floor = rehearse(companyThatNeeds('finnish'))
  configure(floor, 'finnish')
  for (const agent of [bob, ann]) {
    floor.put({ kind: 'agent-signed-in', agent })
    floor.put({ kind: 'agent-state-set', agent, state: 'available' })
    floor.pass(1000)
  }
  call(floor, '+441632960200')
  floor.pass(1000)
  call(floor, '+441632960100')
  floor.pass(1000)
  return floor
}

function call(floor: Rehearsal, to: string): void {
  const leg = toId<LegId>(`c${floor.facts.length}`)
  const from = '+441632960999'
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
}

function offers(floor: Rehearsal): string[] {
  return floor.facts.flatMap(fact =>
    fact.kind === 'offer-made' ? [`${fact.agent} ${fact.queue} ${fact.interaction}`] : [],
  )
}

test('Of several freed by a configuration, the one who could serve an earlier customer is not given to a later', () => {
  const floor = begin()
  expect(offers(floor)).toEqual([])
  // Ann, first in the configuration, may serve the later customer alone, for whom bob is idle longer.
  configure(floor, 'dutch')
  expect(offers(floor)).toEqual(['bob support i1', 'ann sales i2'])
})

test('The record says which lines the chosen one of several freed could have taken', () => {
  const floor = begin()
  configure(floor, 'dutch')
  const decisions = floor.facts.flatMap(fact =>
    fact.kind === 'decision-made' && fact.decision.chosen !== undefined ? [fact.decision] : [],
  )
  expect(decisions.map(one => [one.chosen, one.heads?.map(head => head.queue)])).toEqual([
    [bob, [support, sales]],
    [ann, undefined],
  ])
})
