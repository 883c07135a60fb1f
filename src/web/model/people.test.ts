import type { PeopleView } from '#contract'
import { expect, test } from 'vitest'
import { createHttp } from '../connection/http.ts'
import { createStandIn } from '../gallery/stand-in.ts'
import { createFakeClock } from './fake-clock.ts'
import { createKeypad } from './keypad.ts'
import {
  createPeople,
  freshForMs,
  type PeopleSearch,
  pickerOptions,
  searchAfterMs,
} from './people.ts'
import { asksForHelp, type KeyPress, shortcutOf } from './shortcuts.ts'
import { typedNumber } from './targets.ts'
import { until } from './until.ts'

const found: PeopleView = {
  at: 0,
  agents: [
    { id: 'mei', name: 'Mei', state: 'available' },
    { id: 'joel', name: 'Joel', state: 'talking' },
  ],
  queues: [{ id: 'sales', name: 'Sales', open: true, waiting: 2, available: 1 }],
  experts: [{ id: 'law', name: 'Lawyer', address: '+441632960777' }],
  more: false,
}

const search = (text: string): PeopleSearch => ({
  text,
  state: 'ready',
  found,
  trouble: undefined,
})

function names(text: string, purpose: 'transfer' | 'consult'): readonly string[] {
  return pickerOptions(search(text), purpose).map(({ id }) => id)
}

function press(change: Partial<KeyPress>): KeyPress {
  const none = { ctrlKey: false, metaKey: false }
  return { code: 'KeyH', key: 'Ó', altKey: true, shiftKey: true, ...none, ...change }
}

test.each([
  ['+44 1632 960-123', '+441632960123'],
  ['(01632) 960.123', '01632960123'],
  ['101', '101'],
  ['12', undefined],
  ['Mei', undefined],
  ['+44 1632 960123 ext 4', undefined],
])('What is typed as %s is the number %s', (text, number) => {
  expect(typedNumber(text)).toBe(number)
})

test('A typed number comes before all, and only a transfer goes to a queue', () => {
  expect(names('', 'transfer')).toEqual(['agent mei', 'agent joel', 'expert law', 'queue sales'])
  expect(names('+441632960123', 'consult')).toEqual([
    'number',
    'agent mei',
    'agent joel',
    'expert law',
  ])
})

test('A name is asked for when the typing rests, and only the last question counts', async () => {
  const clock = createFakeClock()
  const standIn = createStandIn(clock, () => ({ body: found }))
  const http = createHttp({ fetch: standIn.ports.fetch, clock, onSignedOut: () => undefined })
  const people = createPeople(http, clock)
  people.search('m')
  people.search('me')
  people.search('mei')
  clock.advance(searchAfterMs)
  await until(people, ({ state }) => state === 'ready')
  expect(standIn.asked.map(({ path }) => path)).toEqual(['/api/people?q=mei'])
  expect(people.get()).toMatchObject({ text: 'mei', found })
})

test('While the list is open what it says stays fresh, no row moves, and closed it asks no more', async () => {
  const clock = createFakeClock()
  let body = found
  const standIn = createStandIn(clock, () => ({ body }))
  const http = createHttp({ fetch: standIn.ports.fetch, clock, onSignedOut: () => undefined })
  const people = createPeople(http, clock)
  people.search('')
  clock.advance(0)
  await until(people, ({ state }) => state === 'ready')
  body = {
    ...found,
    agents: [
      { id: 'joel', name: 'Joel', state: 'available' },
      { id: 'mei', name: 'Mei', state: 'talking' },
    ],
  }
  clock.advance(freshForMs)
  await until(people, now => now.found?.agents[0]?.state === 'talking')
  expect(people.get().found?.agents.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'mei talking',
    'joel available',
  ])
  people.close()
  clock.advance(10 * freshForMs)
  expect(standIn.asked).toHaveLength(2)
  expect(clock.waiting()).toBe(0)
})

test('Keys pressed while some are on their way go together after them, in order', async () => {
  const sent: string[] = []
  const taken: ((isTaken: boolean) => void)[] = []
  const pad = createKeypad(keys => {
    sent.push(keys)
    return new Promise(resolve => void taken.push(resolve))
  })
  for (const key of ['1', '2', 'x', '#']) pad.press(key)
  expect(pad.get()).toEqual({ pressed: '12#', refused: false })
  taken[0]?.(true)
  await Promise.resolve()
  await Promise.resolve()
  expect(sent).toEqual(['1', '2#'])
  taken[1]?.(false)
  await until(pad, ({ refused }) => refused)
  expect(pad.get().pressed).toBe('12#')
})

test('The desk’s keys are told by their place, and only with Alt and Shift alone', () => {
  expect(shortcutOf(press({}))).toBe('hold')
  expect(shortcutOf(press({ ctrlKey: true }))).toBeUndefined()
  expect(shortcutOf(press({ altKey: false }))).toBeUndefined()
  expect(shortcutOf(press({ code: 'KeyZ' }))).toBeUndefined()
  const mark = press({ altKey: false, key: '?' })
  expect([asksForHelp(mark, false), asksForHelp(mark, true)]).toEqual([true, false])
})
