import { fileURLToPath } from 'node:url'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryOutput } from '../memory-output.ts'
import { flowTestCommand } from './flow-test-command.ts'

const flows = fileURLToPath(
  new URL('../../../examples/demo/tenants/harbour-lane/flows', import.meta.url),
)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-flow-test-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

async function run(...files: readonly string[]): Promise<readonly unknown[]> {
  const output = memoryOutput()
  const code = await flowTestCommand({ folder }).run(
    { values: {}, given: [], words: files },
    output,
  )
  return [code, ...output.lines, ...output.errors]
}

/** The demo's sales test with one thing changed. */
async function changed(from: string, to: string): Promise<string> {
  const text = await readFile(join(flows, 'sales.test.yaml'), 'utf8')
  expect(text).toContain(from)
  const tenant = join(flows, '../tenant.yaml')
  const file = join(folder, 'changed.test.yaml')
  await writeFile(file, text.replace(from, to).replace('../tenant.yaml', tenant))
  return file
}

test('The demo’s flows are as their tests say', async () => {
  const files = ['sales.test.yaml', 'nobody-there.test.yaml'].map(name => join(flows, name))
  expect(await run(...files)).toEqual([
    0,
    '✓ A caller who presses 1 is sold something by somebody who knows furniture',
    '✓ A caller for whom nobody is there in eight minutes is told so',
  ])
})

test.each([
  ['hear: One of our furniture people', 'hear: Good-bye', 'is not heard; heard: '],
  ['waits: sales', 'waits: support', 'the caller waits in sales'],
  ['rings: maya.brooks', 'rings: owen.price', 'owen.price does not ring; maya.brooks does'],
  ['told: Talks with Maya Brooks', 'told: Talks with Nobody', 'does not say “Talks with Nobody”'],
  ['ends: handled', 'ends: voicemail', 'it ended as handled'],
  ['available: [maya.brooks]', 'available: [maya.broks]', 'there is no such agent'],
])('A call that does not go as “%s” says fails at “%s”', async (from, to, words) => {
  const [code, ...said] = await run(await changed(from, to))
  expect(code).toBe(1)
  expect(said.join('\n')).toContain(words)
})

test('No test at all is a wrong use', async () => {
  expect((await run())[0]).toBe(2)
})
