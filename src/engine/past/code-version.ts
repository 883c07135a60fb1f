import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

let known: string | undefined

/**
 * Names the code that decides: a digest over the core's own files, and the engine's number, as it
 * is the engine that writes states down. A snapshot made by any other code is not read, so that no
 * forgotten number can make an old state pass for a new one.
 */
export function codeVersion(): string {
  known ??= digestOf(dirname(fileURLToPath(import.meta.resolve('#core'))))
  return known
}

function digestOf(folder: string): string {
  const hash = createHash('sha256').update(process.versions.v8)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const name of names.filter(isCode).toSorted()) {
    hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)))
  }
  return hash.digest('base64url')
}

function isCode(name: string): boolean {
  return /\.[jt]s$/.test(name) && !name.includes('.test.')
}
