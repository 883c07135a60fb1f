import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Child } from './child.ts'
import { openChild } from './child.ts'
import { until } from './until.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const node = join(root, 'node_modules', '.bin', 'node')
const program = join(root, 'bin', 'parley.js')

/** The longest a start may take before it answers: what is promised of the demo on a slow machine. */
const startMsMax = 20_000

/** Parley as its users run it: a process with a folder of configuration and data. */
export interface Parley extends AsyncDisposable {
  readonly folder: string
  readonly child: Child
  /** How long it took from the start until it answered. */
  readonly startMs: number
  /** UDP ports the process holds now: each voice takes two. */
  udpPorts(): Promise<readonly number[]>
  /** Runs another command of it on the same folder, such as `replay`. */
  run(
    ...parameters: readonly string[]
  ): Promise<{ readonly code: number | undefined; readonly lines: readonly string[] }>
  stop(): Promise<number | undefined>
  /** Ends the process, asked or killed, and starts another on the same folder once `meanwhile` is over. */
  restart(how: 'stopped' | 'killed', meanwhile?: () => Promise<void>): Promise<void>
}

/** A folder of configuration: files by name, and how to start on it. */
export interface ParleyOptions {
  readonly files: Readonly<Record<string, string | Int16Array | Buffer>>
  readonly httpPort: number
  readonly env?: Readonly<Record<string, string>>
}

/** Writes the folder, starts Parley on it, and waits until it says that it is ready. */
export async function openParley(options: ParleyOptions): Promise<Parley> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-e2e-'))
  const stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  try {
    await writeFiles(folder, options.files)
    const config = join(folder, 'parley.yaml')
    const env = { ...options.env, NO_COLOR: '1' }
    const begun = performance.now()
    const start = async (): Promise<Child> => {
      const started = stack.use(
        await openChild(node, [program, 'start', '--config', config], { cwd: folder, env }),
      )
      stack.defer(() => keepLog(started))
      await started.says(/Parley answers calls/, startMsMax)
      await until('GET /readyz says ready', () => isReady(options.httpPort))
      return started
    }
    let child = await start()
    const startMs = performance.now() - begun
    return {
      folder,
      get child() {
        return child
      },
      startMs,
      udpPorts: () => udpPortsOf(child.pid),
      async run(...parameters) {
        await using once = await openChild(node, [program, ...parameters, '--config', config], {
          cwd: folder,
          env,
        })
        const code = await once.exited
        return { code, lines: once.lines }
      },
      stop: () => child.stop(),
      async restart(how, meanwhile) {
        if (how === 'killed') process.kill(child.pid, 'SIGKILL')
        await child.stop()
        await meanwhile?.()
        child = await start()
      },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** What the process said lies in test-results, for whoever wonders why a test failed. */
async function keepLog({ pid, lines }: Child): Promise<void> {
  const results = join(root, 'test-results')
  await mkdir(results, { recursive: true })
  await writeFile(join(results, `parley-${pid}.log`), lines.join('\n'))
}

async function writeFiles(folder: string, files: ParleyOptions['files']): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, content)
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
  } catch {
    return false
  }
}

/** The UDP sockets of a process, by the kernel's own tables. */
async function udpPortsOf(pid: number): Promise<readonly number[]> {
  const names = await readdir(`/proc/${pid}/fd`)
  const links = await Promise.all(
    names.map(name => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
  )
  const own = new Set(links.map(link => /^socket:\[(\d+)\]$/.exec(link)?.[1]))
  const tables = await Promise.all(
    ['udp', 'udp6'].map(table => readFile(`/proc/${pid}/net/${table}`, 'utf8')),
  )
  const rows = tables
    .flatMap(table => table.split('\n').slice(1))
    .map(line => line.trim().split(/\s+/))
  return rows.flatMap(row => {
    const port = Number.parseInt(row[1]?.split(':')[1] ?? '', 16)
    return own.has(row[9]) ? [port] : []
  })
}
