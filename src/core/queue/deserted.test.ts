import { expect, test } from 'vitest'
import type { TenantConfig } from '../config.ts'
import { currentFlags } from '../flags.ts'
import type { AgentId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const ann = toId<AgentId>('ann')
const bob = toId<AgentId>('bob')

function companyThat(noAgents: 'wait' | 'leave'): TenantConfig {
  return smallCompany({ queues: [{ ...salesQueue, noAgents }] })
}

/** Ann and bob are signed in and on a break; a customer waits. */
function begin(noAgents: 'wait' | 'leave' = 'leave', flags = currentFlags): Rehearsal {
  const config = companyThat(noAgents)
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags })
  for (const agent of [ann, bob]) floor.put({ kind: 'agent-signed-in', agent })
  call(floor)
  return floor
}

function call(floor: Rehearsal): void {
  const leg = toId<LegId>('c1')
  const to = '+441632960100'
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from: '+4416', to, trunk: 't' })
  floor.put({ kind: 'digit-pressed', leg, digit: '1' })
}

function exits(floor: Rehearsal): string[] {
  return floor.facts.flatMap(fact =>
    fact.kind === 'step-left' && fact.step === 'sales' ? [`${fact.exit}: ${fact.why}`] : [],
  )
}

const nobody = 'no-agents: nobody who serves the queue is signed in'

test('Who waits leaves when the last fitting agent signs out, and not before', () => {
  const floor = begin()
  floor.put({ kind: 'agent-signed-out', agent: ann })
  floor.pass(60_000)
  expect(exits(floor)).toEqual([])
  floor.put({ kind: 'agent-signed-out', agent: bob })
  expect(exits(floor)).toEqual([nobody])
})

test('Where people may wait without agents, they go on waiting', () => {
  const floor = begin('wait')
  for (const agent of [ann, bob]) floor.put({ kind: 'agent-signed-out', agent })
  expect(exits(floor)).toEqual([])
})

test('A configuration that lets nobody wait, or takes the last agent away, lets them leave as well', () => {
  const stricter = begin('wait')
  for (const agent of [ann, bob]) stricter.put({ kind: 'agent-signed-out', agent })
  stricter.put({ kind: 'tenant-configured', config: companyThat('leave') })
  expect(exits(stricter)).toEqual([nobody])

  const emptied = begin()
  const config = companyThat('leave')
  const agents = config.agents.map(agent => ({ ...agent, queues: [] }))
  emptied.put({ kind: 'tenant-configured', config: { ...config, agents } })
  expect(exits(emptied)).toEqual([nobody])
})

test('Who rings the last agent, who signed out and declines, leaves instead of waiting on', () => {
  const floor = begin()
  floor.put({ kind: 'agent-signed-out', agent: ann })
  floor.put({ kind: 'agent-state-set', agent: bob, state: 'available' })
  floor.put({ kind: 'agent-signed-out', agent: bob })
  expect(exits(floor)).toEqual([])
  floor.fail('declined')
  expect(exits(floor)).toEqual([nobody])
})

test('An old journal lets them wait on', () => {
  const floor = begin('leave', [])
  for (const agent of [ann, bob]) floor.put({ kind: 'agent-signed-out', agent })
  expect(exits(floor)).toEqual([])
})
