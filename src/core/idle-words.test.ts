import { expect, test } from 'vitest'
import { checkState } from './check-state.ts'
import { currentFlags } from './flags.ts'
import type { AgentId, InteractionId, LegId } from './ids.ts'
import { toId } from './ids.ts'
import type { InputBody } from './input.ts'
import type { Rehearsal } from './testing/rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from './testing/rehearsal.ts'

const ann = toId<AgentId>('ann')
const customer = toId<LegId>('c1')

/** Ann's phone rings for a caller. */
function ringing(on: readonly number[]): Rehearsal {
  const config = smallCompany({
    agents: [agentNamed('ann')],
    queues: [{ ...salesQueue, record: false }],
  })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags: on })
  floor.put({ kind: 'agent-signed-in', agent: ann })
  floor.put({ kind: 'agent-state-set', agent: ann, state: 'available' })
  const [from, to] = ['+441632960999', '+441632960100']
  floor.put({ kind: 'interaction-arrived', channel: 'voice', leg: customer, from, to, trunk: 't' })
  floor.put({ kind: 'digit-pressed', leg: customer, digit: '1' })
  return floor
}

/** Ann talks with a caller. */
function talking(on: readonly number[] = currentFlags): Rehearsal {
  const floor = ringing(on)
  floor.answer()
  return floor
}

function agentLeg(floor: Rehearsal): LegId {
  const leg = floor.state.interactions.get(toId('i1'))?.legs.find(one => one.party === 'agent')
  if (leg === undefined) throw new Error('no agent is called')
  return leg.id
}

const lunch = { kind: 'agent-state-set', agent: ann, state: 'not-ready', reason: 'Lunch' } as const
const leaving = { kind: 'agent-signed-out', agent: ann } as const

/** What makes no sense in a talk: what came before it, the input itself, and why it is refused. */
const idle: readonly (readonly [
  string,
  (floor: Rehearsal) => { readonly before?: InputBody; readonly input: InputBody },
  string,
])[] = [
  [
    'an agent’s phone takes back a leg that it did not hold',
    floor => ({ input: { kind: 'leg-resumed', leg: agentLeg(floor) } }),
    'not-awaited',
  ],
  [
    'an agent’s phone holds a leg twice',
    floor => {
      const held = { kind: 'leg-held', leg: agentLeg(floor) } as const
      return { before: held, input: held }
    },
    'not-awaited',
  ],
  [
    'the customer’s phone holds its leg',
    () => ({ input: { kind: 'leg-held', leg: customer } }),
    'not-awaited',
  ],
  [
    'somebody falls silent and no message is recorded',
    () => ({ input: { kind: 'silence-heard', leg: customer } }),
    'not-awaited',
  ],
  [
    'a phone rings that was answered',
    floor => ({ input: { kind: 'leg-ringing', leg: agentLeg(floor) } }),
    'not-awaited',
  ],
  [
    'the customer presses a key',
    () => ({ input: { kind: 'digit-pressed', leg: customer, digit: '5' } }),
    'not-awaited',
  ],
  [
    'the agent presses a key on the phone',
    floor => ({ input: { kind: 'digit-pressed', leg: agentLeg(floor), digit: '5' } }),
    'not-awaited',
  ],
  ['the agent signs out twice', () => ({ before: leaving, input: leaving }), 'already-so'],
  [
    'the agent gives one reason to be not ready twice',
    () => ({ before: lunch, input: lunch }),
    'already-so',
  ],
]

test.each(idle)('In a talk, when %s, nothing changes and the refusal says why', (_, when, code) => {
  const floor = talking()
  const { before, input } = when(floor)
  if (before !== undefined) floor.put(before)
  const state = structuredClone(floor.state.interactions)
  const { effects, refused } = floor.put(input)
  expect([effects, refused?.code]).toEqual([[], code])
  expect(floor.state.interactions).toEqual(state)
  expect(checkState(floor.state)).toEqual([])
})

test.each(idle)('In an old journal, when %s, nothing changes and nothing is said', (_, when) => {
  const floor = talking([])
  const { before, input } = when(floor)
  if (before !== undefined) floor.put(before)
  expect(floor.put(input)).toEqual({ effects: [] })
})

test('What makes sense is not refused: phones that ring, another reason, and signing out after all', () => {
  const floor = ringing(currentFlags)
  const said: InputBody[] = [
    { kind: 'leg-ringing', leg: agentLeg(floor) },
    lunch,
    { ...lunch, reason: 'Training' },
    leaving,
    lunch,
  ]
  expect(said.map(input => floor.put(input).refused?.code)).toEqual(Array(5).fill(undefined))
})

test('The phone of somebody who is consulted may ring, and no offer is told of', () => {
  const floor = talking()
  const interaction = toId<InteractionId>('i1')
  const to = { kind: 'number', number: '+441632960777' } as const
  floor.put({ kind: 'consult-requested', agent: ann, interaction, to })
  const { leg } = floor.open('ring').order
  expect(floor.put({ kind: 'leg-ringing', leg })).toEqual({ effects: [] })
})

test('Who is left alone for a busy phone may choose the same by its own word, which then holds', () => {
  const floor = talking()
  const chosen = { kind: 'agent-state-set', agent: ann, state: 'not-ready' } as const
  floor.put({ kind: 'leg-ended', leg: agentLeg(floor), by: 'fault', cause: 'no sound' })
  expect(floor.state.agents.get(ann)?.duty).toEqual({
    at: 'not-ready',
    reason: 'phone unreachable',
  })
  const again = { ...chosen, reason: 'phone unreachable' }
  expect([again, again].map(input => floor.put(input).refused?.code)).toEqual([
    undefined,
    'already-so',
  ])
})
