import { expect, test } from 'vitest'
import type { LegId, StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { rehearse, salesQueue, smallCompany } from '../testing/rehearsal.ts'
import { holds } from './holds.ts'
import type { CollectStep, Flow, FlowStep } from './flow.ts'

const caller = toId<LegId>('c1')
const to = (step: string): StepId => toId<StepId>(step)

/** A flow of the given steps, the first of which is the start; `end` and `heard` are there already. */
function flowOf(steps: Record<string, FlowStep>, id = 'main'): Flow {
  const [start = 'end'] = Object.keys(steps)
  return {
    id: toId(id),
    name: id,
    version: 'v1',
    start: to(start),
    steps: { ...steps, heard: { kind: 'hang-up' }, end: { kind: 'hang-up' } },
  }
}

function say(text: string, next = 'end'): FlowStep {
  return { kind: 'say', prompts: [{ kind: 'say', text }], next: to(next) }
}

function callInto(...flows: Flow[]): Rehearsal {
  const config = smallCompany({ flows })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config })
  arrive(floor)
  return floor
}

function arrive(floor: Rehearsal): void {
  const from = '+441632960999'
  const trunk = 'carrier'
  floor.put({
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: caller,
    from,
    to: '+441632960100',
    trunk,
  })
}

function press(floor: Rehearsal, digits: string): void {
  for (const digit of digits) floor.put({ kind: 'digit-pressed', leg: caller, digit })
}

function heard(floor: Rehearsal): string[] {
  return floor.open('play').order.prompts.map(prompt => (prompt.kind === 'say' ? prompt.text : ''))
}

const account: CollectStep = {
  kind: 'collect',
  prompts: [{ kind: 'say', text: 'Your account number?' }],
  into: 'account',
  digitsMin: 3,
  digitsMax: 5,
  endKey: '#',
  keyMs: 6000,
  betweenMs: 2000,
  attemptsMax: 2,
  next: to('repeat'),
  otherwise: to('sorry'),
}
const collecting = flowOf({
  account,
  repeat: say('You said {account}, from {customer.number}.'),
  sorry: say('Sorry.'),
})

test.each([
  ['the most digits', '12345', '12345'],
  ['the end key', '123#', '123'],
])('Digits are taken until %s', (_, pressed, kept) => {
  const floor = callInto(collecting)
  press(floor, pressed)
  expect(heard(floor)).toEqual([`You said ${kept}, from +441632960999.`])
  expect(floor.facts).toContainEqual(
    expect.objectContaining({ kind: 'variable-set', name: 'account', value: kept }),
  )
})

test('Digits that stop coming are enough when there are enough of them', () => {
  const floor = callInto(collecting)
  press(floor, '1234')
  floor.pass(1999)
  expect(floor.told().at(-1)).toBe('Key 4: taken')
  floor.pass(1)
  expect(heard(floor)).toEqual(['You said 1234, from +441632960999.'])
})

test('Too few digits are asked for again from the first, and then given up', () => {
  const floor = callInto(collecting)
  press(floor, '12')
  floor.pass(2000)
  expect(heard(floor)).toEqual(['Your account number?'])
  press(floor, '9#')
  expect(heard(floor)).toEqual(['Sorry.'])
  expect(floor.told()).toContain(
    'Step account leads on by “otherwise”: 1 of 3 digits: the end key; it was asked 2 times',
  )
})

test('A caller who presses nothing has the time for the first digit after the prompt', () => {
  const floor = callInto(collecting)
  floor.pass(60_000)
  expect(heard(floor)).toEqual(['Your account number?'])
  floor.played()
  floor.pass(6000)
  floor.played()
  floor.pass(6000)
  expect(heard(floor)).toEqual(['Sorry.'])
})

