import { expect, test } from 'vitest'
import { viewsAt } from '../gallery/views.ts'
import { checkForm } from './wrap-up-form.ts'

const { wrapUp } = viewsAt(1_800_000_000_000).desks['wrap-up']

test('A form is handed in with numbers as numbers and yes as yes', () => {
  if (wrapUp === undefined) throw new Error('the gallery shows no wrap-up')
  const answers = { order: ' 4711 ', amount: '12,50', again: 'no', product: '' }
  expect(checkForm(wrapUp, { disposition: 'solved', note: 'Fine.', answers })).toEqual({
    ok: true,
    form: {
      disposition: 'solved',
      note: 'Fine.',
      answers: { order: '4711', amount: 12.5, again: false },
    },
  })
})

test('What is missing or no number is told field by field, and nothing is handed in', () => {
  if (wrapUp === undefined) throw new Error('the gallery shows no wrap-up')
  const answers = { order: ' ', amount: 'many' }
  expect(checkForm(wrapUp, { disposition: '', note: '', answers })).toEqual({
    ok: false,
    disposition: true,
    answers: { order: 'required', amount: 'not-a-number' },
  })
})
