import { expect, test } from 'vitest'
import { adminEn as words } from '../words/admin-en.ts'
import { aboutWords, deedWords, sideWords } from './deed-words.ts'

test.each([
  ['config-changed', 'queues sales', 'Settings changed', 'Queues sales'],
  ['prompt-spoken', 'prompt welcome', 'Text spoken', 'Prompt welcome'],
  ['config-changed', 'tenant', 'Settings changed', 'Company'],
  ['of-a-later-version', 'something new', 'of-a-later-version', 'something new'],
])('the deed %s of %s is told in words', (what, about, done, where) => {
  expect([deedWords(what, words), aboutWords(about, words)]).toEqual([done, where])
})

test('a side of a change names its keys as the forms do, and shows what it does not know', () => {
  const side = { name: 'Sales', version: 7, why: 'Holidays', constructor: 'odd' }
  expect(sideWords(side, words)).toBe('Name: Sales\nVersion: 7\nWhy: Holidays\nconstructor: odd')
  expect(sideWords(undefined, words)).toBe('')
})
