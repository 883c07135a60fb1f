import { expect, test } from 'vitest'
import type { LegId, StepId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Rehearsal } from '../testing/rehearsal.ts'
import { mainFlow, rehearse, smallCompany } from '../testing/rehearsal.ts'
import type { Flow, FlowStep } from './flow.ts'

const caller = toId<LegId>('c1')
const to = (step: string): StepId => toId<StepId>(step)

/** A caller in a flow whose first step is the given one; `sorry` and `end` are there already. */
function callInto(first: FlowStep): Rehearsal {
  const said = { kind: 'say', text: 'Sorry.' } as const
  const flow: Flow = {
    ...mainFlow,
    start: to('first'),
    steps: {
      first,
      sorry: { kind: 'say', prompts: [said], next: to('end') },
      end: { kind: 'hang-up' },
    },
  }
  const config = smallCompany({ flows: [flow] })
  const floor = rehearse(config)
  floor.put({ kind: 'tenant-configured', config })
  floor.put({
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: caller,
    from: '+441632960999',
    to: '+441632960100',
    trunk: 'carrier',
  })
  return floor
}

function press(floor: Rehearsal, digit: string): void {
  floor.put({ kind: 'digit-pressed', leg: caller, digit })
}

function heard(floor: Rehearsal): string[] {
  return floor.open('play').order.prompts.map(prompt => {
    if (prompt.kind === 'say') return prompt.text
    return prompt.kind === 'tone' ? prompt.tone : prompt.kind
  })
}

const queue: FlowStep = {
  kind: 'queue',
  queue: toId('sales'),
  closed: to('sorry'),
  timeout: to('sorry'),
  announce: {
    everyMs: 30_000,
    prompts: [{ kind: 'say', text: 'You are number {position}{wait}.' }],
  },
  keys: { '9': to('sorry') },
}

test('A waiting caller is told the place in line between the music', () => {
  const floor = callInto(queue)
  expect(heard(floor)).toEqual(['file'])
  floor.pass(30_000)
  expect(heard(floor)).toEqual(['You are number 1.'])
  floor.played()
  expect(heard(floor)).toEqual(['file'])
  floor.pass(30_000)
  expect(heard(floor)).toEqual(['You are number 1.'])
})

test('A waiting caller leaves the queue by a key, and by no other', () => {
  const floor = callInto(queue)
  press(floor, '3')
  expect(floor.told().at(-1)).toBe('Key 3: no key was awaited')
  press(floor, '9')
  expect(heard(floor)).toEqual(['Sorry.'])
  expect(floor.told()).toContain('Leaves Sales after 0 s: the customer pressed a key')
  expect(floor.state.queues.get(toId('sales'))?.sides.voice.waiting.length).toBe(0)
})

const outside: FlowStep = {
  kind: 'transfer',
  to: '+441632960777',
  ringMs: 20_000,
  busy: to('sorry'),
  noAnswer: to('end'),
}

test('A flow hands a caller on to a number outside, who hears it ring', () => {
  const floor = callInto(outside)
  expect(heard(floor)).toEqual(['ringback'])
  floor.answer()
  floor.put({ kind: 'leg-ended', leg: caller, by: 'far-end', cause: 'BYE' })
  expect(floor.told().at(-1)).toContain('handed on to a number outside')
  expect(floor.state.interactions.size).toBe(0)
})

test.each([
  ['busy', 'sorry'],
  ['declined', 'sorry'],
  ['unreachable', 'end'],
] as const)('A number outside that is %s leads to the step %s', (code, step) => {
  const floor = callInto(outside)
  floor.fail(code)
  expect(floor.told().some(words => words.startsWith(`Step ${step} `))).toBe(true)
})

test('A number outside that rings too long is given up', () => {
  const floor = callInto(outside)
  floor.pass(20_000)
  expect(floor.state.interactions.size).toBe(0)
  expect(floor.told()).toContain('+441632960777 did not answer after 20 s')
})

test('What is no number is not called', () => {
  const floor = callInto({ ...outside, to: '{customer.name}' })
  expect(floor.told().join()).toContain('“” is no number')
})

const voicemail: FlowStep = {
  kind: 'voicemail',
  prompts: [{ kind: 'say', text: 'Please leave a message.' }],
  recordMsMax: 60_000,
  silenceMs: 4000,
  endKey: '#',
  next: to('sorry'),
}

test.each([
  ['the end key', (floor: Rehearsal): void => press(floor, '#')],
  ['the longest time', (floor: Rehearsal): void => floor.pass(60_000)],
  [
    'silence',
    (floor: Rehearsal): void => {
      floor.put({ kind: 'silence-heard', leg: caller })
    },
  ],
])('A message is recorded after the beep, and ended by %s', (why, end) => {
  const floor = callInto(voicemail)
  expect(heard(floor)).toEqual(['Please leave a message.', 'beep'])
  expect(floor.told()).not.toContain('Recording begins')
  floor.played()
  expect(floor.told()).toContain('Recording begins')
  end(floor)
  expect(floor.told()).toContain(`A message was left, ended by: ${why}`)
  expect(heard(floor)).toEqual(['Sorry.'])
  floor.played()
  expect(floor.state.interactions.size).toBe(0)
})

test('A caller who hangs up after speaking has left a message', () => {
  const floor = callInto(voicemail)
  press(floor, '#')
  floor.put({ kind: 'leg-ended', leg: caller, by: 'far-end', cause: 'BYE' })
  expect(floor.told().at(-1)).toContain('a message was left')
  expect(floor.facts.some(fact => fact.kind === 'recording-finished')).toBe(true)
  expect(floor.state.interactions.size).toBe(0)
})

test('A caller who hangs up in the greeting has left nothing', () => {
  const floor = callInto(voicemail)
  floor.put({ kind: 'leg-ended', leg: caller, by: 'far-end', cause: 'BYE' })
  expect(floor.told().at(-1)).toContain('the customer hung up in the flow')
})
