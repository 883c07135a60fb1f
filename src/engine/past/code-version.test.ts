import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { codeVersion, digestOf } from './code-version.ts'

const core = dirname(fileURLToPath(import.meta.resolve('#core')))

/** The digest of a core in which one file is written otherwise. */
function changed(name: string, change: (code: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-core-'))
  try {
    cpSync(core, folder, { recursive: true })
    const before = readFileSync(join(folder, name), 'utf8')
    const after = change(before)
    expect(after).not.toBe(before)
    writeFileSync(join(folder, name), after)
    return digestOf(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test.each([
  ['what an offer’s end means', 'interaction/offered.ts'],
  ['a limit', 'limits.ts'],
  ['the shape of the state', 'state.ts'],
  ['words that callers hear', 'flow/wait-words.ts'],
])('a change of %s is other code', (_, name) => {
  expect(changed(name, code => `${code}\nexport const more = 1\n`)).not.toBe(codeVersion())
})

test.each([
  [
    'what is told of facts',
    'words/fact-words.ts',
    (code: string) => code.replace('return', 'void 0\n  return'),
  ],
  [
    'the check of configurations',
    'check/check-flow.ts',
    (code: string) => `${code}\nexport const more = 1\n`,
  ],
  ['a comment', 'limits.ts', (code: string) => code.replace('/** ', '/** More of it: ')],
  [
    'a comment of a line',
    'step.ts',
    (code: string) => code.replace('\nfunction ', '\n// So it is.\nfunction '),
  ],
])('a change of %s keeps snapshots', (_, name, change) => {
  expect(changed(name, change)).toBe(codeVersion())
})
