import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../config/secrets.ts'

/**
 * Which configuration is meant: the one named by flag, by the environment, or `parley.yaml` here.
 * Where there is none it is the living demo, which comes with the program.
 */
export function installationFile(asked: {
  readonly flag: string | undefined
  readonly environment: Environment
  readonly folder: string
  readonly packageFolder: string
}): { readonly file: string; readonly demo: boolean } {
  const named = asked.flag ?? asked.environment['PARLEY_CONFIG']
  if (named !== undefined && named !== '') return { file: named, demo: false }
  const here = join(asked.folder, 'parley.yaml')
  if (existsSync(here)) return { file: here, demo: false }
  return { file: join(asked.packageFolder, 'examples', 'demo', 'parley.yaml'), demo: true }
}
