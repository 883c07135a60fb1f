import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Our version, from the one place where it is written: the package we are. */
export function versionOf(packageFolder: string): string {
  const text = readFileSync(join(packageFolder, 'package.json'), 'utf8')
  const version = /^ {2}"version": "([^"]+)"/m.exec(text)?.[1]
  if (version === undefined) throw new Error(`${packageFolder}/package.json names no version`)
  return version
}
