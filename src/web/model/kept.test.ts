import { noteLengthMax as noteLengthOfServer } from '#contract'
import { expect, test } from 'vitest'
import type { Outcome } from '../connection/http.ts'
import {
  createDrafts,
  type Drafts,
  noteLengthMax,
  noteSentAfterMs,
  noteTriedAgainMs,
} from './drafts.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { createSettings, preferredLanguage } from './settings.ts'
import { createShelf, type Shelf } from './shelf.ts'

function memoryShelf(begin: Readonly<Record<string, unknown>> = {}): Shelf {
  const kept = new Map(Object.entries(begin))
  return { read: key => kept.get(key), write: (key, value) => void kept.set(key, value) }
}

interface World {
  readonly clock: FakeClock
  readonly sent: string[]
  readonly server: Map<string, string>
  answer: Outcome<unknown>
  /** A page of the agent's, over a shelf of its own or one it had before. */
  readonly page: (shelf?: Shelf) => Drafts
  /** All pages go out of sight. */
  readonly hide: () => void
}

const problem = { type: '', title: '', code: 'not-your-interaction', detail: '', remedy: '' }
const over = {
  ok: false,
  trouble: { kind: 'refused', problem: { ...problem, status: 409 } },
} as const
const away = { ok: false, trouble: { kind: 'unreachable' } } as const
const saved = { ok: true, value: undefined } as const

function pages(): World {
  const clock = createFakeClock()
  const server = new Map<string, string>()
  const hidden = new Set<() => void>()
  const world: World = {
    clock,
    server,
    sent: [],
    answer: saved,
    page: (shelf = memoryShelf()) =>
      createDrafts(
        {
          shelf,
          clock,
          visibility: {
            visible: () => false,
            onChange: listener => {
              hidden.add(listener)
              return () => hidden.delete(listener)
            },
          },
        },
        {
          noteOf: interaction => server.get(interaction),
          writeNote: async (interaction, note) => {
            world.sent.push(note)
            if (world.answer.ok) server.set(interaction, note)
            return world.answer
          },
        },
      ),
    hide: () => {
      for (const listener of hidden) listener()
    },
  }
  return world
}

/** Lets what was answered be heard. */
async function heard(): Promise<void> {
  await Promise.resolve()
  await Promise.resolve()
}

test('A note is saved while it is typed, once a second, and every page of the agent shows it', async () => {
  const world = pages()
  const [one, other] = [world.page(), world.page()]
  one.change('i-1', { note: 'Wa' })
  one.change('i-1', { note: 'Warm' })
  world.clock.advance(noteSentAfterMs)
  await heard()
  expect(world.sent).toEqual(['Warm'])
  expect(other.of('i-1').note).toBe('Warm')
  other.change('i-1', { note: 'Warm and friendly' })
  world.clock.advance(noteSentAfterMs)
  await heard()
  expect(one.of('i-1').note).toBe('Warm and friendly')
  expect(world.clock.waiting()).toBe(0)
})

test('What the server has not got outlives a reload and a lost connection, and is sent again', async () => {
  const world = pages()
  const shelf = memoryShelf()
  world.answer = away
  const before = world.page(shelf)
  before.change('i-1', { note: 'Warm', disposition: 'solved' })
  world.clock.advance(noteSentAfterMs)
  await heard()
  expect([before.of('i-1').note, before.isUnsaved('i-1')]).toEqual(['Warm', true])
  const after = world.page(shelf)
  expect(after.of('i-1')).toEqual({ disposition: 'solved', note: 'Warm', answers: {} })
  world.answer = saved
  after.resume('i-1')
  world.clock.advance(noteTriedAgainMs)
  await heard()
  expect([world.server.get('i-1'), before.isUnsaved('i-1')]).toEqual(['Warm', false])
  after.discard('i-1')
  expect(world.page(shelf).of('i-1').disposition).toBe('')
})

test('A note of work that is over is not sent for ever', async () => {
  const world = pages()
  world.answer = over
  world.page().change('i-1', { note: 'Too late' })
  world.clock.advance(noteSentAfterMs)
  await heard()
  world.clock.advance(60_000)
  expect([world.sent, world.clock.waiting()]).toEqual([['Too late'], 0])
})

test('A page that goes out of sight sends what it holds at once', () => {
  const world = pages()
  world.page().change('i-1', { note: 'In a hurry' })
  world.hide()
  expect(world.sent).toEqual(['In a hurry'])
})

test('What somebody else left on the shelf is passed over', () => {
  const drafts = pages().page(memoryShelf({ 'parley.drafts': [7, ['i-1'], 'x'] }))
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
