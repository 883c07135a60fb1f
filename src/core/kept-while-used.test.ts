import { expect, test } from 'vitest'
import { checkState } from './check-state.ts'
import { currentFlags, flags } from './flags.ts'
import type { AgentId, InteractionId, LegId } from './ids.ts'
import { toId } from './ids.ts'
import type { Rehearsal } from './testing/rehearsal.ts'
import { agentNamed, mainFlow, rehearse, salesQueue, smallCompany } from './testing/rehearsal.ts'

const ann = toId<AgentId>('ann')
const sue = toId<AgentId>('sue')
const interaction = toId<InteractionId>('i1')
const other = { ...salesQueue, id: toId<typeof salesQueue.id>('other') }
const supervisor = { ...agentNamed('sue'), role: 'supervisor', queues: [] } as const
const config = smallCompany({
  flows: [{ ...mainFlow, start: toId<never>('sales') }],
  queues: [salesQueue, other],
  agents: [agentNamed('ann'), supervisor],
})
const withoutSue = { ...config, agents: [agentNamed('ann')] }
const withoutSales = {
  ...config,
  queues: [other],
  agents: [{ ...agentNamed('ann'), queues: [other.id] }],
}
const before = currentFlags.filter(flag => flag !== flags.keepWhatIsUsed)

/** A caller is put before Ann. */
function ringing(on: readonly number[]): Rehearsal {
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags: on })
  floor.put({ kind: 'agent-signed-in', agent: ann })
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
  const [from, to] = ['+441632960999', '+441632960100']
  const arrived = { kind: 'interaction-arrived', channel: 'voice', from, to, trunk: 't' } as const
  floor.put({ ...arrived, leg: toId<LegId>('c1') })
  return floor
}

function takingOver(on: readonly number[]): Rehearsal {
  const floor = ringing(on)
  floor.answer()
  floor.put({ kind: 'take-over-requested', supervisor: sue, interaction })
  floor.put({ kind: 'tenant-configured', config: withoutSue })
  return floor
}

test('A supervisor whose phone rings to take over has the customer, though taken out of the configuration', () => {
  const floor = takingOver(currentFlags)
  expect(checkState(floor.state)).toEqual([])
  floor.answer()
  expect(floor.state.interactions.get(interaction)?.phase).toMatchObject({ agent: sue })
  floor.put({ kind: 'leg-ended', leg: toId('c1'), by: 'far-end', cause: 'BYE' })
  floor.put({ kind: 'tenant-configured', config: withoutSue })
  expect([...floor.state.agents.keys()]).toEqual([ann])
  expect(checkState(floor.state)).toEqual([])
  expect(() => takingOver(before).answer()).toThrow('no agent sue')
})

test('A supervisor who listens still does so after being taken out and put in again', () => {
  const floor = takingOver(currentFlags)
  floor.put({ kind: 'tenant-configured', config })
  expect(floor.state.agents.get(sue)?.listening).toBe(interaction)
  expect(checkState(floor.state)).toEqual([])
})

/** Ann hands on, her queue is removed, and she files what she did: how that is refused, if it is. */
function fileAfterwards(on: readonly number[]): string | undefined {
  const floor = ringing(on)
  floor.answer()
  const to = { kind: 'queue', queue: other.id } as const
  floor.put({ kind: 'transfer-requested', agent: ann, interaction, to })
  floor.put({ kind: 'tenant-configured', config: withoutSales })
  expect(checkState(floor.state)).toEqual([])
  const filed = { disposition: toId<never>('sold'), note: 'wants a call on Monday' }
  const { refused } = floor.put({ kind: 'wrap-up-completed', agent: ann, interaction, ...filed })
  floor.put({ kind: 'tenant-configured', config: withoutSales })
  expect([...floor.state.queues.keys()]).toEqual(['other'])
  return refused?.code
}

test('What was handed on is filed by the queue it was talked for, though that queue is removed', () => {
  expect(fileAfterwards(currentFlags)).toBeUndefined()
  expect(fileAfterwards(before)).toBe('unknown-disposition')
})

/** Ann's phone fails, she is taken out and put in again, and signs in: what she is a minute later. */
function dutyAfterwards(on: readonly number[]): string | undefined {
  const floor = ringing(on)
  floor.fail('unreachable')
  floor.put({ kind: 'tenant-configured', config: { ...config, agents: [supervisor] } })
  floor.put({ kind: 'tenant-configured', config })
  floor.put({ kind: 'agent-signed-in', agent: ann })
  floor.pass(61_000)
  return floor.state.agents.get(ann)?.duty.at
}

test('Nobody is made available by what was meant before it was taken out of the configuration', () => {
  expect(dutyAfterwards(currentFlags)).toBe('not-ready')
  expect(dutyAfterwards(before)).toBe('available')
})
