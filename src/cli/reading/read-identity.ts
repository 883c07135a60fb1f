import { readFile, stat } from 'node:fs/promises'
import type { TlsIdentity } from '#sip'
import type { Gathered } from './gathered.ts'
import { complain, unreadable } from './gathered.ts'
import type { ValuePath, YamlSource } from './yaml-source.ts'
import { besideFile } from './yaml-source.ts'

/** The largest key or certificate file. */
export const pemBytesMax = 262_144

/** The files of a key, its certificate, and the authorities to trust. */
export interface IdentityFiles {
  readonly key: string
  readonly certificate: string
  readonly authority?: string | undefined
}

/** A pair of files that may be renewed, by their whole paths, and the names it must prove. */
export interface KeptIdentity {
  readonly files: IdentityFiles
  /** What was read of them at the start. */
  readonly loaded: TlsIdentity
  /** Who sees it: callers, whoever we call, or both. */
  readonly shownTo: 'callers' | 'called' | 'both'
  readonly names: readonly string[]
}

interface Place {
  readonly source: YamlSource
  readonly path: ValuePath
  readonly gathered: Gathered
}

/** Reads a key and its certificates; nothing if a file is missing or holds something else. */
export async function readIdentity(
  files: IdentityFiles,
  place: Place,
): Promise<TlsIdentity | undefined> {
  const key = await readPem(files.key, /-----BEGIN [A-Z ]*PRIVATE KEY-----/, place, 'key')
  const cert = await readPem(files.certificate, certificate, place, 'certificate')
  if (files.authority === undefined) {
    return key === undefined || cert === undefined ? undefined : { key, cert }
  }
  const ca = await readPem(files.authority, certificate, place, 'authority')
  if (key === undefined || cert === undefined || ca === undefined) return undefined
  return { key, cert, ca }
}

const certificate = /-----BEGIN CERTIFICATE-----/

async function readPem(
  path: string,
  shape: RegExp,
  { source, path: above, gathered }: Place,
  name: keyof IdentityFiles,
): Promise<string | undefined> {
  const at = { source, path: [...above, name] }
  const file = besideFile(source, path)
  try {
    const { size } = await stat(file)
    const text = size > pemBytesMax ? '' : await readFile(file, 'utf8')
    if (shape.test(text)) return text
    complain(gathered, at, {
      code: 'not-pem',
      words: `“${path}” holds no ${name} in PEM form`,
      remedy: `Name a file that begins with -----BEGIN, of at most ${pemBytesMax} bytes.`,
    })
  } catch (error) {
    const { code, words, remedy } = unreadable(error)
    complain(gathered, at, { code, words: `“${path}”: ${words}`, remedy })
  }
  return undefined
}
