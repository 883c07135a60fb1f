import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { parse } from 'yaml'
import type { BackedFile } from '#store'
import type { Installation } from '../config/installation.ts'

/** What is never in a backup, said to whoever makes one and to whoever restores it. */
export const neverBackedUp =
  'secrets, keys and certificates; sound files of the machine that flows name; the voices’ cache'

/** The configuration files of an installation, by names under `settings/`. */
export function settingsFiles({ file, tenants }: Installation): readonly BackedFile[] {
  const paths = new Set([file, ...tenants.map(one => one.file)])
  for (const tenant of tenants) for (const flow of flowsOf(tenant.file)) paths.add(flow)
  const folder = dirname(file)
  return [...paths].map(path => ({ path, name: nameFor(relative(folder, path), path) }))
}

/** A file outside of the installation's folder keeps its last name alone. */
function nameFor(near: string, path: string): string {
  const outside = near.startsWith('..') || isAbsolute(near)
  return join('settings', outside ? join('elsewhere', basename(path)) : near)
}

/** The flow files that a tenant's file names. It was read and proven before. */
function flowsOf(file: string): readonly string[] {
  if (!existsSync(file)) return []
  const value: unknown = parse(readFileSync(file, 'utf8'))
  if (typeof value !== 'object' || value === null || !('flows' in value)) return []
  const { flows } = value
  if (!Array.isArray(flows)) return []
  return flows.flatMap((path: unknown) =>
    typeof path === 'string' ? [resolve(dirname(file), path)] : [],
  )
}
