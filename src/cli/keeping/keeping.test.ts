import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStore, restoreBackup } from '#store'
import { toId } from '#core'
import { expect, test, vi } from 'vitest'
import { runCommand } from '../command.ts'
import { promptFileOf } from '../config/load-tenant.ts'
import { memoryOutput } from '../memory-output.ts'
import { backupCommand } from './backup-command.ts'
import { restoreCommand } from './restore-command.ts'

// Each command opens stores and reads an installation: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const demo = fileURLToPath(new URL('../../../examples/demo', import.meta.url))
const now = Date.parse('2026-11-21T12:00Z')

interface Place extends AsyncDisposable {
  readonly folder: string
  readonly data: string
  readonly run: (...words: readonly string[]) => Promise<{ code: number; said: string }>
}

/** A copy of the demo with a past of one input, which does not run. */
async function openPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-keeping-'))
  await cp(demo, folder, { recursive: true })
  const installation = join(folder, 'parley.yaml')
  const text = await readFile(installation, 'utf8')
  await writeFile(installation, text.replace('../../data/demo', './data'))
  const data = join(folder, 'data')
  await using store = await openStore({ file: join(data, 'parley.db') }, { log: () => {} })
  await store.journal.append(toId('harbour-lane'), [
    { seq: 1, input: { kind: 'agent-signed-in', agent: toId('maya.brooks'), at: now } },
  ])
  const files = { environment: {}, folder, now, packageFolder: folder }
  const parts = { files, openStore, program: '0.1.0', now: () => now }
  const commands = [backupCommand(parts), restoreCommand({ ...parts, restoreBackup })]
  return {
    folder,
    data,
    run: async (...words) => {
      const output = memoryOutput()
      const written = [...words, '--config', installation]
      const code = await runCommand({ version: '0', commands }, written, output)
      return { code, said: [...output.lines, ...output.errors].join('\n') }
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}

test('a backup brings the library of prompts back, to files that name what is not there yet', async () => {
  await using place = await openPlace()
  const { folder, data, run } = place
  const sound = Buffer.from('RIFF, as far as this test goes')
  const prompt = promptFileOf(data, 'harbour-lane', 'welcome')
  await mkdir(join(prompt, '..'), { recursive: true })
  await writeFile(prompt, sound)
  await writeFile(join(prompt, '..', '.welcome.1.2.half'), 'of an upload that broke off')
  const flow = join(folder, 'tenants', 'harbour-lane', 'flows', 'design.yaml')
  const text = await readFile(flow, 'utf8')
  const said =
    'say: Our designers are with other customers. Please try again a little later. Goodbye.'
  expect(text).toContain(said)
  await writeFile(flow, text.replace(said, 'say: { prompt: welcome }'))

  const backup = join(folder, 'monday.parley')
  expect(await run('backup', backup)).toMatchObject({ code: 0 })
  await rename(data, join(folder, 'lost'))
  const restored = await run('restore', backup)
  expect(restored.said).toContain('Everything kept agrees')
  expect(restored.code).toBe(0)
  expect(await readFile(prompt)).toEqual(sound)
  expect(await readdir(join(prompt, '..'))).toEqual(['welcome.wav'])
})

test('a restore leaves a library alone that is there, and puts it aside where it is told to', async () => {
  await using place = await openPlace()
  const { folder, data, run } = place
  const prompt = promptFileOf(data, 'harbour-lane', 'welcome')
  await mkdir(join(prompt, '..'), { recursive: true })
  await writeFile(prompt, 'the one in the backup')
  const backup = join(folder, 'monday.parley')
  expect(await run('backup', backup)).toMatchObject({ code: 0 })
  await writeFile(prompt, 'a newer one')
  const refused = await run('restore', backup)
  expect(refused.code).toBe(1)
  expect(refused.said).toContain('tenants')
  expect(await readFile(prompt, 'utf8')).toBe('a newer one')
  expect(await run('restore', backup, '--replace')).toMatchObject({ code: 0 })
  expect(await readFile(prompt, 'utf8')).toBe('the one in the backup')
  const aside = (await readdir(data)).find(name => name.startsWith('tenants.replaced-'))
  expect(
    await readFile(
      promptFileOf(data, 'harbour-lane', 'welcome').replace('tenants', aside ?? ''),
      'utf8',
    ),
  ).toBe('a newer one')
})
