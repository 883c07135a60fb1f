import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import { currentFlags, flags } from '../flags.ts'
import type { Hours } from '../hours/hours.ts'
import type { AgentId, HoursId, InteractionId, LegId, OfferId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Target } from '../input.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, mainFlow, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'

const ann = toId<AgentId>('ann')
const bob = toId<AgentId>('bob')
const interaction = toId<InteractionId>('i1')
const toBob = { kind: 'agent', agent: bob } as const
const toNumber: Target = { kind: 'number', number: '+441632960777' }
const people = ['ann', 'bob', 'cleo'].map((name, nth) => ({
  ...agentNamed(name),
  address: `+44163296000${nth}`,
}))
const queue = { ...salesQueue, wrapUpMs: 0 }
const filed = { ...queue, wrapUpMs: 30_000 }
const stay = { ...queue, afterNoAnswer: 'stay-available' } as const
const flow = { ...mainFlow, start: toId<never>('sales') }
const before = (flag: number): readonly number[] => currentFlags.filter(one => one !== flag)

function floorOf(
  change: Parameters<typeof smallCompany>[0] = {},
  on: readonly number[] = currentFlags,
): Rehearsal {
  const config = smallCompany({ flows: [flow], agents: people, queues: [queue], ...change })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags: on })
  return floor
}

function ready(floor: Rehearsal, ...names: string[]): void {
  for (const name of names) {
    floor.put({ kind: 'agent-signed-in', agent: toId(name) })
    floor.put({ kind: 'agent-state-set', agent: toId(name), state: 'available' })
    floor.pass(1000)
  }
}

function call(floor: Rehearsal, leg: string): void {
  const [from, to] = ['+441632960999', '+441632960100']
  const arrived = { kind: 'interaction-arrived', channel: 'voice', from, to, trunk: 't' } as const
  floor.put({ ...arrived, leg: toId<LegId>(leg) })
}

function transfer(floor: Rehearsal, to: Target): ReturnType<Rehearsal['put']> {
  return floor.put({ kind: 'transfer-requested', agent: ann, interaction, to })
}

/** Ann talks with the caller, and those named are free. */
function talking(free: readonly string[], ...of: Parameters<typeof floorOf>): Rehearsal {
  const floor = floorOf(...of)
  ready(floor, 'ann')
  call(floor, 'c1')
  floor.answer()
  ready(floor, ...free)
  floor.told()
  return floor
}

const offered = (floor: Rehearsal): string[] =>
  floor.facts.flatMap(fact => (fact.kind === 'offer-made' ? [fact.agent] : []))

const phase = (floor: Rehearsal): string | undefined =>
  floor.state.interactions.get(interaction)?.phase.at

function expectSound(floor: Rehearsal): void {
  expect(checkState(floor.state)).toEqual([])
}

/** Ann alone has handed a task on, is offered it again, and declines. */
function declinedTask(on: readonly number[]): Rehearsal {
  const floor = floorOf({ channels: { task: {} }, agents: [agentNamed('ann')], queues: [stay] }, on)
  ready(floor, 'ann')
  const entry = { kind: 'queue', queue: queue.id } as const
  const task = { channel: 'task', key: 'k', title: 'a task', from: 'c', entry } as const
  floor.put({ kind: 'interaction-arrived', ...task })
  const offer = (): OfferId => {
    const stage = floor.state.agents.get(ann)?.works[0]?.stage
    return stage?.at === 'reserved' ? stage.offer : toId('none')
  }
  floor.put({ kind: 'offer-accepted', agent: ann, offer: offer() })
  transfer(floor, { kind: 'queue', queue: queue.id })
  floor.pass(30_000)
  floor.put({ kind: 'offer-declined', agent: ann, offer: offer() })
  return floor
}

test('Who declines what it handed on itself is not offered it in the same breath', () => {
  const floor = declinedTask(currentFlags)
  expect(phase(floor)).toBe('waiting')
  expect(floor.state.agents.get(ann)?.works).toEqual([])
  expectSound(floor)
  expect(phase(declinedTask(before(flags.handBackByRules)))).toBe('offered')
})

test('A transfer that is declined goes back to who made it, and the record says why', () => {
  const floor = talking(['bob'])
  transfer(floor, toBob)
  expect(floor.told()).toContain('Bob is chosen: was named by the agent who handed it on')
  floor.fail('declined')
  expect(floor.told()).toEqual([
    'Bob declined after 0 s: declined',
    'Bob: reserved → not-ready (declined an offer): the offer ended',
    'Ann is chosen: handed it on, and nobody took it',
    'Ann: available → reserved: offered an interaction',
    'Offered to Ann, whose phone rings for 20 s',
  ])
  expectSound(floor)
})

test('Who handed a customer on has it back from its wrap-up, which is cut only for that', () => {
  const floor = talking(['bob'], { queues: [filed] })
  transfer(floor, toBob)
  floor.fail('declined')
  expect(offered(floor)).toEqual(['ann', 'bob', 'ann'])
  const away = talking(['bob'], { queues: [filed] })
  transfer(away, toBob)
  away.put({ kind: 'device-changed', agent: ann, device: 'unreachable' })
  away.fail('declined')
  expect(away.state.agents.get(ann)?.routing.at).toBe('wrap-up')
  expect(offered(away)).toEqual(['ann', 'bob'])
})

test.each([
  { kind: 'presence-changed', agent: ann, presence: 'do-not-disturb' },
  { kind: 'device-changed', agent: ann, device: 'unreachable' },
] as const)('Nobody has a customer back whom the rules keep from it: $kind', input => {
  const run = (on: readonly number[]): string[] => {
    const floor = talking(['bob'], {}, on)
    transfer(floor, toBob)
    floor.put(input)
    floor.fail('declined')
    expectSound(floor)
    return offered(floor)
  }
  expect(run(currentFlags)).toEqual(['ann', 'bob'])
  expect(run(before(flags.handBackByRules))).toEqual(['ann', 'bob', 'ann'])
})

