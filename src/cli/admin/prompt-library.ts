import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Changer, Placing, PromptLibrary, PromptOutcome, SpokenText } from '#api'
import type { Speech } from '#assist'
import { toPrompt } from '#assist'
import type { PromptsView } from '#contract'
import type { TenantId } from '#core'
import type { AuditPort } from '#engine'
import { promptFileOf, promptsFolderOf, soundsIn } from '../config/load-tenant.ts'
import type { TenantTexts } from './document.ts'
import { dataOf } from './document.ts'
import { actorOf } from './tenant-administration.ts'

/** How many prompts one tenant may have. */
export const promptsMax = 1_000

const bytesPerSecond = 32_000
const headerBytes = 44
const nameShape = /^[a-z0-9][a-z0-9-]{0,63}$/

/** What a library works with. */
export interface LibraryParts {
  readonly tenant: TenantId
  readonly dataFolder: string
  readonly audit: AuditPort
  readonly speech: Pick<Speech, 'speak' | 'voices'>
  readonly now: () => number
  readonly language: () => string
  /** The document in force: what is named in it may not go. */
  readonly texts: () => Promise<TenantTexts>
}

/** A tenant's prompts as files of its own folder, each by its name; a new sound is heard from the next play on. */
export function promptLibrary(parts: LibraryParts): PromptLibrary {
  return {
    list: () => list(parts),
    file: name => existing(parts, name),
    put: (name, sound, placing) => put(parts, { ...placing, name, sound, how: 'prompt-uploaded' }),
    speak: (name, asked, placing) => speak(parts, name, { ...placing, asked }),
    remove: (name, by) => remove(parts, name, by),
  }
}

async function list(parts: LibraryParts): Promise<PromptsView> {
  const folder = promptsFolderOf(parts.dataFolder, parts.tenant)
  const files = await readdir(folder).catch(() => [])
  const uses = usesIn(await parts.texts())
  const names = files.filter(file => file.endsWith('.wav')).map(file => file.slice(0, -4))
  const rows = await Promise.all(
    names.toSorted().map(async name => {
      const { size, mtimeMs } = await stat(join(folder, `${name}.wav`))
      return {
        name,
        bytes: size,
        at: Math.round(mtimeMs),
        durationMs: Math.max(0, Math.round(((size - headerBytes) / bytesPerSecond) * 1000)),
        usedIn: [...(uses.get(name) ?? [])],
      }
    }),
  )
  return {
    rows,
    voices: parts.speech.voices.map(({ id, name, language }) => ({ id, name, language })),
  }
}

/** Which files name a prompt. */
function usesIn(texts: TenantTexts): ReadonlyMap<string, ReadonlySet<string>> {
  const uses = new Map<string, Set<string>>()
  for (const [path, text] of texts) {
    for (const { kind, name } of soundsIn(dataOf(text), [])) {
      if (kind === 'prompt') uses.set(name, (uses.get(name) ?? new Set()).add(path))
    }
  }
  return uses
}

async function existing(
  { dataFolder, tenant }: LibraryParts,
  name: string,
): Promise<string | undefined> {
  if (!nameShape.test(name)) return undefined
  const file = promptFileOf(dataFolder, tenant, name)
  return await stat(file).then(
    () => file,
    () => undefined,
  )
}

interface Putting extends Placing {
  readonly name: string
  readonly sound: Uint8Array
  readonly how: 'prompt-uploaded' | 'prompt-spoken'
  readonly text?: string
}

async function put(parts: LibraryParts, putting: Putting): Promise<PromptOutcome> {
  const { name, sound, by, mayReplace, how, text } = putting
  if (!nameShape.test(name)) return badName
  const folder = promptsFolderOf(parts.dataFolder, parts.tenant)
  const before = await existing(parts, name)
  if (before !== undefined && !mayReplace) return exists(name)
  const known = await readdir(folder).catch(() => [])
  if (before === undefined && known.length >= promptsMax) return tooMany
  const prompt = await toPrompt(sound)
  if (!prompt.ok) return prompt
  await mkdir(folder, { recursive: true })
  // Whoever plays it meanwhile has the one or the other, never a half.
  const half = join(folder, `.${name}.${process.pid}.${parts.now()}.half`)
  await writeFile(half, prompt.wav)
  await rename(half, promptFileOf(parts.dataFolder, parts.tenant, name))
  await parts.audit.append(parts.tenant, {
    at: parts.now(),
    who: actorOf(by),
    what: how,
    about: `prompt ${name}`,
    ...(before !== undefined && { before: 'another recording' }),
    after: { durationMs: prompt.durationMs, ...(text !== undefined && { text }) },
  })
  return { ok: true }
}

async function speak(
  parts: LibraryParts,
  name: string,
  { asked, by, mayReplace }: Placing & { readonly asked: SpokenText },
): Promise<PromptOutcome> {
  const { text, language = parts.language(), voice } = asked
  if (!mayReplace && (await existing(parts, name)) !== undefined) return exists(name)
  const spoken = await parts.speech.speak({ text, language, ...(voice !== undefined && { voice }) })
  if (!spoken.ok) return spoken
  const sound = await readFile(spoken.file)
  return await put(parts, { name, sound, by, mayReplace, how: 'prompt-spoken', text })
}

async function remove(parts: LibraryParts, name: string, by: Changer): Promise<PromptOutcome> {
  const file = await existing(parts, name)
  if (file === undefined) return noSuchPrompt(name)
  const uses = usesIn(await parts.texts()).get(name)
  if (uses !== undefined) return inUse(name, [...uses])
  await rm(file)
  await parts.audit.append(parts.tenant, {
    at: parts.now(),
    who: actorOf(by),
    what: 'prompt-removed',
    about: `prompt ${name}`,
    before: 'a recording',
  })
  return { ok: true }
}

const badName: PromptOutcome = {
  ok: false,
  code: 'bad-prompt-name',
  words: 'This is no name for a prompt.',
  remedy: 'Use small letters, digits and -, at most 64, as in “welcome-2026”.',
}

const tooMany: PromptOutcome = {
  ok: false,
  code: 'too-many-prompts',
  words: `There are ${promptsMax} prompts already.`,
  remedy: 'Remove those that are used nowhere.',
}

function noSuchPrompt(name: string): PromptOutcome {
  return {
    ok: false,
    code: 'no-such-prompt',
    words: `There is no prompt called “${name}”.`,
    remedy: 'Look at the list again; somebody may have removed it.',
  }
}

function exists(name: string): PromptOutcome {
  return {
    ok: false,
    code: 'prompt-exists',
    words: `There is a prompt called “${name}” already.`,
    remedy: 'Listen to it, then take another name or say that it is to be replaced.',
  }
}

function inUse(name: string, files: readonly string[]): PromptOutcome {
  return {
    ok: false,
    code: 'prompt-in-use',
    words: `“${name}” is played by ${files.join(', ')}.`,
    remedy: 'Take it out of there first.',
  }
}
