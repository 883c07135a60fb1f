import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Child } from './child.ts'
import { openChild } from './child.ts'
import { freePort } from './free-port.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** The demo as `npm start` shows it, beside anything else that runs here. */
export interface Demo extends AsyncDisposable {
  readonly child: Child
  readonly origin: string
}

/** Starts the demo on free ports, with its data in a folder of its own; `quiet` where nobody calls by himself. */
export async function openDemo(floor: 'lively' | 'quiet' = 'lively'): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-demo-'))
  const stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  try {
    const httpPort = await demoOnFreePorts(folder, floor)
    const child = stack.use(
      await openChild('npm', ['start', '--', '--config', join(folder, 'parley.yaml')], {
        cwd: root,
        isGroup: true,
      }),
    )
    const running = stack.move()
    return {
      child,
      origin: `http://127.0.0.1:${httpPort}`,
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** A copy of the demo's files that can run beside anything else: its data in the copy, every port a free one. */
async function demoOnFreePorts(folder: string, floor: 'lively' | 'quiet'): Promise<number> {
  await cp(join(root, 'examples', 'demo'), folder, { recursive: true })
  const [installation, world] = [join(folder, 'parley.yaml'), join(folder, 'emulator.yaml')]
  const texts = await Promise.all([installation, world].map(file => readFile(file, 'utf8')))
  const ports = new Map<string, number>()
  for (const port of texts.join('\n').match(/\b(?:8080|15\d{3})\b/g) ?? []) {
    if (!ports.has(port)) ports.set(port, await freePort())
  }
  const moved = (text = ''): string =>
    text
      .replaceAll(/\b(?:8080|15\d{3})\b/g, port => String(ports.get(port)))
      .replace(/^data: .*$/m, 'data: ./data')
  await writeFile(installation, moved(texts[0]))
  const plan = moved(texts[1])
  const still = plan
    .replace(/atOnce: \d+/, 'atOnce: 0')
    .replace(/callsPerHour: \d+/, 'callsPerHour: 0.001')
  await writeFile(world, floor === 'quiet' ? still : plan)
  return ports.get('8080') ?? 0
}
