import { expect, test } from 'vitest'
import { currentFlags, flags } from './flags.ts'
import type { Input } from './input.ts'
import type { AgentId, InteractionId, LegId, QueueId, StepId } from './ids.ts'
import { toId } from './ids.ts'
import { agentNamed, mainFlow, rehearse, smallCompany } from './testing/rehearsal.ts'
import { newState } from './state.ts'
import { step } from './step.ts'

const config = smallCompany()

test('An old journal keeps its old behaviour, up to the input that changes the mind', () => {
  const day: readonly Input[] = [
    { kind: 'tenant-configured', at: 1, config },
    { kind: 'time-passed', at: 2 },
    { kind: 'tenant-configured', at: 3, config, flags: [flags.refuseIdleTime] },
    { kind: 'time-passed', at: 4 },
    // An older program, or a journal of before, names no flags: what is on stays on.
    { kind: 'tenant-configured', at: 5, config },
    { kind: 'time-passed', at: 6 },
  ]
  const state = newState(config.tenant)
  expect(day.map(input => step(state, input).refused?.code)).toEqual([
    undefined,
    undefined,
    undefined,
    'nothing-due',
    undefined,
    'nothing-due',
  ])
})

test.each([
  ['forgets', [], 'waiting'],
  ['finds', [flags.lookAgainAfterTransfer], 'offered'],
] as const)(
  'A transfer to a queue with the one agent who did it %s that agent by flag',
  (_, on, at) => {
    const floor = rehearse(smallCompany())
    const ann = toId<AgentId>('ann')
    const flow = { ...mainFlow, start: toId<StepId>('sales') }
    const alone = smallCompany({ flows: [flow], agents: [agentNamed('ann')] })
    floor.put({ kind: 'tenant-configured', config: alone, flags: on })
    floor.put({ kind: 'agent-signed-in', agent: ann })
    floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
    const [from, to] = ['+441632960999', '+441632960100']
    const leg = toId<LegId>('c')
    floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
    floor.answer()
    const interaction = toId<InteractionId>('i1')
    const queue = { kind: 'queue', queue: toId<QueueId>('sales') } as const
    floor.put({ kind: 'transfer-requested', agent: ann, interaction, to: queue })
    floor.pass(31_000)
    expect(floor.state.interactions.get(interaction)?.phase.at).toBe(at)
  },
)

test.each([
  ['keeps the caller', [], 'in-flow'],
  ['leads on', [flags.goOnUnsaid], 'offered'],
] as const)('A step whose text comes out empty %s by flag', (_, on, at) => {
  const floor = rehearse(smallCompany())
  const ann = toId<AgentId>('ann')
  const start = toId<StepId>('greet')
  const prompts = [{ kind: 'say', text: '{customer.name}' } as const]
  const greet = { kind: 'say', prompts, next: toId<StepId>('sales') } as const
  const flow = { ...mainFlow, start, steps: { ...mainFlow.steps, greet } }
  floor.put({ kind: 'tenant-configured', config: smallCompany({ flows: [flow] }), flags: on })
  floor.put({ kind: 'agent-signed-in', agent: ann })
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
  const [from, to] = ['+441632960999', '+441632960100']
  const leg = toId<LegId>('c')
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 't' })
  expect(floor.state.interactions.get(toId('i1'))?.phase.at).toBe(at)
})

test('Flags are numbers of their own, and rise', () => {
  expect(currentFlags).toEqual([...new Set(currentFlags)].toSorted((a, b) => a - b))
})
