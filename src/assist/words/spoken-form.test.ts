import { expect, test } from 'vitest'
import { cardinal, ordinal, year } from './number-words.ts'
import { spokenForm, unspeakable } from './spoken-form.ts'

test.each([
  [
    'Call +1 425 555 0100 now.',
    'Call plus one, four two five, five five five, zero one zero zero now.',
  ],
  ['Call (425) 555-0100.', 'Call four two five, five five five, zero one zero zero.'],
  ['Call +49 30 1234567', 'Call plus four nine, three zero, one two three four five six seven'],
  ['Call +14255550100', 'Call plus one four two five five five five zero one zero zero'],
  ['Your balance is $12.50.', 'Your balance is twelve dollars and fifty cents.'],
  ['You owe £1', 'You owe one pound'],
  ['That is £0.01 more', 'That is zero pounds and one penny more'],
  [
    'It costs 1,299.99 EUR a year',
    'It costs one thousand two hundred ninety nine euros and ninety nine cents a year',
  ],
  ['EUR 5', 'five euros'],
  ['We close on 2026-12-24.', 'We close on December twenty fourth, twenty twenty six.'],
  ['Due 03/04/2026', 'Due March fourth, twenty twenty six'],
  ['Due 24/12/2026', 'Due December twenty fourth, twenty twenty six'],
  ['Not a date: 2026-13-45', 'Not a date: two zero two six, one three, four five'],
  ['Open 9:00 to 17:30', "Open nine o'clock to five thirty P M"],
  ['Open 9am to 5 p.m. daily', 'Open nine A M to five P M daily'],
  ['At 00:05', 'At twelve oh five A M'],
  ['At 12:00 and 24:00', "At twelve o'clock and twelve A M"],
  ['We are here 24/7', 'We are here twenty four seven'],
  ['Save 15% & more', 'Save fifteen percent and more'],
  ['You are the 3rd of 12 callers', 'You are the third of twelve callers'],
  ['Case 0042, order 123456', 'Case zero zero four two, order one two three four five six'],
  ['Since 1999, and since 2005', 'Since nineteen ninety nine, and since two thousand five'],
  [
    '1,234,567 people',
    'one million two hundred thirty four thousand five hundred sixty seven people',
  ],
  ['Version 2.05', 'Version two point zero five'],
  [
    'Press 1 for sales, # to hear this again, * to go back',
    'Press one for sales, pound to hear this again, star to go back',
  ],
  [
    'Write to help@contoso.com or see www.contoso.com.',
    'Write to help at contoso dot com or see w w w dot contoso dot com.',
  ],
  ['Crème brûlée at the Straße “Zoë” – really…', 'Creme brulee at the Strasse Zoe, really...'],
  ['Line\nbreak\u0000 and   spaces', 'Line break and spaces'],
])('%j is spoken as %j', (written, spoken) => {
  expect(spokenForm(written, 'en-US')).toBe(spoken)
})

test('Britain puts the day first and says hash', () => {
  expect(spokenForm('On 03/04/2026 press #', 'en-GB')).toBe(
    'On April third, twenty twenty six press hash',
  )
})

test('a language we have no rules for keeps its figures and its letters', () => {
  expect(spokenForm('Drücken Sie  die 1', 'de-DE')).toBe('Drücken Sie die 1')
})

test('letters no Latin engine can say are named, and marks are not', () => {
  expect(unspeakable('Hello 漢字 and 漢 — “fine”')).toBe('漢字')
})

test.each([
  [0, 'zero', 'zeroth', 'zero'],
  [12, 'twelve', 'twelfth', 'twelve'],
  [80, 'eighty', 'eightieth', 'eighty'],
  [1_900, 'one thousand nine hundred', 'one thousand nine hundredth', 'nineteen hundred'],
  [1_905, 'one thousand nine hundred five', 'one thousand nine hundred fifth', 'nineteen oh five'],
  [2_000, 'two thousand', 'two thousandth', 'two thousand'],
])('%i has its three readings', (value, ...readings) => {
  expect([cardinal(value), ordinal(value), value < 100 ? cardinal(value) : year(value)]).toEqual(
    readings,
  )
})
