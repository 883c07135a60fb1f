import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import type { AgentId, InteractionId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Target } from '../input.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const caller = toId<LegId>('c1')
const ann = toId<AgentId>('ann')
const bob = toId<AgentId>('bob')
const interaction = toId<InteractionId>('i1')
const support = { ...salesQueue, id: toId<(typeof salesQueue)['id']>('support'), name: 'Support' }
const expert: Target = { kind: 'number', number: '+441632960777' } as const

/** Ann talks with the caller; whoever else is named is free. */
function talking(...free: string[]): Rehearsal {
  const config = smallCompany({
    queues: [salesQueue, support],
    agents: [
      agentNamed('ann'),
      { ...agentNamed('bob'), address: '+441632960002' },
      { ...agentNamed('cleo'), queues: [support.id] },
    ],
  })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config })
  for (const name of ['ann', ...free]) {
    floor.put({ kind: 'agent-signed-in', agent: toId(name) })
    floor.put({ kind: 'agent-state-set', agent: toId(name), state: 'available' })
    floor.pass(1000)
  }
  floor.put({
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: caller,
    from: '+441632960999',
    to: '+441632960100',
    trunk: 'carrier',
  })
  floor.put({ kind: 'digit-pressed', leg: caller, digit: '1' })
  floor.answer()
  floor.told()
  return floor
}

function orders(floor: Rehearsal): string[] {
  return floor.given.splice(0).map(({ order }) => {
    if (order.kind === 'connect') return `connect ${order.legs.join(' ')}`
    if (order.kind === 'play') return `play ${order.leg}`
    return 'leg' in order ? `${order.kind} ${order.leg}` : `${order.kind} ${order.recording}`
  })
}

function transfer(floor: Rehearsal, to: Target): ReturnType<Rehearsal['put']> {
  return floor.put({ kind: 'transfer-requested', agent: ann, interaction, to })
}

function consult(floor: Rehearsal, to: Target): void {
  if (to.kind === 'queue') throw new Error('nobody consults a queue')
  const { refused } = floor.put({ kind: 'consult-requested', agent: ann, interaction, to })
  expect(refused).toBeUndefined()
}

function decide(floor: Rehearsal, decision: 'complete' | 'join' | 'return'): void {
  const { refused } = floor.put({ kind: 'consult-decided', agent: ann, interaction, decision })
  expect(refused).toBeUndefined()
}

function hangUp(floor: Rehearsal, leg: string): void {
  floor.put({ kind: 'leg-ended', leg: toId(leg), by: 'far-end', cause: 'BYE' })
}

function expectNothingLeft(floor: Rehearsal): void {
  floor.pass(3_600_000)
  expect({
    interactions: floor.state.interactions.size,
    legs: floor.state.legs.size,
    orders: floor.pending.filter(({ order }) => order.kind !== 'play'),
    complaints: checkState(floor.state),
  }).toEqual({ interactions: 0, legs: 0, orders: [], complaints: [] })
}

test('On hold the customer hears music and is not recorded, and back again both', () => {
  const floor = talking()
  orders(floor)
  floor.put({ kind: 'hold-requested', agent: ann, interaction })
  expect(orders(floor)).toEqual(['connect i1-1', 'play c1', 'pause-recording i1-r2'])
  floor.pass(5000)
  floor.put({ kind: 'resume-requested', agent: ann, interaction })
  expect(orders(floor)).toEqual(['connect c1 i1-1', 'resume-recording i1-r2'])
  expect(floor.told().slice(-2)).toEqual([
    'Ann put the customer on hold',
    'Ann took the customer back',
  ])
  hangUp(floor, 'c1')
  expectNothingLeft(floor)
})

test('A hold of the phone is shown, and ends only for the phone; the agent’s own hold stays', () => {
  const floor = talking()
  floor.put({ kind: 'leg-held', leg: toId('i1-1') })
  floor.put({ kind: 'leg-held', leg: toId('i1-1') })
  floor.put({ kind: 'hold-requested', agent: ann, interaction })
  orders(floor)
  floor.put({ kind: 'leg-resumed', leg: toId('i1-1') })
  expect(orders(floor)).toEqual([])
  expect(floor.told()).toEqual([
    'Ann’s phone put the customer on hold',
    'Ann put the customer on hold',
    'Ann’s phone took the customer back',
  ])
})

