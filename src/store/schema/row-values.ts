import { StoreError } from '../store-error.ts'

/** Proves a whole number that a double holds exactly: a file on disk is the outside, too. */
export function wholeNumber(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw damaged(name, value)
}

/** Proves that a text is one of the words that are ever written there. */
export function oneOf<Word extends string>(
  words: readonly Word[],
  value: string | null,
  name: string,
): Word | null {
  if (value === null) return null
  const known = words.find(word => word === value)
  if (known === undefined) throw damaged(name, value)
  return known
}

/** The same fields without those that hold nothing. */
export function filled<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], null> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== null)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Exactly the fields that are not null are left.
  return Object.fromEntries(entries) as { [Name in keyof Fields]?: Exclude<Fields[Name], null> }
}

/** What a row that is not as we wrote it is answered with. */
export function damaged(name: string, value: unknown): StoreError {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : typeof value
  return new StoreError('damaged', {
    words: `The database holds something in ${name} that was never written there: ${shown}.`,
    remedy: 'Run `parley doctor`; restore a backup, or rebuild the rows from the facts.',
  })
}
