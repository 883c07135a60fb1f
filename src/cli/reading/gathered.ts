import { readFile, stat } from 'node:fs/promises'
import type { z } from 'zod'
import type { Complaint } from './complaint.ts'
import { complaintsMax } from './complaint.ts'
import { prove } from './explain-issue.ts'
import type { ValuePath, YamlSource } from './yaml-source.ts'
import { readYaml } from './yaml-source.ts'

/** The largest configuration file; ten thousand agents take about a third of it. */
export const configFileBytesMax = 8_000_000

/** How many files one installation may consist of. */
export const configFilesMax = 20_000

/** What reading has found so far: complaints in the order of reading, and how many files were read. */
export interface Gathered {
  readonly complaints: Complaint[]
  filesRead: number
  /** What stands in place of files: their texts by absolute path. Then no file is read from disk. */
  readonly texts?: ReadonlyMap<string, string>
}

/** A file that was read and has its shape. */
export interface ShapedFile<T> {
  readonly value: T
  readonly source: YamlSource
}

/** What is wrong, without the place. */
export interface Finding {
  readonly severity?: 'error' | 'warning'
  readonly code: string
  readonly words: string
  readonly remedy: string
}

/** Nothing read, nothing found. */
export function newGathered(texts?: ReadonlyMap<string, string>): Gathered {
  return { complaints: [], filesRead: 0, ...(texts !== undefined && { texts }) }
}

/** Whether anything found so far forbids a start. */
export function hasErrors({ complaints }: Gathered): boolean {
  return complaints.some(({ severity }) => severity === 'error')
}

/** File by file as they were read, and within a file from top to bottom. */
export function complaintsInOrder({ complaints }: Gathered): readonly Complaint[] {
  const files = [...new Set(complaints.map(({ file }) => file))]
  return complaints.toSorted((one, other) => {
    const byFile = files.indexOf(one.file) - files.indexOf(other.file)
    return byFile || one.line - other.line || one.column - other.column
  })
}

/** Adds a complaint about a value of a file, or about its key. */
export function complain(
  gathered: Gathered,
  at: {
    readonly source: YamlSource
    readonly path: ValuePath
    readonly part?: 'key' | 'value'
  },
  finding: Finding,
): void {
  const place = at.source.place(at.path, at.part)
  const { file } = at.source
  add(gathered, { severity: 'error', file, ...place, path: at.path, ...finding })
}

/** Reads a file and holds it against its shape; what is wrong goes into `gathered`. */
export async function readShaped<T>(
  file: string,
  shape: z.ZodType<T>,
  gathered: Gathered,
): Promise<ShapedFile<T> | undefined> {
  const text = await readText(file, gathered)
  if (text === undefined) return undefined
  const read = readYaml(file, text)
  if (!read.ok) {
    for (const complaint of read.complaints) add(gathered, complaint)
    return undefined
  }
  const { source } = read
  const proven = prove(shape, source.value ?? {})
  if (proven.ok) return { value: proven.value, source }
  for (const { path, part, code, words, remedy } of proven.faults) {
    complain(gathered, { source, path, part }, { code, words, remedy })
  }
  return undefined
}

async function readText(file: string, gathered: Gathered): Promise<string | undefined> {
  gathered.filesRead += 1
  if (gathered.filesRead > configFilesMax) {
    addUnread(gathered, file, {
      code: 'too-many-files',
      words: `more than ${configFilesMax} files`,
      remedy: 'Split the installation.',
    })
    return undefined
  }
  if (gathered.texts !== undefined) {
    const text = gathered.texts.get(file)
    if (text === undefined) addUnread(gathered, file, fileMissing)
    return text
  }
  try {
    const { size } = await stat(file)
    if (size <= configFileBytesMax) return await readFile(file, 'utf8')
    addUnread(gathered, file, {
      code: 'file-too-large',
      words: `the file has ${size} bytes; ${configFileBytesMax} are allowed`,
      remedy: 'Split it, or look whether it is the right file.',
    })
  } catch (error) {
    addUnread(gathered, file, unreadable(error))
  }
  return undefined
}

const fileMissing: Finding = {
  code: 'file-missing',
  words: 'there is no such file',
  remedy: 'Correct the path.',
}

/** Why a file could not be read, and what to do about it. */
export function unreadable(error: unknown): Finding {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return code === 'ENOENT'
    ? fileMissing
    : {
        code: 'file-unreadable',
        words: `the file cannot be read (${code})`,
        remedy: 'Let this process read it, or correct the path.',
      }
}

function addUnread(gathered: Gathered, file: string, finding: Finding): void {
  add(gathered, { severity: 'error', file, line: 1, column: 1, ...finding })
}

function add(gathered: Gathered, complaint: Complaint): void {
  if (gathered.complaints.length < complaintsMax) gathered.complaints.push(complaint)
}