test.each([
  [{ kind: 'presence-changed', agent: bob, presence: 'in-a-call' }, 'Bob: presence is in a call'],
  [
    { kind: 'device-changed', agent: bob, device: 'unreachable' },
    'Bob: the phone cannot be reached',
  ],
] as const)('A transfer to who cannot take it is refused, with the reason (%#)', (input, why) => {
  const floor = talking(['bob'])
  floor.put(input)
  const { refused } = transfer(floor, toBob)
  expect([refused?.code, refused?.words]).toEqual([
    'target-busy',
    `this agent is not free (${why})`,
  ])
  expect(phase(floor)).toBe('talking')
  const old = talking(['bob'], {}, before(flags.handBackByRules))
  old.put(input)
  expect(transfer(old, toBob).refused).toBeUndefined()
})

/** Ann has consulted Bob and left; much later Bob's phone is lost, and Cleo declines. */
function longGone(on: readonly number[]): Rehearsal {
  const floor = talking(['bob', 'cleo'], { queues: [stay] }, on)
  const asked = { agent: ann, interaction }
  floor.put({ kind: 'consult-requested', ...asked, to: toBob })
  floor.answer()
  floor.put({ kind: 'consult-decided', ...asked, decision: 'complete' })
  floor.pass(60_000)
  const found = floor.state.interactions.get(interaction)?.phase
  const leg = found?.at === 'talking' ? found.agentLeg : undefined
  floor.put({ kind: 'leg-ended', leg: leg ?? toId('none'), by: 'fault', cause: 'lost' })
  floor.told()
  floor.fail('declined')
  return floor
}

test('Who left after a completed consultation has handed the customer on for good', () => {
  const floor = longGone(currentFlags)
  expect(floor.told()).toContain('Ann is chosen: free for 1 min, longer than anyone else who fits')
  expectSound(floor)
  const old = longGone(before(flags.handBackByRules)).told()
  expect(old.filter(words => words.includes('is chosen'))).toEqual([])
})

const office: Hours = {
  id: toId<HoursId>('office'),
  name: 'Office',
  zone: { name: 'UTC', offsetMinutes: 0, changes: [] },
  week: Array.from({ length: 7 }, () => [{ from: 0, to: 11 * 60 }]),
  holidays: [],
}

const reasons = [
  ['closed', { hours: [office], queues: [{ ...filed, hours: office.id }] }],
  ['full', { queues: [{ ...filed, waitingMax: 1 }] }],
] as const

/** Ann talks; her queue has closed meanwhile, or is full; Dora, who serves none, is free. */
function shut(change: (typeof reasons)[number][1], on: readonly number[]): Rehearsal {
  const dora = { ...agentNamed('dora'), queues: [], address: '+441632960009' }
  const floor = talking(['dora'], { ...change, agents: [...people, dora] }, on)
  call(floor, 'c2')
  floor.pass(3_600_000)
  if (!('hours' in change)) call(floor, 'c3')
  return floor
}

test.each(reasons)('A queue that is %s keeps no customer from a free colleague', (_, change) => {
  const to = { kind: 'agent', agent: toId<AgentId>('dora') } as const
  const floor = shut(change, currentFlags)
  expect(transfer(floor, to).refused).toBeUndefined()
  floor.answer()
  expect(floor.state.interactions.get(interaction)?.phase).toMatchObject({ agent: 'dora' })
  expectSound(floor)
  const old = shut(change, before(flags.keepWhoWasIn))
  expect(transfer(old, to).refused?.code).toBe('queue-not-open')
})

test.each(reasons)('A queue that is %s leads nobody out who was in a talk', (_, change) => {
  const run = (on: readonly number[]): string | undefined => {
    const floor = shut(change, on)
    expect(transfer(floor, toNumber).refused).toBeUndefined()
    floor.fail('busy')
    expectSound(floor)
    return phase(floor)
  }
  // Ann has it back, out of her wrap-up.
  expect(run(currentFlags)).toBe('offered')
  expect(run(before(flags.keepWhoWasIn))).toBe('in-flow')
})

test('Who comes back to a queue where nobody is signed in any more leaves it by the exit for that', () => {
  const floor = talking([], { queues: [{ ...queue, noAgents: 'leave' }] })
  transfer(floor, toNumber)
  floor.put({ kind: 'agent-signed-out', agent: ann })
  floor.fail('busy')
  expect(phase(floor)).toBe('in-flow')
})

test.each([
  ['who does not serve the queue', 'ext', 'a1'],
  ['a member whose turn it is not', 'a3', 'ann'],
] as const)('A transfer to %s moves nobody’s turn', (_, to, old) => {
  const names = ['ann', 'a1', 'a2', 'a3', 'ext']
  const agents = names.map((name, nth) => ({
    ...agentNamed(name),
    address: `+44163296000${nth}`,
    queues: name === 'ext' ? [] : [queue.id],
  }))
  const queues = [{ ...queue, rule: 'round-robin' } as const]
  const run = (on: readonly number[]): string | undefined => {
    const floor = talking(names.slice(1), { agents, queues }, on)
    call(floor, 'c2')
    floor.answer()
    floor.put({ kind: 'leg-ended', leg: toId('c2'), by: 'far-end', cause: 'BYE' })
    transfer(floor, { kind: 'agent', agent: toId(to) })
    floor.answer()
    call(floor, 'c3')
    return offered(floor).at(-1)
  }
  expect(run(currentFlags)).toBe('a2')
  expect(run(before(flags.handBackByRules))).toBe(old)
})
