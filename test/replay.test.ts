/** Journals recorded by each release, told again: what was decided then is decided now. */
import { execFile } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { ReplayedDay } from '#simulator'
import { replayDay } from '#simulator'

const folder = join(import.meta.dirname, 'replay')
const days = readdirSync(folder)
  .filter(name => name.endsWith('.jsonl.gz'))
  .map(name => name.slice(0, -'.jsonl.gz'.length))

test('there are recorded days', () => {
  expect(days).toEqual(['busy-day-0.1.0', 'full-day-0.1.0'])
})

test.each(days)('the facts of %s are the same bit for bit', name => {
  const journal = gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`))).toString('utf8')
  const recorded: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
  expect(replayDay(journal)).toEqual(recorded)
})

const script = join(import.meta.dirname, '..', 'scripts', 'recorded-day.ts')

/** Zones with odd offsets and letters with odd cases: whatever a core must not ask the machine for. */
test.each([
  ['Pacific/Apia', 'tr_TR.UTF-8'],
  ['America/St_Johns', 'ar_EG.UTF-8'],
])(
  'the recorded days are the same in %s with %s, from the file and from each store',
  { timeout: 120_000 },
  async (zone, locale) => {
    const there: NodeJS.ProcessEnv = { ...process.env, TZ: zone, LANG: locale, LC_ALL: locale }
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env: there })
    const froms = [
      'the file',
      'SQLite',
      ...(there['PARLEY_TEST_DATABASE_URL'] === undefined ? [] : ['PostgreSQL']),
    ]
    const told = stdout.trim().split('\n')
    const same = days.flatMap(day => froms.map(from => `${inputsOf(day)} from ${from}`))
    expect(
      told.map(line => line.replace(/^same: (\d+) inputs.* (from .*) in .*$/, '$1 $2')),
    ).toEqual(same)
    expect(stdout).toContain(zone)
  },
)

function inputsOf(day: string): number {
  const { inputs }: ReplayedDay = JSON.parse(readFileSync(join(folder, `${day}.json`), 'utf8'))
  return inputs
}
