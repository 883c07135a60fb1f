import { expect, test } from 'vitest'
import { type Question, questionsOf, withKind, withLabel, withQuestions } from './forms.ts'

const empty: Question = { id: '', label: '', kind: 'text', required: false }

test('A short name follows the words of its question until somebody gives it one', () => {
  const named = withLabel(empty, '2. Número de pedido?')
  const renamed = withLabel({ ...named, id: 'order' }, 'Order')
  expect([named.id, withLabel(named, 'Order').id, renamed.id]).toEqual([
    'numero-de-pedido',
    'order',
    'order',
  ])
})

test('What is read from a form is written as it was, and other queues keep theirs', () => {
  const forms = {
    sales: [{ id: 'a', label: 'A' }],
    support: [{ id: 'b', label: 'B', kind: 'choice', required: true, choices: ['x', 'y'] }],
  }
  expect(withQuestions(forms, 'support', questionsOf(forms, 'support'))).toEqual(forms)
  expect(withQuestions(forms, 'sales', [])).toEqual({ ...forms, sales: [] })
  expect(questionsOf(forms, 'spanish')).toEqual([])
})

test('Only a choice has something to choose from', () => {
  const choice = withKind(empty, 'choice')
  expect(choice.choices).toEqual([])
  expect('choices' in withKind(choice, 'number')).toBe(false)
})
