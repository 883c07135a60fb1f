import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStore } from '#store'
import { expect, test, vi } from 'vitest'
import { runCommand } from '../command.ts'
import { memoryOutput } from '../memory-output.ts'
import { configCommands } from './config-commands.ts'

// Each command opens a store and reads an installation twice: a second on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const examples = fileURLToPath(new URL('../../../examples', import.meta.url))
const now = Date.parse('2026-11-21T12:00Z')

interface Run {
  readonly code: number
  readonly lines: readonly string[]
  readonly errors: readonly string[]
}

interface Place extends AsyncDisposable {
  readonly tenantFile: string
  readonly run: (...words: readonly string[]) => Promise<Run>
  readonly edit: (from: string, to: string) => Promise<void>
}

/** A copy of the demo that does not run, with a store that was opened before. */
async function openPlace(answer: boolean): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-config-command-'))
  await cp(join(examples, 'demo'), folder, { recursive: true })
  const installation = join(folder, 'parley.yaml')
  const text = await readFile(installation, 'utf8')
  await writeFile(installation, text.replace('../../data/demo', './data'))
  await using _ = await openStore({ file: join(folder, 'data', 'parley.db') }, { log: () => {} })
  const files = { environment: {}, folder, now, packageFolder: folder }
  const commands = configCommands({ files, openStore, now: () => now, ask: async () => answer })
  const tenantFile = join(folder, 'tenants', 'harbour-lane', 'tenant.yaml')
  return {
    tenantFile,
    run: async (...words) => {
      const output = memoryOutput()
      const written = ['config', ...words, '--config', installation]
      const code = await runCommand({ version: '0', commands }, written, output)
      return { code, lines: output.lines, errors: output.errors }
    },
    edit: async (from, to) => {
      const before = await readFile(tenantFile, 'utf8')
      expect(before).toContain(from)
      await writeFile(tenantFile, before.replace(from, to))
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}

test('what was changed in files is planned, taken in, and then no difference any more', async () => {
  await using place = await openPlace(true)
  const same = '✓ harbour-lane: files and what is in force are the same.'
  expect(await place.run('plan')).toMatchObject({ code: 0, lines: [same] })
  await place.edit('wrapUp: 30s', 'wrapUp: 35s')
  expect(await place.run('plan', '--exit-code')).toEqual({
    code: 1,
    lines: [
      'harbour-lane',
      '  ~ queues sales wrapUp: 30s → 35s',
      '  0 added, 1 changed, 0 removed.',
    ],
    errors: [],
  })
  const applied = await place.run('apply')
  expect(applied.lines.at(-1)).toBe('✓ harbour-lane: version 2, in force at the next start.')
  expect(await place.run('plan', '--exit-code')).toMatchObject({ code: 0, lines: [same] })
})

test('nothing is taken in where nobody says yes, and nothing that cannot be run', async () => {
  await using place = await openPlace(false)
  await place.run('plan')
  await place.edit('wrapUp: 30s', 'wrapUp: 35s')
  const asked = await place.run('apply')
  expect([asked.code, asked.errors]).toEqual([
    1,
    ['Nothing was taken in. Say --yes where nobody can be asked.'],
  ])
  await place.edit('wrapUp: 35s', 'wrapUp: soon')
  const unfit = await place.run('apply', '--yes')
  expect(unfit.code).toBe(1)
  expect(unfit.errors.join(' ')).toContain('bad-value')
})

test('what is exported over changed files is what was in force, letter for letter', async () => {
  await using place = await openPlace(true)
  const before = await readFile(place.tenantFile, 'utf8')
  await place.run('plan')
  await place.edit('wrapUp: 30s', 'wrapUp: 35s')
  expect((await place.run('export')).code).toBe(0)
  expect(await readFile(place.tenantFile, 'utf8')).toBe(before)
  expect((await place.run('plan', '--exit-code')).code).toBe(0)
})

test('a tenant nobody has is said to be none', async () => {
  await using place = await openPlace(true)
  expect((await place.run('plan', '--tenant', 'initech')).code).toBe(2)
})
