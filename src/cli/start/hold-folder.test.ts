import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { FolderTakenError, holdFolder } from './hold-folder.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'parley-hold-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

test('a folder is held by one at a time, and free when that one lets go', async () => {
  const place = await folder()
  const first = holdFolder(place)
  expect(() => holdFolder(place)).toThrow(FolderTakenError)
  first[Symbol.dispose]()
  holdFolder(place)[Symbol.dispose]()
})

test('a process that is killed holds nothing any more', async () => {
  const place = await folder()
  const file = fileURLToPath(new URL('hold-folder.ts', import.meta.url))
  const code = `const { holdFolder } = await import(${JSON.stringify(file)})
    globalThis.held = holdFolder(${JSON.stringify(place)})
    console.log('held')
    setInterval(() => globalThis.held, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code])
  await once(child.stdout, 'data')
  expect(() => holdFolder(place)).toThrow(/Another Parley runs on/)
  child.kill('SIGKILL')
  await once(child, 'exit')
  holdFolder(place)[Symbol.dispose]()
})
