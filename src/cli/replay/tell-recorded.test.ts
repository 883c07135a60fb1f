import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { memoryOutput } from '../memory-output.ts'
import { tellRecorded } from './tell-recorded.ts'

const head = '{"parleyTest":1,"tenant":"acme","interaction":"i1","masked":false}'
const closed =
  '{"fact":{"kind":"interaction-closed","interaction":"i1","outcome":"handled","lastedMs":1,"at":1}}'

/** What is said of a file, and the code the command ends with. */
async function told(text: string | undefined): Promise<readonly unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-recorded-'))
  const file = join(folder, 'i1.test.ts')
  if (text !== undefined) await writeFile(file, text)
  const output = memoryOutput()
  const code = await tellRecorded(file, output)
  await rm(folder, { recursive: true })
  return [code, ...output.lines, ...output.errors.map(line => line.replace(folder, ''))]
}

test.each([
  [head, [0, 'i1 of acme, told again from 0 inputs: the same 0 facts.']],
  [
    `const past = String.raw\`\n${head}\n${closed}\n\``,
    [
      1,
      'i1 of acme, told again from 0 inputs, goes another way:',
      `  fact 1: was interaction-closed ${JSON.stringify(JSON.parse(closed).fact)}, is nothing`,
    ],
  ],
  [
    'hello',
    [
      2,
      'parley replay: This is no recorded interaction: name a file that an export as a test made.',
    ],
  ],
  [undefined, [2, "parley replay: ENOENT: no such file or directory, open '/i1.test.ts'"]],
])('A file that holds %j is told as %j', async (text, expected) => {
  expect(await told(text)).toEqual(expected)
})
