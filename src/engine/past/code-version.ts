import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

let known: string | undefined

/**
 * Names the code that decides: a digest over every file of the core that `step` comes to, and the
 * engine's number, as it is the engine that writes states down. A snapshot made by any other code is
 * not read, so that no forgotten number can make an old state pass for a new one. Words, checks of
 * configurations, tests and comments decide nothing: they may change, and snapshots stay.
 */
export function codeVersion(): string {
  known ??= digestOf(dirname(fileURLToPath(import.meta.resolve('#core'))))
  return known
}

/** The digest over what the `step` of a folder comes to. */
export function digestOf(folder: string): string {
  const hash = createHash('sha256').update(process.versions.v8)
  for (const [name, code] of [...reached(folder)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`\0${name}\0`).update(code)
  }
  return hash.digest('base64url')
}

/** Every file that the step's file imports, and those that they import, without comments. */
function reached(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const ahead = ['step.ts']
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (files.has(name)) continue
    const code = withoutComments(readFileSync(join(folder, name), 'utf8'))
    files.set(name, code)
    for (const [, path = ''] of code.matchAll(/\bfrom '(\.[^']+)'/g)) {
      ahead.push(join(dirname(name), path))
    }
  }
  return files
}

/** Only comments that fill whole lines: looking for others, a text could be taken for one. */
function withoutComments(code: string): string {
  return code.replaceAll(/^[ \t]*(?:\/\/.*|\/\*\*?\s[\s\S]*?\*\/)\n/gm, '')
}
