import { flowGraph, toId, type Flow } from '#core'
import { expect, test } from 'vitest'
import { boxSize, layOutFlow, linePath } from './flow-layout.ts'

const flow: Flow = {
  id: toId('main'),
  name: 'Main',
  version: 'v1',
  start: toId('choice'),
  steps: {
    choice: {
      kind: 'menu',
      prompts: [{ kind: 'say', text: 'Press 1 or 2.' }],
      keys: { 1: toId('sales'), 2: toId('sales'), 9: toId('choice') },
      keyMs: 1,
      attemptsMax: 1,
      otherwise: toId('nowhere'),
    },
    sales: { kind: 'queue', queue: toId('sales'), closed: toId('end'), timeout: toId('end') },
    end: { kind: 'hang-up' },
  },
}

test('A flow is drawn from top to bottom without two steps in one place', () => {
  const { boxes, width, height } = layOutFlow(flowGraph(flow))
  expect(boxes.map(({ step }) => step.id)).toEqual(['choice', 'sales', 'end'])
  const ys = boxes.map(({ y }) => y)
  expect(ys).toEqual(ys.toSorted((one, other) => one - other))
  expect(boxes.every(({ x, y }) => x > 0 && x < width && y > 0 && y < height)).toBe(true)
  expect((ys[1] ?? 0) - (ys[0] ?? 0)).toBeGreaterThan(boxSize.height)
})

test('Exits to one step share a line, a step may lead to itself, and what is not there has no line', () => {
  const { lines } = layOutFlow(flowGraph(flow))
  const shown = lines.map(({ from, to, exits }) => {
    return `${from}>${to}: ${exits.map(exit => exit.of ?? exit.on).join(' ')}`
  })
  expect(shown).toEqual(['choice>sales: 1 2', 'choice>choice: 9', 'sales>end: closed timeout'])
  expect(lines.every(({ points }) => points.length > 1)).toBe(true)
})

test('A step that leads to itself has a loop that leaves its box and comes back to it', () => {
  const { lines, boxes, width } = layOutFlow(flowGraph(flow))
  const points = lines.find(({ from, to }) => from === to)?.points ?? []
  const box = boxes.find(({ step }) => step.id === 'choice')
  const [right, top] = [(box?.x ?? 0) + boxSize.width / 2, (box?.y ?? 0) - boxSize.height / 2]
  expect([points[0]?.x, points.at(-1)?.x]).toEqual([right, right])
  expect(points.every(({ y }) => y > top && y < top + boxSize.height)).toBe(true)
  const out = points.slice(1, -1)
  expect(out.length > 0 && out.every(({ x }) => x > right + 8 && x < width)).toBe(true)
})

test('A line begins at its first point and ends at its last', () => {
  const path = linePath([
    { x: 0, y: 0 },
    { x: 0, y: 10 },
    { x: 10, y: 20 },
    { x: 10, y: 30.04 },
  ])
  expect(path).toBe('M0 0 Q0 10 5 15 Q10 20 10 30')
  expect(linePath([])).toBe('')
})
