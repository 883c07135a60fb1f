import type { Language } from '../model/settings.ts'
import type { Said } from './catalog.ts'
import { worldEn } from './world-en.ts'

/** Every word of the emulated world's pages; fetched by those pages alone. */
export type WorldWords = Said<typeof worldEn>

/** Loads a catalog; English is at hand, so that there are words for the failure of another. */
export async function loadWorldWords(language: Language): Promise<WorldWords> {
  switch (language) {
    case 'en':
      return worldEn
    case 'es':
      return (await import('./world-es.ts')).worldEs
    case 'pt':
      return (await import('./world-pt.ts')).worldPt
    case 'it':
      return (await import('./world-it.ts')).worldIt
    case 'ru':
      return (await import('./world-ru.ts')).worldRu
  }
}
