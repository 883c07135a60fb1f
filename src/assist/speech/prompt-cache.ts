import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Sound } from '../sound/wav.ts'
import type { SpeechLog } from './speech.ts'
import { wavHeaderBytes, writeWav } from '../sound/wav.ts'

/** The only format prompts are kept in: what a telephone line carries, in the plainest file there is. */
export const promptRateHz = 8_000

const bytesPerMs = (promptRateHz / 1000) * 2

/** Raise this when the same text would sound different: every older prompt is then made anew. */
const renderingVersion = 1

/** Unfinished files of a process that died are removed after this long; younger ones may be in work. */
const unfinishedMsMax = 3_600_000

/** What makes one prompt different from another. */
export interface PromptIdentity {
  readonly provider: string
  readonly voice: string
  readonly language: string
  readonly text: string
}

/** A prompt on disk. */
export interface KeptPrompt {
  readonly file: string
  readonly durationMs: number
}

/**
 * Prompts by what they say. A file appears under its name only when it is whole (written beside, synced,
 * renamed), so a power cut leaves no half prompt, and several processes may share the folder.
 */
export interface PromptCache {
  find(identity: PromptIdentity): Promise<KeptPrompt | undefined>
  keep(identity: PromptIdentity, sound: Sound): Promise<KeptPrompt>
}

/** What the cache needs from its owner. */
export interface PromptCacheOptions {
  readonly directory: string
  readonly bytesMax: number
  readonly log: SpeechLog
}

/** Reads the folder once, drops what a dead process left, and knows the order of use from the file times. */
export async function openPromptCache(options: PromptCacheOptions): Promise<PromptCache> {
  const directory = resolve(options.directory)
  await mkdir(directory, { recursive: true })
  const sizes = await readSizes(directory)
  let unfinished = 0

  const used = (file: string, bytes: number): KeptPrompt => {
    sizes.delete(file)
    sizes.set(file, bytes)
    return { file, durationMs: Math.round((bytes - wavHeaderBytes) / bytesPerMs) }
  }
  return {
    find: async identity => {
      const file = join(directory, promptName(identity))
      const bytes = await sizeOf(file)
      if (bytes === undefined) return undefined
      const now = new Date()
      await utimes(file, now, now)
      return used(file, bytes)
    },
    keep: async (identity, sound) => {
      const file = join(directory, promptName(identity))
      unfinished += 1
      const bytes = writeWav(sound)
      await writeWhole(bytes, file, `${file}.${process.pid}-${unfinished}.part`)
      const kept = used(file, bytes.byteLength)
      await makeRoom(sizes, options)
      return kept
    },
  }
}

/** A file's name says all that its sound depends on, and nothing a reader of the folder could understand. */
function promptName(identity: PromptIdentity): string {
  const parts = [identity.provider, identity.voice, identity.language, identity.text]
  const hash = createHash('sha256').update(
    JSON.stringify([renderingVersion, promptRateHz, ...parts]),
  )
  return `${hash.digest('hex').slice(0, 40)}.wav`
}

/** Oldest use first. A map keeps the order in which its entries were set. */
async function readSizes(directory: string): Promise<Map<string, number>> {
  const files = (await readdir(directory)).map(name => join(directory, name))
  const known = await Promise.all(
    files.map(async file => {
      const about = await stat(file)
      if (file.endsWith('.part') && about.mtimeMs < Date.now() - unfinishedMsMax) await rm(file)
      return { file, bytes: about.size, usedAtMs: about.mtimeMs }
    }),
  )
  const prompts = known.filter(({ file }) => file.endsWith('.wav'))
  const inOrder = prompts.toSorted((a, b) => a.usedAtMs - b.usedAtMs)
  return new Map(inOrder.map(({ file, bytes }) => [file, bytes]))
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    const { size } = await stat(file)
    return size > wavHeaderBytes ? size : undefined
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw cause
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
}

async function writeWhole(bytes: Uint8Array, file: string, unfinishedFile: string): Promise<void> {
  try {
    const handle = await open(unfinishedFile, 'wx')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(unfinishedFile, file)
  } catch (cause) {
    await rm(unfinishedFile, { force: true })
    throw cause
  }
}

/** The newest prompt always stays, however large it is: somebody is about to play it. */
async function makeRoom(sizes: Map<string, number>, options: PromptCacheOptions): Promise<void> {
  let total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0)
  for (const [file, bytes] of [...sizes].slice(0, -1)) {
    if (total <= options.bytesMax) return
    total -= bytes
    sizes.delete(file)
    await rm(file, { force: true })
    options.log.info({ file, bytes }, 'oldest prompt removed to make room')
  }
}
