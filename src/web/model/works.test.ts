import type { DeskView, WorkView } from '#contract'
import { expect, test } from 'vitest'
import { viewsAt } from '../gallery/views.ts'
import { isAtTask, worksOf } from './works.ts'

const { desks } = viewsAt(1_800_000_000_000)

function at(change: Partial<WorkView>): DeskView {
  const [first] = desks.tasks.works ?? []
  return { ...desks.tasks, works: first === undefined ? [] : [{ ...first, ...change }] }
}

test('A task that is to be filed asks the form of its queue, as a call does', () => {
  const { dispositions, form } = desks['wrap-up'].wrapUp ?? {}
  const [asked] = worksOf(at({ state: 'wrap-up', dispositions, form }))
  expect(asked).toMatchObject({ kind: 'wrap-up', wrapUp: { dispositions, form } })
  const [plain] = worksOf(at({ state: 'wrap-up', dispositions }))
  expect(plain?.kind === 'wrap-up' && 'form' in plain.wrapUp).toBe(false)
})

test('Who is at a task alone is not in a call; who talks is, whatever else is on the desk', () => {
  const talking: DeskView = { ...desks.talk, works: desks.tasks.works }
  expect([desks.tasks, desks.talk, talking, desks.available].map(isAtTask)).toEqual([
    true,
    false,
    false,
    false,
  ])
})
