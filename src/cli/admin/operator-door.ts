import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The file that holds the key of the operator's door while an installation runs. */
function keyFileOf(dataFolder: string): string {
  return join(dataFolder, 'operator.key')
}

/** The door by which the command line of this machine reaches an installation that runs. */
export interface OperatorDoor extends AsyncDisposable {
  readonly key: string
}

/**
 * Makes a fresh key and lays it where only the user of this process may read it. It is worth nothing
 * after the stop: the next start makes another.
 */
export async function openOperatorDoor(dataFolder: string): Promise<OperatorDoor> {
  const key = randomBytes(32).toString('hex')
  const file = keyFileOf(dataFolder)
  await rm(file, { force: true })
  await writeFile(file, key, { mode: 0o600 })
  return {
    key,
    [Symbol.asyncDispose]: async () => {
      const there = await readFile(file, 'utf8').catch(() => '')
      // Another start may have laid its own meanwhile.
      if (there === key) await rm(file, { force: true })
    },
  }
}

/** The key of the installation that runs on this data folder, if one does. */
export async function findOperatorKey(dataFolder: string): Promise<string | undefined> {
  const key = await readFile(keyFileOf(dataFolder), 'utf8').catch(() => '')
  return key === '' ? undefined : key.trim()
}
