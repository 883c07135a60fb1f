import { expect, test } from 'vitest'
import { viewsAt } from '../gallery/views.ts'
import { alertOf } from './alerts.ts'
import { filterBoard } from './board-filter.ts'
import { createFakeClock } from './fake-clock.ts'
import { floorFigures } from './floor-figures.ts'
import { createPlayhead } from './playhead.ts'
import { createTicker } from './ticker.ts'

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
  expect(filterBoard(board, 'OKAFOR amara').agents.map(row => row.id)).toEqual(['amara'])
  expect(filterBoard(board, 'support').interactions.length).toBeGreaterThan(2)
  expect(filterBoard(board, 'nobody of that name')).toEqual({ agents: [], interactions: [] })
})

test('Agents at work come first and those who have left come last', () => {
  const states = filterBoard(board, '').agents.map(row => row.state)
  expect(states[0]).toBe('reserved')
  expect(states.at(-1)).toBe('signed-out')
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

test('The playhead passes a wish to the player and the player’s place to all', () => {
  const playhead = createPlayhead()
  const wished: number[] = []
  const stop = playhead.onSeek(ms => wished.push(ms))
  playhead.seek(5000)
  playhead.moved(5010)
  stop()
  playhead.seek(9000)
  expect(wished).toEqual([5000])
  expect(playhead.get()).toBe(5010)
})
