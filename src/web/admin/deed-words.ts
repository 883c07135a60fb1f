import type { AdminWords } from '../words/admin-words.ts'
import { plainText } from './fields.ts'

/** The word for a code where there is one; what a later version wrote is shown as it is. */
function wordFor(known: Readonly<Record<string, unknown>>, code: string): string {
  const word = Object.hasOwn(known, code) ? known[code] : undefined
  return typeof word === 'string' ? word : code
}

/** What was done, in words. */
export function deedWords(what: string, words: AdminWords): string {
  return wordFor(words.audit.deeds, what)
}

/** What it was done to: the section, or a prompt, and the name in it. */
export function aboutWords(about: string, words: AdminWords): string {
  const [part = '', ...name] = about.split(' ')
  const place = part === 'prompt' ? words.audit.prompt : wordFor(words.sections, part)
  return [place, ...name].join(' ')
}

/** A side of a change, a line for each key, named as the forms name it. */
export function sideWords(side: unknown, words: AdminWords): string {
  if (typeof side !== 'object' || side === null) return plainText(side)
  const known = { ...words.fields, ...words.audit.sides }
  return Object.entries(side)
    .map(([key, value]) => `${wordFor(known, key)}: ${plainText(value)}`)
    .join('\n')
}
