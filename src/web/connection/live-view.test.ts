import type { DeskView } from '#contract'
import { expect, test } from 'vitest'
import { type Answer, createStandIn, type StandIn } from '../gallery/stand-in.ts'
import { gone, viewsAt } from '../gallery/views.ts'
import { createFakeClock, type FakeClock } from '../model/fake-clock.ts'
import { until } from '../model/until.ts'
import { createHttp } from './http.ts'
import { createLive } from './live.ts'
import { createLiveView, type LiveView } from './live-view.ts'
import { createServerClock } from './server-clock.ts'
import { slowAfterMs } from './session.ts'

interface Rig {
  readonly clock: FakeClock
  readonly standIn: StandIn
  readonly view: LiveView<DeskView>
}

function rig(answers: (Answer | undefined | 'unreachable')[]): Rig {
  const clock = createFakeClock()
  const standIn = createStandIn(clock, () => answers.shift())
  const serverClock = createServerClock(clock)
  const http = createHttp({ fetch: standIn.ports.fetch, clock, onSignedOut: () => undefined })
  const live = createLive({
    clock,
    serverClock,
    openSocket: standIn.ports.openSocket,
    onFailedTry: () => undefined,
  })
  const view = createLiveView<DeskView>(
    { http, live, clock, serverClock },
    {
      path: '/api/desk',
      topic: 'desk',
      pick: message => (message.topic === 'desk' ? message.view : undefined),
    },
  )
  return { clock, standIn, view }
}

const desks = viewsAt(1_800_000_000_000).desks

test('A view that is long in coming says so, and comes by whichever way is first', async () => {
  const { clock, standIn, view } = rig([undefined])
  const stop = view.subscribe(() => undefined)
  expect(view.get()).toEqual({ kind: 'loading', slow: false })
  clock.advance(slowAfterMs)
  expect(view.get()).toEqual({ kind: 'loading', slow: true })
  await Promise.resolve()
  standIn.open()
  standIn.push({ topic: 'desk', view: desks.offer })
  expect(view.get()).toEqual({ kind: 'ready', view: desks.offer, stale: false })
  stop()
})

test('A refusal is shown with its words, and trying again can help', async () => {
  const { view } = rig([{ status: 403, body: { ...gone, status: 403 } }, { body: desks.available }])
  view.subscribe(() => undefined)
  const failed = await until(view, screen => screen.kind === 'failed')
  expect(failed).toMatchObject({ trouble: { kind: 'refused', problem: { remedy: gone.remedy } } })
  view.retry()
  const ready = await until(view, screen => screen.kind === 'ready')
  expect(ready).toMatchObject({ view: desks.available, stale: false })
})

test('A server that is away is told from one that says no', async () => {
  const { view } = rig(['unreachable'])
  view.subscribe(() => undefined)
  expect(await until(view, screen => screen.kind === 'failed')).toEqual({
    kind: 'failed',
    trouble: { kind: 'unreachable' },
  })
})

test('An older view never takes the place of a newer one', async () => {
  const { standIn, view } = rig([undefined])
  view.subscribe(() => undefined)
  await Promise.resolve()
  standIn.open()
  view.accept({ ...desks.talk, at: desks.talk.at + 10 })
  standIn.push({ topic: 'desk', view: desks.offer })
  expect(view.get()).toMatchObject({ view: { state: 'talking' } })
})

test('A view outlives its connection, and says that it is from before', async () => {
  const { standIn, view } = rig([{ body: desks.available }])
  view.subscribe(() => undefined)
  await until(view, screen => screen.kind === 'ready')
  standIn.cut()
  expect(view.get()).toMatchObject({ kind: 'ready', stale: true })
  standIn.open()
})

test('When nobody looks any more nothing waits and nothing is open', async () => {
  const { clock, view } = rig([{ body: desks.available }])
  const stop = view.subscribe(() => undefined)
  await until(view, screen => screen.kind === 'ready')
  stop()
  await Promise.resolve()
  expect(clock.waiting()).toBe(0)
})
