/** Journals recorded by each release, told again: what was decided then is decided now. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { replayDay } from '#simulator'

const folder = join(import.meta.dirname, 'replay')
const days = readdirSync(folder)
  .filter(name => name.endsWith('.jsonl.gz'))
  .map(name => name.slice(0, -'.jsonl.gz'.length))

test('there is a recorded day', () => {
  expect(days).toContain('busy-day-0.1.0')
})

test.each(days)('the facts of %s are the same bit for bit', name => {
  const journal = gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`))).toString('utf8')
  const recorded: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
  expect(replayDay(journal)).toEqual(recorded)
})
