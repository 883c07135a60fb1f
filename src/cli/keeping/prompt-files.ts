import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { BackedFile } from '#store'
import { promptsFolderOf } from '../config/load-tenant.ts'
import type { Installation } from '../config/installation.ts'

/** The tenants' libraries of prompts, by the names they have below the data folder: they are nowhere else. */
export async function promptFiles({
  dataFolder,
  tenants,
}: Installation): Promise<readonly BackedFile[]> {
  const libraries = await Promise.all(
    tenants.map(async ({ config }) => {
      const folder = promptsFolderOf(dataFolder, config.tenant)
      const files = await readdir(folder).catch(() => [])
      return files.filter(file => file.endsWith('.wav')).map(file => join(folder, file))
    }),
  )
  return libraries.flat().map(path => ({ path, name: relative(dataFolder, path) }))
}
