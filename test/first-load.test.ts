import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { build, type Rolldown } from 'vite'

/*
 * What a browser fetches before an agent sees the desk. A route that only some people open, or a
 * library that comes in by its front door, shows here and not first on a slow line.
 */

const settings = join(import.meta.dirname, '..', 'src', 'web', 'vite.config.ts')

/** JavaScript of the first load as it goes over the wire: a little above what it is, and below the aim of 150 kB. */
const firstLoadBytesMax = 146_000

/** The page agents open. */
const entry = '/src/web/index.html'

/** Folders of `src/web` whose pages are fetched when somebody opens them. */
const opened = ['admin', 'designer', 'emulator', 'guide', 'interaction', 'supervisor', 'wallboard']

/** A build takes seconds, and many of them on a busy machine. */
const buildMsMax = 120_000

/** The icons of the desk, drawn: some dozens of the thousands there are. */
const iconBytesMax = 60_000

type Chunk = Rolldown.OutputChunk

afterEach(() => {
  vi.unstubAllEnvs()
})

/** The app as `npm start` builds it, left in memory. */
async function built(): Promise<readonly Chunk[]> {
  // Among tests, Vite would build React with all its warnings.
  vi.stubEnv('NODE_ENV', 'production')
  const made = await build({
    configFile: settings,
    mode: 'production',
    logLevel: 'silent',
    build: { write: false },
  })
  const outputs = 'output' in made ? [made] : Array.isArray(made) ? made : []
  return outputs.flatMap(({ output }) => output).filter(one => one.type === 'chunk')
}

/** The app's entry beside those of other pages, and what it cannot begin without. */
function firstLoad(chunks: readonly Chunk[]): readonly Chunk[] {
  const byName = new Map(chunks.map(chunk => [chunk.fileName, chunk]))
  const found = new Set(
    chunks.filter(({ facadeModuleId }) => facadeModuleId?.endsWith(entry) === true),
  )
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const next = byName.get(name)
      if (next !== undefined) found.add(next)
    }
  }
  return [...found]
}

const modulesOf = (chunks: readonly Chunk[]): readonly (readonly [string, number])[] =>
  chunks.flatMap(({ modules }) =>
    Object.entries(modules).map(([id, { renderedLength }]) => [id, renderedLength] as const),
  )

test(
  'the agent’s page begins with little, and with nothing that only others open',
  async () => {
    const chunks = await built()
    const first = firstLoad(chunks)
    expect(first.length).toBeGreaterThan(0)
    expect(chunks.length).toBeGreaterThan(first.length)
    const sizes = first.map(({ fileName, code }) => [fileName, gzipSync(code).length] as const)
    const bytes = sizes.reduce((sum, [, size]) => sum + size, 0)
    process.stdout.write(`first load: ${bytes} bytes of JavaScript, packed\n`)
    expect(bytes, `over the wire: ${JSON.stringify(sizes)}`).toBeLessThan(firstLoadBytesMax)

    const modules = modulesOf(first)
    const strays = modules
      .map(([id]) => /\/src\/web\/(.*\.tsx)$/.exec(id)?.[1] ?? '')
      .filter(path => opened.includes(path.split('/')[0] ?? ''))
    expect(strays).toEqual([])
    expect(modules.filter(([id]) => id.includes('/dagre/'))).toEqual([])
    // Shapes are checked where they come from; a browser takes the functions beside them alone.
    expect(modulesOf(chunks).filter(([id]) => id.includes('/zod'))).toEqual([])

    const icons = modules.filter(([id]) => id.includes('/react-icons/'))
    expect(icons.length).toBeGreaterThan(0)
    expect(icons.reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(iconBytesMax)
  },
  buildMsMax,
)
