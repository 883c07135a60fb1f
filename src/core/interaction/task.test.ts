import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import type { TenantConfig } from '../config.ts'
import { candidateWords } from '../words/candidate-words.ts'
import { currentFlags } from '../flags.ts'
import type { Outcome } from '../effect.ts'
import type { AgentId, InteractionId, OfferId, QueueId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { InputBody, TaskEntry } from '../input.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, mainFlow, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const ann = toId<AgentId>('ann')
const first = toId<InteractionId>('i1')
const sales: TaskEntry = { kind: 'queue', queue: toId('sales') }

function begin(change: Partial<TenantConfig> = {}, flags: readonly number[] = []): Rehearsal {
  const floor = rehearse(smallCompany())
  const agents = ['ann', 'bob'].map(agentNamed)
  const queues = [salesQueue, { ...salesQueue, id: toId<QueueId>('other') }]
  const config = smallCompany({ channels: { task: {} }, agents, queues, ...change })
  floor.put({ kind: 'tenant-configured', config, flags })
  for (const agent of agents.map(one => one.id)) {
    floor.put({ kind: 'agent-signed-in', agent })
    floor.put({ kind: 'agent-state-set', agent, state: 'available' })
  }
  floor.told()
  return floor
}

function taskIn(entry: TaskEntry, change: object = {}): InputBody {
  return {
    kind: 'interaction-arrived',
    channel: 'task',
    key: 'order-7',
    title: 'Check order 7',
    from: 'customer-7',
    fromName: 'Rosa',
    entry,
    ...change,
  }
}

/** The offer before an agent. */
function offerOf(floor: Rehearsal, agent: AgentId): { agent: AgentId; offer: OfferId } {
  const stage = floor.state.agents.get(agent)?.works[0]?.stage
  if (stage?.at !== 'reserved') throw new Error(`${agent} is offered nothing`)
  return { agent, offer: stage.offer }
}

function refusal({ refused }: Outcome): string | undefined {
  return refused?.code
}

test('A task is offered at the desk, taken, worked on, filed and closed without a single order', () => {
  const floor = begin()
  floor.put(taskIn(sales))
  floor.put({ kind: 'offer-accepted', ...offerOf(floor, ann) })
  floor.pass(60_000)
  floor.put({ kind: 'hang-up-requested', agent: ann, interaction: first })
  floor.put({
    kind: 'wrap-up-completed',
    agent: ann,
    interaction: first,
    disposition: toId('sold'),
    note: '',
  })
  expect(floor.told()).toEqual([
    'Task “Check order 7” of Rosa, customer-7',
    'Waits in Sales at place 1, priority 3',
    'Ann is chosen: free for 0 s, longer than anyone else who fits',
    'Ann: available → reserved: offered an interaction',
    'Offered to Ann, at the desk for 20 s',
    'Ann answered after 0 s: taken at the desk',
    'Leaves Sales after 0 s: an agent answered',
    'Ann: reserved → talking: answered',
    'Ann works on it',
    'Work of Ann ended by the agent after 1 min',
    'Ann: talking → wrap-up: the talk ended',
    'Ann wraps up, for 30 s at most',
    'Ann filed it as Sold after 0 s',
    'Ann: wrap-up → available: wrap-up ended',
    'Closed after 1 min: handled by an agent',
  ])
  expect([floor.given, floor.state.interactions.size, floor.state.tasks.size]).toEqual([[], 0, 0])
  expect(checkState(floor.state)).toEqual([])
})

test.each([
  ['waiting', 'cancelled'],
  ['offered', 'cancelled'],
  ['talking', 'handled'],
] as const)('A task taken back while %s is closed as %s', (at, outcome) => {
  const floor = begin()
  if (at === 'waiting') {
    for (const agent of [ann, toId<AgentId>('bob')]) {
      floor.put({ kind: 'agent-state-set', agent, state: 'not-ready', reason: 'lunch' })
    }
  }
  floor.put(taskIn(sales))
  if (at === 'talking') floor.put({ kind: 'offer-accepted', ...offerOf(floor, ann) })
  expect(floor.state.interactions.get(first)?.phase.at).toBe(at)
  floor.put({ kind: 'interaction-cancelled', interaction: first })
  expect(checkState(floor.state)).toEqual([])
  floor.pass(60_000)
  const closed = floor.facts.findLast(fact => fact.kind === 'interaction-closed')
  expect(closed).toMatchObject({ outcome })
  expect([floor.state.tasks.size, floor.given]).toEqual([0, []])
})

test('A task nobody takes goes to the next agent, and one that is declined as well', () => {
  const floor = begin()
  floor.put(taskIn(sales))
  floor.pass(20_000)
  floor.put({ kind: 'offer-declined', ...offerOf(floor, toId('bob')) })
  const ended = floor.facts.filter(fact => fact.kind === 'offer-ended')
  expect(ended.map(fact => [fact.agent, fact.result, fact.detail])).toEqual([
    ['ann', 'no-answer', 'nobody took it'],
    ['bob', 'declined', 'declined in the app'],
  ])
  expect(checkState(floor.state)).toEqual([])
})

test('A task is handed on to a queue and to an agent, and to nobody on the phone', () => {
  const floor = begin()
  floor.put(taskIn(sales))
  floor.put({ kind: 'offer-accepted', ...offerOf(floor, ann) })
  const asked = { agent: ann, interaction: first }
  const number = { kind: 'number', number: '+441632960555' } as const
  const refused = [
    floor.put({ kind: 'hold-requested', ...asked }),
    floor.put({ kind: 'consult-requested', ...asked, to: number }),
    floor.put({ kind: 'transfer-requested', ...asked, to: number }),
  ]
  expect(refused.map(refusal)).toEqual(Array(3).fill('channel-cannot'))
  const bob = toId<AgentId>('bob')
  floor.put({ kind: 'transfer-requested', ...asked, to: { kind: 'agent', agent: bob } })
  floor.put({ kind: 'offer-accepted', ...offerOf(floor, bob) })
  const other = { kind: 'queue', queue: toId<QueueId>('other') } as const
  floor.put({ kind: 'transfer-requested', agent: bob, interaction: first, to: other })
  const entered = floor.facts.filter(fact => fact.kind === 'queue-entered')
  expect(entered.map(fact => fact.queue)).toEqual(['sales', 'sales', 'other'])
  expect(checkState(floor.state)).toEqual([])
  expect(floor.given).toEqual([])
})

test('A task in a flow passes what is said and asked by the exits of a silent caller', () => {
  const floor = begin({
    flows: [
      {
        ...mainFlow,
        steps: { ...mainFlow.steps, bye: mainFlow.steps['sales'] ?? { kind: 'hang-up' } },
      },
    ],
  })
  floor.put(taskIn({ kind: 'flow', flow: toId('main') }))
  expect(floor.told().slice(0, 5)).toEqual([
    'Task “Check order 7” of Rosa, customer-7',
    'Flow main begins, version v1',
    'Step menu (menu)',
    'Step menu leads on by “otherwise”: nobody is on the line',
    'Step bye (queue)',
  ])
  expect(floor.state.interactions.get(first)?.phase.at).toBe('offered')
})

test('Tasks wait where nobody is at work, and not for ever', () => {
  const floor = begin({
    agents: [],
    queues: [{ ...salesQueue, noAgents: 'leave' }],
  })
  floor.put(taskIn(sales))
  expect(floor.state.interactions.get(first)?.phase.at).toBe('waiting')
  floor.pass(30 * 86_400_000)
  const closed = floor.facts.findLast(fact => fact.kind === 'interaction-closed')
  expect(closed).toMatchObject({ outcome: 'not-served' })
})

test.each([
  ['a channel that is closed', { channels: {} }, {}, 'channel-closed'],
  ['an unknown queue', {}, { entry: { kind: 'queue', queue: 'nowhere' } }, 'queue-not-open'],
  ['an unknown flow', {}, { entry: { kind: 'flow', flow: 'nowhere' } }, 'unknown-flow'],
  ['a title too long', {}, { title: 'x'.repeat(201) }, 'note-too-long'],
] as const)(
  'A task for %s is refused with a reason, and leaves nothing',
  (_, config, change, code) => {
    const floor = begin(config)
    expect(refusal(floor.put(taskIn(sales, change)))).toBe(code)
    expect([floor.state.interactions.size, floor.state.tasks.size]).toEqual([0, 0])
  },
)

test('The same task twice is one task; a call is neither taken at the desk nor taken back', () => {
  const floor = begin({ flows: [{ ...mainFlow, start: toId('sales') }] })
  floor.put(taskIn(sales))
  expect(refusal(floor.put(taskIn(sales)))).toBe('already-so')
  floor.put({
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: toId('leg'),
    from: '+441632960999',
    to: '+441632960100',
    trunk: 't',
  })
  const bob = toId<AgentId>('bob')
  expect([
    refusal(floor.put({ kind: 'offer-accepted', ...offerOf(floor, bob) })),
    refusal(floor.put({ kind: 'interaction-cancelled', interaction: toId('i2') })),
    refusal(floor.put({ kind: 'interaction-cancelled', interaction: toId('i9') })),
    refusal(floor.put({ kind: 'offer-accepted', agent: bob, offer: toId('f99') })),
  ]).toEqual(['channel-cannot', 'channel-cannot', 'unknown-interaction', 'not-your-offer'])
})

test.each([
  ['longest-idle', 'Ann is chosen: free for 0 s, longer than anyone else who fits'],
  ['ring-all', '2 are offered it at once: Ann, Bob'],
] as const)('Reasons for a task speak of no call and no phone: %s', (rule, words) => {
  const floor = begin(
    { queues: [{ ...salesQueue, rule, afterNoAnswer: 'stay-available' }] },
    currentFlags,
  )
  floor.put(taskIn(sales))
  expect(floor.told()).toContain(words)
  for (const agent of [ann, toId<AgentId>('bob')]) {
    const stage = floor.state.agents.get(agent)?.works[0]?.stage
    if (stage?.at === 'reserved') floor.put({ kind: 'offer-declined', agent, offer: stage.offer })
  }
  const told = floor.told()
  expect(told.filter(line => /call|phone|customer|ring/.test(line))).toEqual([])
  expect(told).toContain('Nobody is free who fits: the task waits')
  const last = floor.facts.findLast(fact => fact.kind === 'decision-made')?.decision
  const reasons = last?.candidates.map(one => candidateWords(one.reason, last.channel)) ?? []
  expect(reasons.some(line => /call|phone/.test(line))).toBe(false)
  expect(reasons.join()).toContain('was tried for this task')
})
