import { expect, test } from 'vitest'
import { dayAt } from '../gallery/board-views.ts'
import { viewsAt } from '../gallery/views.ts'
import { alertOf } from './alerts.ts'
import { filterAgents, filterInteractions, wholeFloor } from './board-filter.ts'
import { dateBeside, dayLine, dayTotals } from './day-bands.ts'
import { createFakeClock } from './fake-clock.ts'
import { floorFigures } from './floor-figures.ts'
import { createTelling, raisedAlerts } from './raised-alerts.ts'
import { settleBoard } from './steady-board.ts'
import { createTicker } from './ticker.ts'
import { windowAt } from './window.ts'

const at = 1_800_000_000_000
const { board, desks } = viewsAt(at)

test('The floor’s figures are sums of its queues, and agents are counted as people', () => {
  expect(floorFigures(board)).toEqual({
    waiting: 3,
    waitingSince: at - 94_000,
    ready: 2,
    talking: 2,
    offered: 209,
    answered: 187,
    abandoned: 13,
    answeredInTime: 163,
    left: 206,
  })
})

test('Every word looked for must be in the row, in any order and case', () => {
  const amara = { ...wholeFloor, find: 'OKAFOR amara' }
  expect(filterAgents(board, amara).map(row => row.id)).toEqual(['amara'])
  expect(filterInteractions(board, { ...wholeFloor, find: 'support' }).length).toBeGreaterThan(2)
  const nobody = { ...wholeFloor, find: 'nobody of that name' }
  expect([filterAgents(board, nobody), filterInteractions(board, nobody)]).toEqual([[], []])
})

test('A queue, a state or a phase leaves those alone that have it', () => {
  const spanish = filterAgents(board, { ...wholeFloor, queue: 'spanish' })
  expect(spanish.map(row => row.id)).toEqual(['rosa'])
  const ready = filterAgents(board, { ...wholeFloor, state: 'available' })
  expect(ready.map(row => row.id)).toEqual(['mei', 'sam'])
  const waiting = filterInteractions(board, { ...wholeFloor, phase: 'waiting' })
  expect(waiting.map(row => row.id)).toEqual(['i-5', 'i-6'])
})

test('Agents at work come first and those who have left come last', () => {
  const states = filterAgents(board, wholeFloor).map(row => row.state)
  expect(states[0]).toBe('reserved')
  expect(states.at(-1)).toBe('signed-out')
})

test('A board that says the same is the same, and a changed row is the only new one', () => {
  const again = { ...structuredClone(board), at: at + 250 }
  expect(settleBoard(board, again)).toBe(board)
  const changed = structuredClone(board)
  const [first, ...rest] = changed.agents
  if (first === undefined) throw new Error('the board has no agents')
  const settled = settleBoard(board, {
    ...changed,
    agents: [{ ...first, state: 'available' }, ...rest],
  })
  expect(settled.queues).toBe(board.queues)
  expect(settled.agents.map((row, nth) => row === board.agents[nth])).toEqual(
    board.agents.map((_, nth) => nth !== 0),
  )
})

test('An alert is told once while it stands, and again when it comes back', () => {
  const tell = createTelling()
  const raised = raisedAlerts(board)
  expect(raised.map(({ id }) => id)).toEqual(['support longest-wait'])
  expect(tell(raised)).toEqual(raised)
  expect(tell(raised)).toEqual([])
  expect(tell([])).toEqual([])
  expect(tell(raised)).toEqual(raised)
})

test.each([
  [0, { from: 0, to: 46 }],
  [450, { from: 0, to: 46 }],
  [45_000, { from: 984, to: 1030 }],
  [89_500, { from: 1974, to: 2000 }],
])('Scrolled to %s pixels, the rows near by are drawn', (scrolled, window) => {
  expect(windowAt({ scrolled, height: 700, rowHeight: 45, count: 2000 })).toEqual(window)
})

test('A day is laid along a line from the first full hour of work to the last', () => {
  const line = dayLine(dayAt(Date.UTC(2026, 10, 20, 17, 20)))
  expect(line.bands).toHaveLength(14)
  expect(line.hours.map(({ at: hour }) => new Date(hour).getUTCHours())).toEqual([
    10, 11, 12, 13, 14, 15, 16, 17, 18,
  ])
  const [totals] = dayTotals(line)
  expect(totals).toEqual({ state: 'available', lastedMs: 283 * 60_000 })
  expect(dateBeside('2026-03-01', -1)).toBe('2026-02-28')
})

test.each([
  ['offer', true, 'offer'],
  ['talk', false, 'talk'],
  ['wrap-up', false, 'wrap-up'],
  ['missed', false, 'set-not-ready'],
  ['not-ready', false, 'nothing'],
  ['available', false, 'nothing'],
] as const)('At a desk with %s it rings: %s, and says: %s', (state, ringing, kind) => {
  expect(alertOf(desks[state])).toMatchObject({ ringing, says: { kind } })
})

test('A task that is offered in the middle of a call is told, without a ring in the ear', () => {
  const talking = { ...desks.talk, works: desks.tasks.works }
  expect(alertOf(talking)).toMatchObject({ ringing: false, says: { kind: 'task' } })
})

test('One tick for all clocks, on the full second, only while somebody looks', () => {
  const clock = createFakeClock(at + 400)
  let isVisible = true
  let changed: (() => void) | undefined
  const ticker = createTicker(
    clock,
    {
      visible: () => isVisible,
      onChange: listener => {
        changed = listener
        return () => undefined
      },
    },
    clock.now,
  )
  expect(clock.waiting()).toBe(0)
  const heard: number[] = []
  const stops = [1, 2].map(() => ticker.subscribe(() => heard.push(ticker.get())))
  expect(clock.waiting()).toBe(1)
  clock.advance(1600)
  expect(heard).toEqual([at + 1000, at + 1000, at + 2000, at + 2000])
  isVisible = false
  changed?.()
  expect(clock.waiting()).toBe(0)
  clock.advance(60_000)
  isVisible = true
  changed?.()
  expect(ticker.get()).toBe(at + 62_000)
  for (const stop of stops) stop()
  expect(clock.waiting()).toBe(0)
})
