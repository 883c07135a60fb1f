import { noteLengthMax as noteLengthOfServer } from '#contract'
import { expect, test } from 'vitest'
import { createDrafts, noteLengthMax } from './drafts.ts'
import { createSettings, preferredLanguage } from './settings.ts'
import { createShelf, type Shelf } from './shelf.ts'

function memoryShelf(begin: Readonly<Record<string, unknown>> = {}): Shelf {
  const kept = new Map(Object.entries(begin))
  return { read: key => kept.get(key), write: (key, value) => void kept.set(key, value) }
}

test('Notes begun in a call are found again in the wrap-up, and after a reload', () => {
  const shelf = memoryShelf()
  createDrafts(shelf).change('i-1', { note: 'Warm and friendly', answers: {} })
  const drafts = createDrafts(shelf)
  drafts.change('i-1', { disposition: 'solved' })
  expect(drafts.of('i-1')).toEqual({
    disposition: 'solved',
    note: 'Warm and friendly',
    answers: {},
  })
  drafts.discard('i-1')
  expect(createDrafts(shelf).of('i-1')).toEqual({ disposition: '', note: '', answers: {} })
})

test('What somebody else left on the shelf is passed over', () => {
  const drafts = createDrafts(memoryShelf({ 'parley.drafts': [7, ['i-1', 'solved'], 'x'] }))
  expect([...drafts.get()]).toEqual([])
  const settings = createSettings(
    memoryShelf({ 'parley.settings': { theme: 'pink', sound: 'loud' } }),
    [],
  )
  expect(settings.get()).toEqual({ theme: 'system', language: 'en', sound: true, keys: true })
})

test('A browser that refuses its storage keeps things as long as the page lives', () => {
  const shelf = createShelf(() => {
    throw new DOMException('Denied', 'SecurityError')
  })
  const settings = createSettings(shelf, [])
  settings.change({ theme: 'dark' })
  expect(settings.get().theme).toBe('dark')
  expect(createSettings(shelf, []).get().theme).toBe('dark')
})

test('The language is the first of the browser’s that there are words for', () => {
  expect(preferredLanguage(['de-AT', 'pt-BR', 'en'])).toBe('pt')
  expect(preferredLanguage(['ja'])).toBe('en')
})

test('The page lets a note be as long as the server does', () => {
  expect(noteLengthMax).toBe(noteLengthOfServer)
})
