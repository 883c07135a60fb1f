import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flowCheckCommand } from './flow-check.ts'
import { memoryOutput } from './memory-output.ts'

const now = Date.parse('2026-11-21T12:00Z')
const main = 'demo/tenants/harbour-lane/flows/main.yaml'
const tenant = 'demo/tenants/harbour-lane/tenant.yaml'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-flow-check-'))
  const examples = fileURLToPath(new URL('../../examples', import.meta.url))
  await cp(examples, folder, { recursive: true })
  const text = await readFile(join(folder, main), 'utf8')
  await writeFile(join(folder, 'broken.yaml'), text.replace('next: sales', 'next: slaes'))
  await writeFile(join(folder, 'doubtful.yaml'), text.replace('1: to-sales', '1: to-support'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

async function checked(...words: readonly string[]): Promise<readonly unknown[]> {
  const output = memoryOutput()
  const command = flowCheckCommand({ environment: {}, now, folder, packageFolder: folder })
  const files = words.filter(word => !word.startsWith('--')).map(word => join(folder, word))
  const given = words.filter(word => word === '--strict').map(word => word.slice(2))
  const code = await command.run({ values: {}, given, words: files }, output)
  return [code, ...output.lines, ...output.errors]
}

test('an installation, a tenant and a flow can each be checked by itself', async () => {
  expect(await checked('demo/parley.yaml')).toEqual([0, '✓ 3 flows of 1 tenant can be run'])
  expect(await checked(tenant)).toEqual([0, '✓ 3 flows of 1 tenant can be run'])
  expect(await checked(main)).toEqual([0, '✓ 1 flow can be run'])
})

test('what is wrong is printed as compilers print it, and the command fails', async () => {
  expect(await checked('broken.yaml', main)).toEqual([
    1,
    'broken.yaml:40:11: error: no step is called “slaes” [unknown-step]',
    '    Did you mean “sales”?',
    'broken.yaml:42:3: warning: no way leads to the step “sales” [unreachable-step]',
    '    Let an exit lead to it, or remove it.',
    '1 error and 1 warning',
  ])
})

test('warnings fail the command only where it is told to be strict', async () => {
  const warnings = [
    'doubtful.yaml:37:3: warning: no way leads to the step “to-sales” [unreachable-step]',
    '    Let an exit lead to it, or remove it.',
    'doubtful.yaml:42:3: warning: no way leads to the step “sales” [unreachable-step]',
    '    Let an exit lead to it, or remove it.',
    '2 warnings',
  ]
  expect(await checked('doubtful.yaml')).toEqual([0, '✓ 1 flow can be run', ...warnings])
  expect(await checked('--strict', 'doubtful.yaml')).toEqual([1, ...warnings])
})

test('a file that is not there, and one that is no configuration, are told apart', async () => {
  const [code, missing] = await checked('nothing.yaml')
  expect([code, missing]).toEqual([
    1,
    'nothing.yaml:1:1: error: there is no such file [file-missing]',
  ])
  await writeFile(join(folder, 'list.yaml'), '- a\n- b\n')
  const [, list] = await checked('list.yaml')
  expect(list).toBe('list.yaml:1:1: error: a list where a mapping of keys belongs [wrong-type]')
})