test('A branch leads on by the first test that holds, and says what it saw', () => {
  const flow = flowOf({
    first: { kind: 'set', values: { line: '{dialled.number}', wish: 'sofa' }, next: to('which') },
    which: {
      kind: 'branch',
      cases: [
        { name: 'queue.sales.waiting', test: { kind: 'above', than: '0' }, to: to('end') },
        { name: 'unknown', test: { kind: 'known', known: true }, to: to('end') },
        { name: 'line', test: { kind: 'starts-with', text: '+4416' }, to: to('yes') },
      ],
      otherwise: to('end'),
    },
    yes: say('A {wish}, at {time.none}{line}'),
  })
  const floor = callInto(flow)
  expect(heard(floor)).toEqual(['A sofa, at +441632960100'])
  expect(floor.told()).toContain(
    'Step which leads on by “case 3”: line is “+441632960100”: it starts with “+4416”',
  )
})

test.each([
  ['is', { kind: 'is', text: '7' }, '7', true],
  ['is not', { kind: 'is', text: '7' }, '70', false],
  ['is one of', { kind: 'one-of', texts: ['a', 'b'] }, 'b', true],
  ['compares numbers as numbers', { kind: 'above', than: '9' }, '10', true],
  ['compares times by their characters', { kind: 'below', than: '09:30' }, '09:05', true],
  ['is not above itself', { kind: 'above', than: '5' }, '5', false],
  ['knows nothing of an empty value', { kind: 'known', known: false }, '', true],
  ['never holds of what is not there', { kind: 'below', than: '5' }, undefined, false],
] as const)('A test %s', (_, asked, value, verdict) => {
  expect(holds(asked, value)).toBe(verdict)
})

test('A flow runs another and goes on after its return, with what was kept in it', () => {
  const main = flowOf({
    begin: { kind: 'flow', flow: toId('inner'), next: to('after') },
    after: say('Hello, {name}.'),
  })
  const inner = flowOf(
    {
      keep: { kind: 'set', values: { name: 'Ada' }, next: to('back') },
      back: { kind: 'return' },
    },
    'inner',
  )
  const floor = callInto(main, inner)
  expect(heard(floor)).toEqual(['Hello, Ada.'])
  expect(floor.told()).toContain('Flow main goes on, version v1')
})

test('A flow that runs inside another finishes in the version it began with', () => {
  const main = flowOf({
    begin: { kind: 'flow', flow: toId('inner'), next: to('after') },
    after: say('Old words after.'),
  })
  const inner = flowOf({ ask: say('Old words.', 'back'), back: { kind: 'return' } }, 'inner')
  const floor = callInto(main, inner)
  const changed = { ...main, version: 'v2', steps: { ...main.steps, after: say('New words.') } }
  floor.put({ kind: 'tenant-configured', config: smallCompany({ flows: [changed] }) })
  floor.played()
  expect(heard(floor)).toEqual(['Old words after.'])
})

test('Flows that run each other without end are stopped', () => {
  const main = flowOf({ again: { kind: 'flow', flow: toId('main'), next: to('end') } })
  const floor = callInto(main)
  expect(floor.told().at(-1)).toContain('ended by a fault')
  expect(floor.facts).toContainEqual(
    expect.objectContaining({ exit: 'fault', why: '8 flows run inside one another already' }),
  )
})

test('A return outside of any other flow ends the call', () => {
  const floor = callInto(flowOf({ back: { kind: 'return' } }))
  expect(floor.told().at(-1)).toContain('ended by the flow')
})

test('A flow knows the time on the wall of its opening hours', () => {
  const flow = flowOf({ now: say('{weekday.office} {date.office} {time.office} {hours.office}') })
  const config = smallCompany({
    flows: [flow],
    queues: [salesQueue],
    hours: [
      {
        id: toId('office'),
        name: 'Office',
        zone: { name: 'Test', offsetMinutes: 60, changes: [] },
        week: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]),
        holidays: [],
      },
    ],
  })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config })
  arrive(floor)
  expect(heard(floor)).toEqual(['mon 2026-11-23 11:00 open'])
})
