import { expect, test } from 'vitest'
import { currentFlags } from '../flags.ts'
import type { AgentId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Input } from '../input.ts'
import { agentNamed, smallCompany } from '../testing/rehearsal.ts'
import { newState } from '../state.ts'
import { step } from '../step.ts'

type Body = Input extends infer Each ? (Each extends Input ? Omit<Each, 'at'> : never) : never

/** Steps through inputs and answers with the orders given, as `o1 answer c1`. */
function orders(inputs: readonly Body[]): string[] {
  const state = newState(smallCompany().tenant)
  return inputs.flatMap((input, index) =>
    step(state, { ...input, at: 1000 * index }).effects.flatMap(effect => {
      if (effect.kind !== 'order') return []
      const { id, order } = effect.issued
      return [`${id} ${order.kind} ${'leg' in order ? order.leg : ''}`.trim()]
    }),
  )
}

const configured: Body = {
  kind: 'tenant-configured',
  config: smallCompany({ agents: [agentNamed('ann')] }),
}

function called(to: string): Body {
  const leg = toId<LegId>('c1')
  return { kind: 'interaction-arrived', channel: 'voice', leg, from: '+44', to, trunk: 't' }
}

function done(order: string): Body {
  return { kind: 'order-done', order: toId(order) }
}

function lost(order: string): Body {
  return { kind: 'order-failed', order: toId(order), code: 'lost-in-restart', detail: 'killed' }
}

const ann = toId<AgentId>('ann')

test('A hang-up lost with its process is asked for again where the leg outlived it', () => {
  const given = orders([
    configured,
    { kind: 'agent-signed-in', agent: ann },
    { kind: 'agent-state-set', agent: ann, state: 'available' },
    called('+441632960100'),
    done('o1'),
    { kind: 'digit-pressed', leg: toId('c1'), digit: '1' },
    done('o5'),
    { kind: 'leg-ended', leg: toId('c1'), by: 'far-end', cause: 'bye' },
    lost('o9'),
    lost('o8'),
  ])
  expect(given.slice(-3)).toEqual(['o8 stop-recording', 'o9 hang-up i1-1', 'o10 hang-up i1-1'])
})

test('A call whose refusal was lost with its process is hung up, and not forgotten', () => {
  expect(orders([configured, called('+441632960109'), lost('o1')])).toEqual([
    'o1 reject c1',
    'o2 hang-up c1',
  ])
})

test('A hang-up lost with its process is not asked for again where the leg is gone', () => {
  const given = orders([
    configured,
    called('+441632960109'),
    { kind: 'leg-ended', leg: toId('c1'), by: 'fault', cause: 'killed' },
    lost('o1'),
  ])
  expect(given).toEqual(['o1 reject c1'])
})

test('A phone whose answer was lost in a restart that it outlived is hung up, and once', () => {
  const rung: readonly Body[] = [
    { kind: 'agent-signed-in', agent: ann },
    { kind: 'agent-state-set', agent: ann, state: 'available' },
    called('+441632960100'),
    done('o1'),
    { kind: 'digit-pressed', leg: toId('c1'), digit: '1' },
  ]
  const now = orders([{ ...configured, flags: currentFlags }, ...rung, lost('o5')])
  expect(now.slice(-2)).toEqual(['o5 ring i1-1', 'o6 hang-up i1-1'])
  const before = orders([configured, ...rung, lost('o5')])
  expect(before.at(-1)).toBe('o5 ring i1-1')
})
