import type { DeskView } from '#contract'
import { expect, test } from 'vitest'
import type { LiveView, Screen } from '../connection/live-view.ts'
import { createHttp } from '../connection/http.ts'
import { type Answer, createStandIn, type StandIn } from '../gallery/stand-in.ts'
import type { DeskCase } from '../gallery/desk-views.ts'
import { gone, viewsAt } from '../gallery/views.ts'
import { createCell } from './cell.ts'
import { createDesk, type Desk } from './desk.ts'
import { createFakeClock } from './fake-clock.ts'

const { desks } = viewsAt(1_800_000_000_000)

function deskAt(
  state: DeskCase,
  ...answers: Answer[]
): { readonly desk: Desk; readonly standIn: StandIn } {
  const clock = createFakeClock()
  const standIn = createStandIn(clock, () => answers.shift())
  const http = createHttp({ fetch: standIn.ports.fetch, clock, onSignedOut: () => undefined })
  const cell = createCell<Screen<DeskView>>({ kind: 'ready', view: desks[state], stale: false })
  const view: LiveView<DeskView> = {
    ...cell,
    retry: () => undefined,
    accept: accepted => cell.set({ kind: 'ready', view: accepted, stale: false }),
  }
  return { desk: createDesk(http, view), standIn }
}

const idle = { busy: undefined, trouble: undefined }

test('Choosing a state sends it and shows the desk that comes back', async () => {
  const { desk, standIn } = deskAt('available', { body: desks['not-ready'] })
  const done = desk.setState({ state: 'not-ready', reason: 'Lunch' })
  expect(desk.doing.get().busy).toBe('state')
  await done
  expect(standIn.asked).toEqual([
    {
      method: 'POST',
      path: '/api/desk/state',
      body: { state: 'not-ready', reason: 'Lunch' },
    },
  ])
  expect(desk.screen.get()).toMatchObject({ view: { state: 'not-ready' } })
  expect(desk.doing.get()).toEqual(idle)
})

test('An agent who is signed out takes calls with one choice: signed in first, then available', async () => {
  const { desk, standIn } = deskAt(
    'signed-out',
    { body: desks['not-ready'] },
    { body: desks.available },
  )
  await desk.setState({ state: 'available' })
  expect(standIn.asked.map(({ path }) => path)).toEqual(['/api/desk/sign-in', '/api/desk/state'])
  expect(desk.screen.get()).toMatchObject({ view: { state: 'available' } })
})

test('A refusal is kept with its words until it is dismissed', async () => {
  const { desk } = deskAt('offer', { status: 409, body: gone })
  await desk.decline('offer-1')
  expect(desk.doing.get()).toEqual({
    busy: undefined,
    trouble: { kind: 'refused', problem: gone },
  })
  desk.dismiss()
  expect(desk.doing.get()).toEqual(idle)
})

test('A second click while the first is under way is the same click', async () => {
  const { desk, standIn } = deskAt('talk', { body: desks['wrap-up'] }, { body: desks.available })
  await Promise.all([desk.talk('i-1').hangUp(), desk.talk('i-1').hangUp()])
  expect(standIn.asked.map(({ path }) => path)).toEqual(['/api/interactions/i-1/hang-up'])
})

test('A wrap-up tells whether the server has it', async () => {
  const { desk } = deskAt('wrap-up', { status: 409, body: gone }, { body: desks.available })
  const form = { disposition: 'solved', note: 'All well.' }
  expect(await desk.wrapUp('i-1', form)).toBe(false)
  expect(await desk.wrapUp('i-1', form)).toBe(true)
})
