/**
 * Prompts and music, read once and kept as samples, since many callers hear the same ones.
 * The least lately used go first when the cache is full; a file that changed on disk is read anew.
 */
import { readFile, stat } from 'node:fs/promises'
import { halveWhole } from '../codecs/resample.ts'
import { mixRateHz } from '../codecs/voice-codec.ts'
import type { Refused } from '../media-engine.ts'
import { parseWav } from '../recording/wav.ts'

interface Prompt {
  readonly samples: Int16Array
  readonly modifiedMs: number
}

/** Files as samples at the mixer's rate, within a limit of octets. */
export interface PromptCache {
  load(file: string): Promise<Int16Array | Refused>
  /** Octets of samples held. */
  bytes(): number
}

/** An empty cache. */
export function openPromptCache(limits: {
  readonly bytesMax: number
  readonly fileBytesMax: number
}): PromptCache {
  // A Map remembers the order of insertion, which is kept as the order of use.
  const prompts = new Map<string, Prompt>()
  let held = 0
  const forget = (file: string): void => {
    held -= prompts.get(file)?.samples.byteLength ?? 0
    prompts.delete(file)
  }
  const keep = (file: string, prompt: Prompt): void => {
    forget(file)
    prompts.set(file, prompt)
    held += prompt.samples.byteLength
    for (const oldest of prompts.keys()) {
      if (held <= limits.bytesMax || oldest === file) break
      forget(oldest)
    }
  }
  return {
    async load(file) {
      const found = await stat(file).catch(() => undefined)
      if (found === undefined || !found.isFile()) return refuse('file-missing', file)
      if (found.size > limits.fileBytesMax)
        return refuse('file-too-large', `${file}: ${found.size}`)
      const known = prompts.get(file)
      if (known?.modifiedMs === found.mtimeMs) {
        keep(file, known)
        return known.samples
      }
      const samples = await readPrompt(file)
      if (samples instanceof Int16Array) keep(file, { samples, modifiedMs: found.mtimeMs })
      return samples
    },
    bytes: () => held,
  }
}

async function readPrompt(file: string): Promise<Int16Array | Refused> {
  const bytes = await readFile(file).catch((cause: unknown) => String(cause))
  if (typeof bytes === 'string') return refuse('file-missing', bytes)
  const sound = parseWav(bytes)
  if ('unsupported' in sound) return refuse('file-unsupported', `${file}: ${sound.unsupported}`)
  return sound.rateHz === mixRateHz ? sound.samples : halveWhole(sound.samples)
}

function refuse(reason: Refused['reason'], detail: string): Refused {
  return { ok: false, reason, detail }
}
