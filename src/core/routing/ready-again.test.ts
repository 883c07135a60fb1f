import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import { currentFlags, flags } from '../flags.ts'
import type { AgentId, InteractionId, LegId, StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, mainFlow, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const ann = toId<AgentId>('ann')
const interaction = toId<InteractionId>('i1')
const sales = { ...mainFlow, start: toId<StepId>('sales') }

/** Sales with Ann, a supervisor who serves it as well, and no menu before it. */
function floorWith(on: readonly number[]): Rehearsal {
  const sue = { ...agentNamed('sue'), role: 'supervisor' } as const
  const queues = [{ ...salesQueue, afterNoAnswer: 'not-ready' as const }]
  const config = smallCompany({ flows: [sales], queues, agents: [agentNamed('ann'), sue] })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags: on })
  return floor
}

function ready(floor: Rehearsal, name: string): void {
  floor.put({ kind: 'agent-signed-in', agent: toId(name) })
  floor.put({ kind: 'agent-state-set', agent: toId(name), state: 'available' })
}

function call(floor: Rehearsal, leg: string): void {
  const [from, to] = ['+441632960999', '+441632960100']
  const arrived = { kind: 'interaction-arrived', channel: 'voice', from, to, trunk: 't' } as const
  floor.put({ ...arrived, leg: toId<LegId>(leg) })
}

const phase = (floor: Rehearsal, id = 'i1'): string | undefined =>
  floor.state.interactions.get(toId(id))?.phase.at

test.each([
  ['before the flag waits for half a minute', [flags.freedTogether], 'waiting'],
  ['is offered the same at once', currentFlags, 'offered'],
] as const)('Who let an offer pass and says to be ready again %s', (_, on, at) => {
  const floor = floorWith(on)
  ready(floor, 'ann')
  call(floor, 'c1')
  floor.fail('no-answer')
  expect(phase(floor)).toBe('waiting')
  floor.pass(2000)
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
  expect(phase(floor)).toBe(at)
})

test('Who handed the customer on is passed over, whatever it says: it did not let the offer pass', () => {
  const floor = floorWith(currentFlags)
  ready(floor, 'ann')
  call(floor, 'c1')
  floor.answer()
  const to = { kind: 'queue', queue: salesQueue.id } as const
  floor.put({ kind: 'transfer-requested', agent: ann, interaction, to })
  floor.put({ kind: 'wrap-up-skipped', agent: ann, interaction })
  floor.pass(2000)
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'not-ready', reason: 'Tea' })
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
  expect(phase(floor)).toBe('waiting')
})

test.each([
  ['before the flag is offered more', [flags.freedTogether], 'offered', 'offered'],
  ['is offered nothing until that is over', currentFlags, 'waiting', 'offered'],
] as const)('A supervisor who serves, and listens to a talk, %s', (_, on, during, after) => {
  const floor = floorWith(on)
  ready(floor, 'ann')
  call(floor, 'c1')
  floor.answer()
  ready(floor, 'sue')
  const talk = { supervisor: toId<AgentId>('sue'), interaction }
  floor.put({ kind: 'monitor-requested', ...talk, mode: 'listen' })
  floor.answer()
  call(floor, 'c2')
  expect(phase(floor, 'i2')).toBe(during)
  expect(checkState(floor.state)).toEqual([])
  floor.put({ kind: 'monitor-end-requested', ...talk })
  expect(phase(floor, 'i2')).toBe(after)
  expect(checkState(floor.state)).toEqual([])
})

test('A supervisor is in one talk at a time', () => {
  const floor = floorWith(currentFlags)
  ready(floor, 'ann')
  call(floor, 'c1')
  floor.answer()
  const bob = agentNamed('bob')
  const config = floor.state.config
  if (config === undefined) throw new Error('there is no configuration')
  floor.put({ kind: 'tenant-configured', config: { ...config, agents: [...config.agents, bob] } })
  ready(floor, 'bob')
  call(floor, 'c2')
  floor.answer()
  const supervisor = toId<AgentId>('sue')
  const asks = ['i1', 'i2'].map(
    id =>
      floor.put({ kind: 'monitor-requested', supervisor, interaction: toId(id), mode: 'listen' })
        .refused?.code,
  )
  expect(asks).toEqual([undefined, 'supervisor-busy'])
})
