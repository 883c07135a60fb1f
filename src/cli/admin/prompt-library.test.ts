import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toId } from '#core'
import { fakeAudit } from '../../engine/ports/fake-audit.ts'
import { promptLibrary } from './prompt-library.ts'

/** A tenth of a second of one level, as a WAV file. */
function wavOf(level: number): Buffer {
  const samples = Buffer.alloc(3_200)
  for (let at = 0; at < samples.length; at += 2) samples.writeInt16LE(level, at)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(16_000, 24)
  head.writeUInt32LE(32_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

test('a prompt takes the place of another of its name only where that is said, uploaded or spoken', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'parley-library-'))
  let spoken = 0
  const library = promptLibrary({
    tenant: toId('acme'),
    dataFolder,
    audit: fakeAudit(),
    speech: {
      voices: [],
      speak: async () => {
        spoken += 1
        return { ok: false, code: 'queue-full', words: '', remedy: '' }
      },
    },
    now: () => 0,
    language: () => 'en',
    texts: async () => new Map(),
  })
  const by = { id: 'ada', name: 'Ada', role: 'admin' } as const
  const sound = async (): Promise<Buffer> => await readFile((await library.file('welcome')) ?? '')

  expect(await library.put('welcome', wavOf(1_000), { by, mayReplace: false })).toEqual({
    ok: true,
  })
  const first = await sound()
  const refused = { ok: false, code: 'prompt-exists' }
  expect(await library.put('welcome', wavOf(2_000), { by, mayReplace: false })).toMatchObject(
    refused,
  )
  const asked = { text: 'Welcome.' }
  expect(await library.speak('welcome', asked, { by, mayReplace: false })).toMatchObject(refused)
  expect([await sound(), spoken]).toEqual([first, 0])
  expect(await library.put('welcome', wavOf(2_000), { by, mayReplace: true })).toEqual({ ok: true })
  expect((await sound()).equals(first)).toBe(false)
  await rm(dataFolder, { recursive: true })
})
