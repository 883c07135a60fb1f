/**
 * Builds the web app into dist/web when anything it is made of has changed, and says nothing when
 * nothing has. npm runs it after an install and before a start, so nobody needs to know it exists.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { env, stderr, stdout } from 'node:process'

const root = join(import.meta.dirname, '..')
const built = join(root, 'dist', 'web')
const hashFile = join(built, '.source-hash')
const madeOf = ['src/web', 'src/contract', 'src/core']

/** Tests, the gallery and the compiler's settings are beside the sources but not in the build. */
const notBuilt = /\.test\.tsx?$|[\\/]gallery[\\/]|tsconfig\.json$/

function sourceFiles(): readonly string[] {
  const inFolders = madeOf.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name)),
  )
  const files = inFolders.filter(file => !notBuilt.test(file)).toSorted()
  return [...files, join(root, 'package-lock.json')]
}

/** Names count as well as contents: a file that moved is a change. */
function sourceHash(): string {
  const hash = createHash('sha256')
  for (const file of sourceFiles()) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function isFresh(hash: string): boolean {
  return existsSync(hashFile) && readFileSync(hashFile, 'utf8') === hash
}

async function build(hash: string): Promise<void> {
  const startedAt = performance.now()
  // A shell or a test runner may say otherwise, and would have React's slow half built in: half as much again to load.
  env['NODE_ENV'] = 'production'
  const vite = await import('vite')
  const settings = join(root, 'src', 'web', 'vite.config.ts')
  await vite.build({ configFile: settings, mode: 'production', logLevel: 'warn' })
  // Written last: a build that was interrupted leaves no hash and is done again.
  writeFileSync(hashFile, hash)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  stdout.write(`Built the web app in ${seconds} s.\n`)
}

const hash = sourceHash()
if (!isFresh(hash)) {
  try {
    await build(hash)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    stderr.write(
      `The web app could not be built: ${why}\n` +
        'Remedy: run "npm ci" (with its development dependencies), then "npm run prepare".\n',
    )
    process.exitCode = 1
  }
}
