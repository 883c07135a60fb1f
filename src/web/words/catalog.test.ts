import { expect, test } from 'vitest'
import { languages } from '../model/settings.ts'
import { adminEn } from './admin-en.ts'
import { loadAdminWords } from './admin-words.ts'
import { loadWords } from './catalog.ts'
import { en } from './en.ts'
import { ru } from './ru.ts'
import { worldEn } from './world-en.ts'
import { loadWorldWords } from './world-catalog.ts'
import { clockTime, percent, secondsLeft } from './times.ts'

/** Sentences that are rightly the same in several languages. */
const shared = new Set([
  'Parley',
  'SIP',
  'Demo',
  'Nota',
  'Cliente',
  '—',
  'SHA-256',
  'Pausa',
  'Agente',
  'No',
])

/** Every sentence of a catalog by its place, the open ones filled in. */
function sentences(words: object, place = ''): readonly (readonly [string, string])[] {
  return Object.entries(words).flatMap(([key, said]: [string, unknown]) => {
    const here = `${place}/${key}`
    if (typeof said === 'string') return [[here, said] as const]
    if (typeof said === 'function')
      return [[here, String(Reflect.apply(said, undefined, [3, 4]))] as const]
    return typeof said === 'object' && said !== null ? sentences(said, here) : []
  })
}

const english = { ...en, admin: adminEn, world: worldEn }
const others = languages.filter(language => language !== 'en')

test.each(others)(
  'The catalog %s says everything English says, and says it in its own words',
  async language => {
    const words = {
      ...(await loadWords(language)),
      admin: await loadAdminWords(language),
      world: await loadWorldWords(language),
    }
    const said = new Map(sentences(words))
    const inEnglish = sentences(english)
    expect([...said.keys()].toSorted()).toEqual(inEnglish.map(([place]) => place).toSorted())
    const untranslated = inEnglish.filter(
      ([place, sentence]) =>
        sentence !== '' && said.get(place) === sentence && !shared.has(sentence),
    )
    expect(untranslated).toEqual([])
    const silent = inEnglish.filter(
      ([place, sentence]) => sentence !== '' && said.get(place) === '',
    )
    expect(silent).toEqual([])
  },
)

test('Russian has four forms for numbers', () => {
  const forms = [1, 3, 5, 21].map(count => ru.announce.wrapUp(count).split(': ')[1])
  expect(forms).toEqual(['1 секунда.', '3 секунды.', '5 секунд.', '21 секунда.'])
})

test('Clocks show whole seconds and never run below nothing', () => {
  expect([0, 7900, 750_000, 3_909_000, -5].map(clockTime)).toEqual([
    '0:00',
    '0:07',
    '12:30',
    '1:05:09',
    '0:00',
  ])
  expect([1, 1000, 1001, 0, -400].map(secondsLeft)).toEqual([1, 1, 2, 0, 0])
})

test('A share of nothing is no number', () => {
  expect(percent(0, 0)).toBeUndefined()
  expect(percent(70, 92)).toBe('76 %')
})