test('A customer is handed on to a queue, and the agent is free at once', () => {
  const floor = talking('cleo')
  transfer(floor, { kind: 'queue', queue: support.id })
  expect(floor.state.agents.get(ann)?.routing.at).toBe('available')
  expect(floor.open('ring').order.agent).toBe('cleo')
  floor.answer()
  expect(floor.told()).toContain('Talks with Cleo')
  hangUp(floor, 'c1')
  expectNothingLeft(floor)
  expect(floor.facts.filter(fact => fact.kind === 'recording-finished')).toHaveLength(2)
  expect(floor.facts.filter(fact => fact.kind === 'talk-ended').map(fact => fact.by)).toEqual([
    'transfer',
    'customer',
  ])
})

test('A queue that takes nobody in is refused while the agent still has the customer', () => {
  const floor = talking()
  const { refused } = transfer(floor, { kind: 'queue', queue: toId('nowhere') })
  expect(refused?.code).toBe('queue-not-open')
  expect(floor.state.interactions.get(interaction)?.phase.at).toBe('talking')
})

test('A customer handed on in vain comes back to the agent who sent it', () => {
  const floor = talking('bob')
  transfer(floor, { kind: 'agent', agent: bob })
  expect(floor.open('ring').order.agent).toBe('bob')
  floor.pass(20_000)
  expect(floor.open('ring').order.agent).toBe('ann')
  floor.answer()
  expect(floor.told()).toContain('Talks with Ann')
})

test('An agent who is not free is refused as the next one', () => {
  const floor = talking()
  expect(transfer(floor, { kind: 'agent', agent: bob }).refused?.code).toBe('target-busy')
  expect(transfer(floor, { kind: 'agent', agent: ann }).refused?.code).toBe('target-unknown')
})

test('A customer is handed on to a number outside, and ends as transferred', () => {
  const floor = talking()
  transfer(floor, expert)
  expect(floor.open('ring').order).toMatchObject({ to: '+441632960777', from: '+441632960999' })
  floor.answer()
  hangUp(floor, 'i1-3')
  expect(floor.told().at(-1)).toContain('handed on to a number outside')
  expectNothingLeft(floor)
})

test('A number outside that does not answer gives the customer back', () => {
  const floor = talking()
  transfer(floor, expert)
  floor.pass(30_000)
  expect(floor.open('ring').order.agent).toBe('ann')
})

test('A consultation: music, a word with the expert, and the expert has the customer', () => {
  const floor = talking('bob')
  orders(floor)
  consult(floor, { kind: 'agent', agent: bob })
  expect(orders(floor)).toEqual(['ring i1-3', 'connect i1-1', 'play c1', 'pause-recording i1-r2'])
  floor.answer()
  expect(orders(floor)).toEqual(['connect i1-1 i1-3'])
  expect(floor.state.agents.get(bob)?.routing.at).toBe('talking')
  decide(floor, 'complete')
  expect(orders(floor)).toEqual([
    'stop-recording i1-r2',
    'hang-up i1-1',
    'connect c1 i1-3',
    'record i1-r4',
  ])
  expect(floor.state.agents.get(ann)?.routing.at).toBe('available')
  hangUp(floor, 'c1')
  expect(floor.state.agents.get(bob)?.routing.at).toBe('wrap-up')
  expectNothingLeft(floor)
})

test.each([
  ['says no', 'declined'],
  ['is busy', 'busy'],
] as const)('An expert who %s leaves the customer with the agent', (_, code) => {
  const floor = talking('bob')
  consult(floor, { kind: 'agent', agent: bob })
  orders(floor)
  floor.fail(code)
  expect(orders(floor)).toEqual(['connect c1 i1-1', 'resume-recording i1-r2'])
  expect(floor.state.agents.get(bob)?.routing.at).toBe('available')
})

test('An expert who lets it ring is given up after a while', () => {
  const floor = talking()
  consult(floor, expert)
  floor.pass(30_000)
  expect(floor.told().at(-1)).toBe('The consultation of Ann ended: did not answer')
  hangUp(floor, 'c1')
  expectNothingLeft(floor)
})

