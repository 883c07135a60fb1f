import type { Language } from '../model/settings.ts'
import { adminEn } from './admin-en.ts'
import type { Said } from './catalog.ts'

/** Every word of the pages of administration. */
export type AdminWords = Said<typeof adminEn>

/** Loads the catalog of a language; English is at hand. */
export async function loadAdminWords(language: Language): Promise<AdminWords> {
  switch (language) {
    case 'en':
      return adminEn
    case 'es':
      return (await import('./admin-es.ts')).adminEs
    case 'pt':
      return (await import('./admin-pt.ts')).adminPt
    case 'it':
      return (await import('./admin-it.ts')).adminIt
    case 'ru':
      return (await import('./admin-ru.ts')).adminRu
  }
}
