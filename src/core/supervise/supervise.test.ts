import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import { currentFlags } from '../flags.ts'
import type { AgentId, DispositionId, InteractionId, LegId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { InputBody } from '../input.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { agentNamed, rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'
import type { MonitorMode } from './supervise-input.ts'

const ann = toId<AgentId>('ann')
const sue = toId<AgentId>('sue')
const interaction = toId<InteractionId>('i1')
const support = { ...salesQueue, id: toId<(typeof salesQueue)['id']>('support'), name: 'Support' }

/** Sales and support, Ann who serves sales, and Sue, who supervises and serves nothing. */
function floorWith(...free: string[]): Rehearsal {
  const config = smallCompany({
    queues: [salesQueue, support],
    agents: [
      agentNamed('ann'),
      agentNamed('bob'),
      { ...agentNamed('cleo'), queues: [support.id] },
      { ...agentNamed('sue'), role: 'supervisor', queues: [], address: '+441632960009' },
    ],
  })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config, flags: currentFlags })
  for (const name of free) {
    floor.put({ kind: 'agent-signed-in', agent: toId(name) })
    floor.put({ kind: 'agent-state-set', agent: toId(name), state: 'available' })
  }
  return floor
}

function call(floor: Rehearsal, leg: string): void {
  const from = '+441632960999'
  const to = '+441632960100'
  const arrived = { leg: toId<LegId>(leg), from, to, trunk: 'carrier' }
  floor.put({ kind: 'interaction-arrived', channel: 'voice', ...arrived })
  floor.put({ kind: 'digit-pressed', leg: toId(leg), digit: '1' })
}

function talking(...free: string[]): Rehearsal {
  const floor = floorWith('ann', ...free)
  call(floor, 'c1')
  floor.answer()
  floor.told()
  orders(floor)
  return floor
}

function orders(floor: Rehearsal): string[] {
  return floor.given.splice(0).map(({ order }) => {
    if (order.kind === 'connect') {
      const { legs, muted = [], listeners = [] } = order
      const beside = listeners.map(
        ({ leg, hears, heardBy }) => ` | ${leg} hears ${hears.join()} heard by ${heardBy.join()}`,
      )
      const silent = muted.map(leg => ` muted ${leg}`)
      return ['connect ', legs.join(), ...silent, ...beside].join('')
    }
    if (order.kind === 'send-digits') return `send-digits ${order.leg} ${order.digits}`
    return 'leg' in order ? `${order.kind} ${order.leg}` : `${order.kind} ${order.recording}`
  })
}

function ask(floor: Rehearsal, input: InputBody): string | undefined {
  return floor.put(input).refused?.code
}

function monitor(floor: Rehearsal, mode: MonitorMode): string | undefined {
  return ask(floor, { kind: 'monitor-requested', supervisor: sue, interaction, mode })
}

function takeOver(floor: Rehearsal): string | undefined {
  return ask(floor, { kind: 'take-over-requested', supervisor: sue, interaction })
}

function end(floor: Rehearsal, leg: string): void {
  floor.put({ kind: 'leg-ended', leg: toId(leg), by: 'far-end', cause: 'BYE' })
}

