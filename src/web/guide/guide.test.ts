import { expect, test } from 'vitest'
import type { Shelf } from '../model/shelf.ts'
import { callForVisitor, createGuide, guideSteps, wayTo } from './guide.ts'

function shelf(): Shelf {
  const kept = new Map<string, unknown>()
  return { read: key => kept.get(key), write: (key, value) => void kept.set(key, value) }
}

test('a browser remembers what it has done of the tour, and that it wants none', () => {
  const kept = shelf()
  const guide = createGuide(kept)
  guide.tick('watch')
  guide.tick('watch')
  guide.skip(true)
  expect(createGuide(kept).get()).toEqual({ done: ['watch'], isSkipped: true })
})

test('a shelf that holds something else begins the tour anew', () => {
  const kept = shelf()
  kept.write('parley.guide', { done: ['fly'], isSkipped: 'maybe' })
  expect(createGuide(kept).get()).toEqual({ done: [], isSkipped: false })
})

test('every invitation is one address, and those at a desk sign the right person in', () => {
  const common = { name: '', number: '', presence: 'available', meets: 'hand' } as const
  const state = { kind: 'idle' } as const
  const people = [
    { ...common, state, id: 'm', userName: 'maya.brooks@harbourlane.example' },
    { ...common, state, id: 's', userName: 'simon.adeyemi@harbourlane.example' },
  ]
  expect(guideSteps.map(step => wayTo(step, { people }))).toEqual([
    '/emulator/api/people/m/sign-in?page=%2F%3Ftour%3Dtake',
    '/emulator/phone',
    '/emulator/api/people/s/sign-in?page=%2Fboard%3Ftour%3Dwatch',
    '/emulator/api/people/s/sign-in?page=%2Fwhy',
    '/emulator/panel',
  ])
})

test('the visitor’s customer asks for advice where there is such a number, and for anything elsewhere', () => {
  const numbers = [{ number: '+441632960102', name: 'Design advice' }]
  expect(callForVisitor({ numbers, stories: ['wants advice'] })).toEqual({
    count: 1,
    to: '+441632960102',
    story: 'wants advice',
  })
  expect(callForVisitor({ numbers: [], stories: [] })).toEqual({ count: 1 })
})
