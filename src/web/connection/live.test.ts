import type { LiveMessage } from '#contract'
import { expect, test } from 'vitest'
import { createStandIn, type StandIn } from '../gallery/stand-in.ts'
import { viewsAt } from '../gallery/views.ts'
import { createFakeClock, type FakeClock } from '../model/fake-clock.ts'
import { probeMsMax, retryDelayMs, retryMsMax } from './link.ts'
import { createLive, type Live } from './live.ts'
import { createServerClock, type ServerClock } from './server-clock.ts'

interface Rig {
  readonly clock: FakeClock
  readonly standIn: StandIn
  readonly serverClock: ServerClock
  readonly live: Live
  readonly failures: () => number
}

function rig(): Rig {
  const clock = createFakeClock()
  const standIn = createStandIn(clock, () => undefined)
  const serverClock = createServerClock(clock)
  let failures = 0
  const live = createLive({
    clock,
    serverClock,
    openSocket: standIn.ports.openSocket,
    onFailedTry: () => {
      failures += 1
    },
  })
  return { clock, standIn, serverClock, live, failures: () => failures }
}

const turn = (): Promise<void> => Promise.resolve()

test('Nothing is open until something is watched, and nothing after nobody watches', async () => {
  const { live, clock } = rig()
  expect(live.state.get()).toBe('idle')
  const stop = live.watch('desk', () => undefined)
  await turn()
  expect(live.state.get()).toBe('connecting')
  stop()
  await turn()
  expect(live.state.get()).toBe('idle')
  expect(clock.waiting()).toBe(0)
})

test('A change of page is one message with the whole set', async () => {
  const { live, standIn } = rig()
  live.watch('desk', () => undefined)
  await turn()
  standIn.open()
  const leaveBoard = live.watch('board', () => undefined)
  await turn()
  leaveBoard()
  live.watch('interaction:i-1', () => undefined)
  await turn()
  expect(standIn.said).toEqual([
    '{"watch":["desk"]}',
    '{"watch":["desk","board"],"board":""}',
    '{"watch":["desk","interaction:i-1"]}',
  ])
})

test('Each hears its own topic alone', async () => {
  const { live, standIn, clock } = rig()
  const heard: string[] = []
  live.watch('desk', message => heard.push(`desk ${message.topic}`))
  live.watch('interaction:i-1', message => heard.push(`i-1 ${message.topic}`))
  await turn()
  standIn.open()
  const views = viewsAt(clock.now())
  standIn.push({ topic: 'desk', view: views.desks.available })
  standIn.push({ topic: 'interaction', id: 'i-2', view: views.interaction })
  standIn.push({ topic: 'interaction', id: 'i-1', view: views.interaction })
  standIn.push({ topic: 'refused', code: 'not-found', words: 'No such interaction.' })
  expect(heard).toEqual(['desk desk', 'i-1 interaction'])
})

test('A lost socket comes back by itself, asks again for everything, and later each time it fails', async () => {
  const { live, standIn, clock, failures } = rig()
  live.watch('desk', () => undefined)
  await turn()
  standIn.open()
  standIn.cut()
  expect(live.state.get()).toBe('lost')
  expect(failures()).toBe(0)
  clock.advance(retryDelayMs(0, 0.5))
  standIn.cut()
  expect(failures()).toBe(1)
  clock.advance(retryDelayMs(0, 0.5))
  expect(standIn.said).toEqual([])
  clock.advance(retryDelayMs(1, 0.5))
  standIn.open()
  expect(live.state.get()).toBe('live')
  expect(standIn.said).toEqual(['{"watch":["desk"]}'])
})

test('The wait between tries doubles, has a limit, and is spread over its upper half', () => {
  expect([0, 1, 2, 9].map(tries => retryDelayMs(tries, 1))).toEqual([500, 1000, 2000, retryMsMax])
  expect(retryDelayMs(9, 0)).toBe(retryMsMax / 2)
  expect(retryDelayMs(1000, 1)).toBe(retryMsMax)
})

test('A page that wakes asks at once, and gives up a socket that stays silent', async () => {
  const { live, standIn, clock } = rig()
  live.watch('desk', () => undefined)
  await turn()
  standIn.open()
  live.wake()
  expect(standIn.said).toHaveLength(2)
  standIn.push({ topic: 'desk', view: viewsAt(clock.now()).desks.available })
  clock.advance(probeMsMax * 2)
  expect(live.state.get()).toBe('live')
  live.wake()
  clock.advance(probeMsMax)
  expect(live.state.get()).toBe('lost')
  live.wake()
  standIn.open()
  expect(live.state.get()).toBe('live')
})

test('The clock runs on the server’s time, by the message with the shortest journey', async () => {
  const { live, standIn, clock, serverClock } = rig()
  live.watch('desk', () => undefined)
  await turn()
  standIn.open()
  const ahead = 90_000
  for (const journeyMs of [40, 5, 300]) {
    const { available } = viewsAt(clock.now() + ahead - journeyMs).desks
    standIn.push({ topic: 'desk', view: available })
  }
  expect(serverClock.now() - clock.now()).toBe(ahead - 5)
})

/** A board of the server's, its version, and what changed on it afterwards. */
const boardAt = (at: number): Extract<LiveMessage, { readonly topic: 'board' }> => ({
  topic: 'board',
  version: 'log.0',
  view: { ...viewsAt(at).board, at },
})
const queueGone = (from: string, to: string): LiveMessage => ({
  topic: 'board-change',
  from,
  to,
  change: { at: 1, queues: { removed: ['sales'] } },
})

test('What changed on the board is shown on the board it changes, and a return names what is held', async () => {
  const { live, standIn, clock } = rig()
  const heard: number[] = []
  live.watch('board', message => {
    if (message.topic === 'board') heard.push(message.view.queues.length)
  })
  await turn()
  standIn.open()
  const whole = boardAt(clock.now())
  standIn.push(whole)
  standIn.push(queueGone('log.0', 'log.1'))
  const count = whole.view.queues.length
  expect(heard).toEqual([count, count - 1])
  standIn.cut()
  clock.advance(retryDelayMs(0, 0.5))
  standIn.open()
  expect(standIn.said).toEqual(['{"watch":["board"],"board":"log.1"}'])
})

test('What does not follow from the board that is held is not shown, and the whole is asked for once', async () => {
  const { live, standIn, clock } = rig()
  const heard: string[] = []
  live.watch('board', message => {
    if (message.topic === 'board') heard.push(message.version)
  })
  await turn()
  standIn.open()
  standIn.push(boardAt(clock.now()))
  standIn.push(queueGone('log.4', 'log.5'))
  standIn.push(queueGone('log.5', 'log.6'))
  expect(heard).toEqual(['log.0'])
  expect(standIn.said.slice(1)).toEqual(['{"watch":["board"],"board":""}'])
})

test('A board that nobody watches is not kept', async () => {
  const { live, standIn, clock } = rig()
  live.watch('desk', () => undefined)
  const stop = live.watch('board', () => undefined)
  await turn()
  standIn.open()
  standIn.push(boardAt(clock.now()))
  stop()
  await turn()
  live.watch('board', () => undefined)
  await turn()
  expect(standIn.said.at(-1)).toBe('{"watch":["desk","board"],"board":""}')
})