test('Three talk; who leaves leaves the other two together', () => {
  const floor = talking()
  consult(floor, expert)
  floor.answer()
  orders(floor)
  decide(floor, 'join')
  expect(orders(floor)).toEqual(['connect c1 i1-1 i1-3', 'resume-recording i1-r2'])
  hangUp(floor, 'i1-1')
  expect(orders(floor)).toEqual(['stop-recording i1-r2', 'connect c1 i1-3'])
  hangUp(floor, 'i1-3')
  expectNothingLeft(floor)
})

test('An expert who hangs up gives the customer back to the agent', () => {
  const floor = talking('bob')
  consult(floor, { kind: 'agent', agent: bob })
  floor.answer()
  hangUp(floor, 'i1-3')
  expect(floor.told().at(-1)).toContain('they hung up, and the customer is back')
  expect(floor.state.agents.get(bob)?.routing.at).toBe('available')
  expect(floor.state.agents.get(ann)?.routing.at).toBe('talking')
})

test.each(['ringing', 'talking', 'joined'])(
  'A customer who leaves during a consultation (%s) ends it for all',
  state => {
    const floor = talking('bob')
    consult(floor, { kind: 'agent', agent: bob })
    if (state !== 'ringing') floor.answer()
    if (state === 'joined') decide(floor, 'join')
    hangUp(floor, 'c1')
    expect(floor.state.agents.get(bob)?.routing.at).toBe('available')
    expectNothingLeft(floor)
  },
)

test('The one who is asked may decline in the app', () => {
  const floor = talking('bob')
  consult(floor, { kind: 'agent', agent: bob })
  const routing = floor.state.agents.get(bob)?.routing
  if (routing?.at !== 'reserved') throw new Error('bob is not asked')
  floor.put({ kind: 'offer-declined', agent: bob, offer: routing.offer })
  expect(floor.told().at(-1)).toContain('declined')
  expect(floor.state.agents.get(ann)?.routing.at).toBe('talking')
})

test('What makes no sense in the middle of a call changes nothing and says why', () => {
  const floor = talking()
  const ask = { agent: ann, interaction } as const
  const codes = [
    floor.put({ kind: 'resume-requested', ...ask }),
    floor.put({ kind: 'consult-decided', ...ask, decision: 'join' }),
    floor.put({ kind: 'hold-requested', agent: bob, interaction }),
    floor.put({ kind: 'consult-requested', ...ask, to: { kind: 'agent', agent: toId('none') } }),
  ].map(({ refused }) => refused?.code)
  expect(codes).toEqual(['not-held', 'not-in-consult', 'not-your-interaction', 'target-unknown'])
  consult(floor, { kind: 'number', number: '+441632960777' })
  expect(transfer(floor, expert).refused?.code).toBe('in-consult')
  expect(floor.put({ kind: 'hold-requested', ...ask }).refused?.code).toBe('in-consult')
})

/** What a lane tells the core when the process was started anew: no leg and no order is left. */
function restart(floor: Rehearsal): void {
  const legs = [...floor.state.legs.keys()].toSorted(
    (a, b) => Number(b === caller) - Number(a === caller),
  )
  for (const leg of legs) floor.put({ kind: 'leg-ended', leg, by: 'fault', cause: 'restart' })
  for (const { id } of floor.pending.splice(0)) {
    floor.put({ kind: 'order-failed', order: id, code: 'lost-in-restart', detail: 'restart' })
  }
}

test.each<readonly [string, (floor: Rehearsal) => void]>([
  ['on hold', floor => void floor.put({ kind: 'hold-requested', agent: ann, interaction })],
  ['while somebody is called', floor => consult(floor, { kind: 'agent', agent: bob })],
  [
    'while three talk',
    floor => {
      consult(floor, { kind: 'agent', agent: bob })
      floor.answer()
      decide(floor, 'join')
    },
  ],
  ['while a number outside rings', floor => void transfer(floor, expert)],
  [
    'while the customer talks outside',
    floor => {
      transfer(floor, expert)
      floor.answer()
    },
  ],
  [
    'while the next agent’s phone rings',
    floor => void transfer(floor, { kind: 'agent', agent: bob }),
  ],
])('After a restart %s nothing is left behind', (_, come) => {
  const floor = talking('bob')
  come(floor)
  restart(floor)
  expectNothingLeft(floor)
  const busy = [...floor.state.agents.values()].filter(agent => 'interaction' in agent.routing)
  expect(busy).toEqual([])
})