function stateOf(floor: Rehearsal, agent: AgentId): string | undefined {
  return floor.state.agents.get(agent)?.routing.at
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

test('A supervisor listens, whispers and barges by the own phone, in any order, and leaves', () => {
  const floor = talking()
  expect(monitor(floor, 'listen')).toBeUndefined()
  expect(orders(floor)).toEqual(['ring i1-3'])
  floor.answer()
  monitor(floor, 'barge')
  monitor(floor, 'whisper')
  monitor(floor, 'listen')
  expect(monitor(floor, 'listen')).toBe('already-so')
  floor.put({ kind: 'monitor-end-requested', supervisor: sue, interaction })
  expect(orders(floor)).toEqual([
    'connect c1,i1-1 | i1-3 hears c1,i1-1 heard by ',
    'connect c1,i1-1 | i1-3 hears c1,i1-1 heard by c1,i1-1',
    'connect c1,i1-1 | i1-3 hears c1,i1-1 heard by i1-1',
    'connect c1,i1-1 | i1-3 hears c1,i1-1 heard by ',
    'hang-up i1-3',
    'connect c1,i1-1',
  ])
  expect(floor.told().filter(line => line.includes('Sue'))).toEqual([
    'Sue is called to listen to Ann’s talk',
    'Sue listens to Ann’s talk',
    'Sue is heard by all in Ann’s talk',
    'Sue whispers in Ann’s talk',
    'Sue listens to Ann’s talk',
    'Sue is no longer in Ann’s talk: left',
  ])
  expect(stateOf(floor, ann)).toBe('talking')
  end(floor, 'c1')
  expectNothingLeft(floor)
})

test('A supervisor’s phone that is not answered, or cannot be reached, harms nobody', () => {
  const floor = talking()
  monitor(floor, 'listen')
  floor.pass(40_000)
  expect(orders(floor)).toEqual(['ring i1-3', 'hang-up i1-3'])
  monitor(floor, 'barge')
  floor.fail('busy')
  expect(orders(floor)).toEqual(['ring i1-4'])
  expect(floor.told().filter(line => line.includes('no longer'))).toEqual([
    'Sue is no longer in Ann’s talk: did not answer',
    'Sue is no longer in Ann’s talk: was busy',
  ])
  expect(stateOf(floor, ann)).toBe('talking')
  end(floor, 'c1')
  expectNothingLeft(floor)
})

test('Every leg of a monitor ends with the talk, ringing or up', () => {
  for (const answers of [false, true]) {
    const floor = talking()
    monitor(floor, 'whisper')
    if (answers) floor.answer()
    expect(floor.state.legs.size).toBe(3)
    end(floor, 'c1')
    expectNothingLeft(floor)
  }
})

test('A supervisor never hears a customer on hold, and hears a consultation with the agent', () => {
  const floor = talking()
  monitor(floor, 'barge')
  floor.answer()
  orders(floor)
  floor.put({ kind: 'hold-requested', agent: ann, interaction })
  expect(orders(floor)[0]).toBe('connect i1-1 | i1-3 hears i1-1 heard by i1-1')
  const to = { kind: 'number', number: '+441632960777' } as const
  floor.put({ kind: 'consult-requested', agent: ann, interaction, to })
  floor.answer()
  expect(
    orders(floor)
      .filter(line => line.startsWith('connect'))
      .at(-1),
  ).toBe('connect i1-1,i1-4 | i1-3 hears i1-1,i1-4 heard by i1-1,i1-4')
  floor.put({ kind: 'consult-decided', agent: ann, interaction, decision: 'join' })
  expect(orders(floor)[0]).toBe(
    'connect c1,i1-1,i1-4 | i1-3 hears c1,i1-1,i1-4 heard by c1,i1-1,i1-4',
  )
  end(floor, 'c1')
  expectNothingLeft(floor)
})

test('A supervisor takes over: the agent wraps up and files, the supervisor has the customer', () => {
  const floor = talking()
  monitor(floor, 'listen')
  floor.answer()
  orders(floor)
  expect(takeOver(floor)).toBeUndefined()
  expect(orders(floor)).toEqual([
    'stop-recording i1-r2',
    'hang-up i1-1',
    'connect c1,i1-3',
    'record i1-r4',
  ])
  expect([stateOf(floor, ann), stateOf(floor, sue)]).toEqual(['wrap-up', 'talking'])
  const filed = { disposition: toId<DispositionId>('sold'), note: 'theirs now' }
  expect(ask(floor, { kind: 'wrap-up-completed', agent: ann, interaction, ...filed })).toBe(
    undefined,
  )
  expect([stateOf(floor, ann), stateOf(floor, sue)]).toEqual(['available', 'talking'])
  end(floor, 'c1')
  expect(stateOf(floor, sue)).toBe('signed-out')
  expectNothingLeft(floor)
})

test('Who takes over without listening first has the customer as soon as the phone is answered', () => {
  const floor = talking()
  expect(takeOver(floor)).toBeUndefined()
  expect(takeOver(floor)).toBe('already-so')
  expect(stateOf(floor, ann)).toBe('talking')
  floor.answer()
  expect([stateOf(floor, ann), stateOf(floor, sue)]).toEqual(['wrap-up', 'talking'])
  end(floor, 'i1-3')
  expectNothingLeft(floor)
})

test('Taking over in a consultation lets go whoever was consulted and ends the hold', () => {
  const floor = talking()
  const to = { kind: 'number', number: '+441632960777' } as const
  floor.put({ kind: 'consult-requested', agent: ann, interaction, to })
  floor.answer()
  takeOver(floor)
  floor.answer()
  expect(
    orders(floor)
      .filter(line => line.startsWith('connect'))
      .at(-1),
  ).toBe('connect c1,i1-4')
  end(floor, 'c1')
  expectNothingLeft(floor)
})

test('A waiting interaction moves to another queue by its age, and each queue counts its own time', () => {
  const floor = floorWith()
  call(floor, 'c1')
  floor.pass(20_000)
  call(floor, 'c2')
  floor.put({
    kind: 'move-ordered',
    supervisor: sue,
    interaction: toId('i2'),
    queue: support.id,
  })
  floor.pass(10_000)
  floor.told()
  expect(
    ask(floor, { kind: 'move-ordered', supervisor: sue, interaction, queue: support.id }),
  ).toBeUndefined()
  expect(floor.told().slice(0, 3)).toEqual([
    'Sue moved it from Sales to Support',
    'Leaves Sales after 30 s: a supervisor moved it',
    'Waits in Support at place 1, priority 3',
  ])
  expect(
    ask(floor, { kind: 'move-ordered', supervisor: sue, interaction, queue: support.id }),
  ).toBe('already-so')
  floor.pass(5000)
  floor.put({ kind: 'agent-signed-in', agent: toId('cleo') })
  floor.put({ kind: 'agent-state-set', agent: toId('cleo'), state: 'available' })
  floor.answer()
  expect(floor.told()).toContain('Leaves Support after 5 s: an agent answered')
  end(floor, 'c1')
  end(floor, 'c2')
  expectNothingLeft(floor)
})

test('A waiting interaction is put in front, even of one put in front before, or given a priority', () => {
  const floor = floorWith()
  for (const leg of ['c1', 'c2', 'c3']) call(floor, leg)
  floor.told()
  const rank = (id: string, to: number | 'front'): string | undefined =>
    ask(floor, {
      kind: 'rank-ordered',
      supervisor: sue,
      interaction: toId(id),
      rank: to,
    })
  expect(rank('i1', 'front')).toBe('already-so')
  rank('i2', 'front')
  rank('i3', 'front')
  rank('i1', 1)
  rank('i2', 5)
  expect(floor.told().filter(line => line.startsWith('Sue'))).toEqual([
    'Sue put it in front: place 1 in Sales',
    'Sue put it in front: place 1 in Sales',
    'Sue gave it priority 1: place 3 in Sales',
    'Sue gave it priority 5: place 3 in Sales',
  ])
  for (const leg of ['c1', 'c2', 'c3']) end(floor, leg)
  expectNothingLeft(floor)
})

test('A supervisor sets an agent’s state, and the fact says who did before it says what changed', () => {
  const floor = floorWith('ann')
  floor.told()
  const order = { kind: 'agent-state-ordered', supervisor: sue, agent: ann } as const
  ask(floor, { ...order, state: 'not-ready', reason: 'come to my desk' })
  expect(ask(floor, { ...order, state: 'not-ready' })).toBe('reason-missing')
  ask(floor, { ...order, state: 'signed-out' })
  expect(ask(floor, { ...order, state: 'available' })).toBe('not-signed-in')
  expect(floor.told()).toEqual([
    'Sue set Ann to not-ready (come to my desk)',
    'Ann: available → not-ready (come to my desk): chose not ready',
    'Sue set Ann to signed-out',
    'Ann: not-ready → signed-out: signed out',
  ])
})

test('A supervisor ends a wrap-up; what was not filed stays unfiled', () => {
  const floor = talking()
  end(floor, 'c1')
  const order = { kind: 'wrap-up-end-ordered', supervisor: sue, agent: ann } as const
  expect([ask(floor, order), ask(floor, order)]).toEqual([undefined, 'not-in-wrap-up'])
  expect(floor.told()).toContain('Sue ended Ann’s wrap-up after 0 s; not filed')
  expectNothingLeft(floor)
})

test('An agent may give none of a supervisor’s orders, whatever a journal holds', () => {
  const floor = talking()
  const by = { supervisor: ann, interaction }
  expect([
    ask(floor, { kind: 'monitor-requested', ...by, mode: 'listen' }),
    ask(floor, { kind: 'take-over-requested', ...by }),
    ask(floor, { kind: 'move-ordered', ...by, queue: support.id }),
    ask(floor, { kind: 'rank-ordered', ...by, rank: 'front' }),
    ask(floor, { kind: 'wrap-up-end-ordered', supervisor: ann, agent: ann }),
  ]).toEqual(Array.from({ length: 5 }, () => 'not-a-supervisor'))
})

test('A muted agent is heard by nobody, through hold and back, and keys go to whom the agent talks with', () => {
  const floor = talking()
  const own = { agent: ann, interaction }
  floor.put({ kind: 'mute-requested', ...own, muted: true })
  floor.put({ kind: 'keys-requested', ...own, keys: '12#' })
  floor.put({ kind: 'hold-requested', ...own })
  expect(ask(floor, { kind: 'keys-requested', ...own, keys: '1' })).toBe('not-talking')
  expect(ask(floor, { kind: 'keys-requested', ...own, keys: 'x' })).toBe('keys-unfit')
  floor.put({ kind: 'resume-requested', ...own })
  expect(orders(floor).filter(line => !line.startsWith('play'))).toEqual([
    'connect c1,i1-1 muted i1-1',
    'send-digits c1 12#',
    'connect i1-1 muted i1-1',
    'pause-recording i1-r2',
    'connect c1,i1-1 muted i1-1',
    'resume-recording i1-r2',
  ])
  expect(floor.told()).toContain('Ann pressed 3 keys for the customer’s end')
})

test('A recording the agent paused stays paused through a hold until the agent goes on', () => {
  const floor = talking()
  const own = { agent: ann, interaction }
  floor.put({ kind: 'recording-pause-requested', ...own, paused: true })
  floor.put({ kind: 'hold-requested', ...own })
  floor.put({ kind: 'resume-requested', ...own })
  expect(orders(floor).filter(line => line.includes('recording'))).toEqual([
    'pause-recording i1-r2',
  ])
  expect(ask(floor, { kind: 'recording-pause-requested', ...own, paused: true })).toBe('already-so')
  floor.put({ kind: 'recording-pause-requested', ...own, paused: false })
  expect(orders(floor)).toEqual(['resume-recording i1-r2'])
})

test('An agent who hands the customer on wraps up its part, and the interaction waits for both', () => {
  const floor = talking('bob')
  const to = { kind: 'agent', agent: toId<AgentId>('bob') } as const
  floor.put({ kind: 'transfer-requested', agent: ann, interaction, to })
  expect(stateOf(floor, ann)).toBe('wrap-up')
  floor.answer()
  end(floor, 'c1')
  const bob = toId<AgentId>('bob')
  floor.put({ kind: 'wrap-up-skipped', agent: bob, interaction })
  expect(floor.state.interactions.size).toBe(1)
  floor.put({ kind: 'wrap-up-skipped', agent: ann, interaction })
  expect([stateOf(floor, ann), stateOf(floor, bob)]).toEqual(['available', 'available'])
  expectNothingLeft(floor)
})

test('A customer who comes back from a failed transfer ends the agent’s wrap-up', () => {
  const floor = talking()
  const to = { kind: 'number', number: '+441632960777' } as const
  floor.put({ kind: 'transfer-requested', agent: ann, interaction, to })
  floor.fail('busy')
  expect(stateOf(floor, ann)).toBe('reserved')
  expect(floor.told()).toContain('Ann has the customer back after 0 s')
  end(floor, 'c1')
  expectNothingLeft(floor)
})
