import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Seen } from './parts/cases.ts'
import { cases } from './parts/cases.ts'

/* The page about the cases is made from their table, and the table is held to the tests. */

const root = join(import.meta.dirname, '..', '..')
const page = join(root, 'docs', 'reference', 'direct-routing-cases.md')

/** How many cases the catalogue has in each of its parts. */
const sizes = { C: 15, I: 20, O: 12, M: 12, T: 14, R: 17 }

test('every case of the catalogue is in the table, once, in order', () => {
  const all = Object.entries(sizes).flatMap(([part, size]) =>
    Array.from({ length: size }, (_, index) => `${part}${index + 1}`),
  )
  expect(cases.map(([number]) => number)).toEqual(all)
})

test('every case that is said to be seen has its test', async () => {
  const names = (await readdir(import.meta.dirname)).filter(name => name.endsWith('.test.ts'))
  const texts = await Promise.all(
    names.map(name => readFile(join(import.meta.dirname, name), 'utf8')),
  )
  const numbered = new Set(
    texts
      .flatMap(text => [...text.matchAll(/['[(]([CIOMTR]\d+(?:, [CIOMTR]\d+)*)['`:]/g)])
      .flatMap(([, found = '']) => found.split(', ')),
  )
  const missing = await Promise.all(
    cases.map(async ([number, , seen]) => {
      if (seen === 'here') return numbered.has(number) ? [] : [number]
      if ('not' in seen) return numbered.has(number) ? [`${number} is seen after all`] : []
      const text = await readFile(join(root, seen.in), 'utf8')
      return text.includes(seen.as) ? [] : [`${number}: ${seen.in} has no “${seen.as}”`]
    }),
  )
  expect(missing.flat()).toEqual([])
})

test('docs/reference/direct-routing-cases.md says what the table says (PARLEY_WRITE=1 writes it)', async () => {
  const rows = cases.map(([number, about, seen]) => `| ${number} | ${about} | ${words(seen)} |`)
  const text = [
    '# Direct Routing: the cases, and where each is seen',
    '',
    'Every case a session border controller must master with Microsoft Teams Phone Direct Routing, and the',
    'test in which Parley is seen to. The numbers name the parts: C connection, I calls into Teams, O calls',
    'out of Teams, M in the middle of a call, T transfers, R media, tenants and robustness. `npm run',
    'test:interop` runs those of `test/interop`. This page is made from `test/interop/parts/cases.ts`.',
    '',
    '| case | about | seen in |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
  if (process.env['PARLEY_WRITE'] === '1') await writeFile(page, text)
  expect(await readFile(page, 'utf8')).toBe(text)
})

function words(seen: Seen): string {
  if (seen === 'here') return '`test/interop`'
  return 'not' in seen ? seen.not : `\`${seen.in}\`: ${seen.as.replaceAll("'", '')}`
}
