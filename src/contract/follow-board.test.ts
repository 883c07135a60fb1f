import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomBoard } from './fake-board.ts'
import { applyBoardChange, boardChangeOf, joinBoardChanges } from './follow-board.ts'
import type { BoardView } from './views.ts'

test('what changed makes the newer board of the older, and is nothing where only the moment differs', () => {
  fc.assert(
    fc.property(randomBoard, randomBoard, (before, after) => {
      const change = boardChangeOf(before, after)
      const made =
        change === undefined ? { ...before, at: after.at } : applyBoardChange(before, change)
      expect(made).toEqual(after)
    }),
  )
})

test('a board that a change says nothing of keeps its rows as they are', () => {
  fc.assert(
    fc.property(randomBoard, randomBoard, (before, after) => {
      const change = boardChangeOf(before, structuredClone(after))
      const made = change === undefined ? before : applyBoardChange(before, change)
      for (const row of made.agents) {
        const old = before.agents.find(({ id }) => id === row.id)
        const isNews = change?.agents?.put?.includes(row) === true
        expect(isNews || row === old).toBe(true)
      }
    }),
  )
})

test('changes joined do what they do one after the other', () => {
  fc.assert(
    fc.property(
      randomBoard,
      fc.array(randomBoard, { maxLength: 12, size: 'max' }),
      (first, boards) => {
        let last: BoardView = first
        const changes = boards.flatMap(board => {
          const change = boardChangeOf(last, board)
          if (change !== undefined) last = board
          return change ?? []
        })
        const [one, ...others] = changes
        if (one === undefined) return
        const all = others.reduce(joinBoardChanges, one)
        expect(applyBoardChange(first, all)).toEqual(last)
      },
    ),
    { numRuns: 200 },
  )
})

test('what changed on a floor of many is only what changed', () => {
  fc.assert(
    fc.property(randomBoard, randomBoard, (before, after) => {
      const change = boardChangeOf(before, after)
      for (const row of change?.queues?.put ?? []) {
        expect(before.queues).not.toContainEqual(row)
      }
      for (const id of change?.queues?.removed ?? []) {
        expect(after.queues.map(queue => queue.id)).not.toContain(id)
      }
    }),
  )
})
