import type { Language } from '../model/settings.ts'
import { en } from './en.ts'

/** The English catalog with its sentences opened to any other: what each catalog must say. */
export type Said<T> = T extends (...values: infer Values) => string
  ? (...values: Values) => string
  : T extends string
    ? string
    : { readonly [Key in keyof T]: Said<T[Key]> }

/** Every word the pages say of their own. Words of the server are shown as they come. */
export type Words = Said<typeof en>

/** Loads a catalog; English is at hand, so that there are words for the failure of another. */
export async function loadWords(language: Language): Promise<Words> {
  switch (language) {
    case 'en':
      return en
    case 'es':
      return (await import('./es.ts')).es
    case 'pt':
      return (await import('./pt.ts')).pt
    case 'it':
      return (await import('./it.ts')).it
    case 'ru':
      return (await import('./ru.ts')).ru
  }
}

/** Each language in its own name, for the choice. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  es: 'Español',
  pt: 'Português',
  it: 'Italiano',
  ru: 'Русский',
}
