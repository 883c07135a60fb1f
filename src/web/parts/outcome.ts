import type { Words } from '../words/catalog.ts'

/** How an interaction ended, in the page's language; an outcome newer than the page is shown as it came. */
export function outcomeName(outcome: string | undefined, words: Words): string {
  if (outcome === undefined) return words.list.lives
  const known: Readonly<Record<string, string>> = words.list.outcomes
  return known[outcome] ?? outcome
}
