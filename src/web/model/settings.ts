import { createCell, type Source } from './cell.ts'
import type { Shelf } from './shelf.ts'

/** The looks to choose from; `system` follows the system's own choice. */
export const themeChoices = ['system', 'light', 'dark', 'contrast'] as const
/** The languages there are catalogs for. */
export const languages = ['en', 'es', 'pt', 'it', 'ru'] as const

export type ThemeChoice = (typeof themeChoices)[number]
export type Language = (typeof languages)[number]

/** What a person has chosen for this browser. */
export interface Choices {
  readonly theme: ThemeChoice
  readonly language: Language
  readonly sound: boolean
  /** Whether the desk listens to its keyboard shortcuts. */
  readonly keys: boolean
}

/** The choices in force, and how to change them. */
export interface Settings extends Source<Choices> {
  readonly change: (change: Partial<Choices>) => void
}

const shelfKey = 'parley.settings'

/** The first of the browser's languages that there is a catalog for. */
export function preferredLanguage(wished: readonly string[]): Language {
  for (const wish of wished) {
    const found = languages.find(language => wish.toLowerCase().split('-')[0] === language)
    if (found !== undefined) return found
  }
  return 'en'
}

function read(shelf: Shelf, fallback: Choices): Choices {
  const stored = shelf.read(shelfKey)
  const chosen = (key: string): unknown =>
    typeof stored === 'object' && stored !== null ? Reflect.get(stored, key) : undefined
  const flag = (key: 'sound' | 'keys'): boolean => {
    const value = chosen(key)
    return typeof value === 'boolean' ? value : fallback[key]
  }
  return {
    theme: themeChoices.find(theme => theme === chosen('theme')) ?? fallback.theme,
    language: languages.find(language => language === chosen('language')) ?? fallback.language,
    sound: flag('sound'),
    keys: flag('keys'),
  }
}

/** Settings of this browser, kept on its shelf. */
export function createSettings(shelf: Shelf, wished: readonly string[]): Settings {
  const language = preferredLanguage(wished)
  const fallback: Choices = { theme: 'system', language, sound: true, keys: true }
  const cell = createCell(read(shelf, fallback))
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    change: change => {
      cell.set({ ...cell.get(), ...change })
      shelf.write(shelfKey, cell.get())
    },
  }
}
