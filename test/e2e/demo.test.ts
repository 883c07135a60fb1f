import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openChild } from './peers/child.ts'
import { freePort } from './peers/free-port.ts'
import { signIn } from './peers/person.ts'
import { until } from './peers/until.ts'

const root = join(import.meta.dirname, '..', '..')

/** From the first output until calls are answered. */
const answersMsMax = 10_000

/** The first demo call has been answered and has come to its end by then. */
const handledMsMax = 100_000

const supervisor = '4e0f6d10-51c2-4a38-9a7e-7d1f2a9b0209'

test(
  'the demo answers within ten seconds of its first output, and its calls flow',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-demo-'))
    await using stack = new AsyncDisposableStack()
    stack.defer(() => rm(folder, { recursive: true, force: true }))
    const httpPort = await demoOnFreePorts(folder)
    const demo = stack.use(
      await openChild('npm', ['start', '--', '--config', join(folder, 'parley.yaml')], {
        cwd: root,
        isGroup: true,
      }),
    )
    await demo.says(/./)
    const begun = performance.now()
    await demo.says(/Parley answers calls/, answersMsMax)
    const origin = `http://127.0.0.1:${httpPort}`
    expect((await fetch(`${origin}/readyz`)).status).toBe(200)
    expect(performance.now() - begun).toBeLessThan(answersMsMax)

    const simon = await signIn(origin, supervisor)
    expect(await simon.me()).toMatchObject({ role: 'supervisor', emulated: true })
    await until(
      'calls come in by themselves',
      async () => (await simon.board()).interactions.length > 0,
      handledMsMax,
    )
    const row = await until(
      'a call is handled',
      async () => (await simon.interactions()).rows.find(one => one.outcome === 'handled'),
      handledMsMax,
    )
    expect(row.agent?.name).toMatch(/\S/)
    const view = await until('its recording is kept', async () => {
      const seen = await simon.interaction(row.id)
      return seen.recording !== undefined && seen
    })
    expect(view.recording?.durationMs).toBeGreaterThan(1_000)
  },
  2 * handledMsMax + 40_000,
)

/** A copy of the demo's files that can run beside anything else: its data in the copy, every port a free one. */
async function demoOnFreePorts(folder: string): Promise<number> {
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
  await writeFile(world, moved(texts[1]))
  return ports.get('8080') ?? 0
}
