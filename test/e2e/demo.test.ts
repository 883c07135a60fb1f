import { expect, test } from 'vitest'
import { openDemo } from './peers/demo.ts'
import { signIn } from './peers/person.ts'
import { until } from './peers/until.ts'

/** From the first output until calls are answered. */
const answersMsMax = 10_000

/** The first demo call has been answered and has come to its end by then. */
const handledMsMax = 100_000

/** A talk this long was meant: somebody without patience may hang up in the moment of the answer. */
const talkMsMin = 2_000

/** Recording and talk begin and end within this of each other; each is timed by its own clock. */
const apartMsMax = 1_000

const supervisor = '4e0f6d10-51c2-4a38-9a7e-7d1f2a9b0209'

test(
  'the demo answers within ten seconds of its first output, and its calls flow',
  async () => {
    await using started = await openDemo()
    const { child: demo, origin } = started
    await demo.says(/./)
    const begun = performance.now()
    await demo.says(/Parley answers calls/, answersMsMax)
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
      async () =>
        (await simon.interactions()).rows.find(
          one => one.outcome === 'handled' && (one.talkMs ?? 0) > talkMsMin,
        ),
      handledMsMax,
    )
    expect(row.agent?.name).toMatch(/\S/)
    const view = await until('its recording is kept', async () => {
      const seen = await simon.interaction(row.id)
      return seen.recordings.length > 0 && seen
    })
    expect(view.recordings[0]?.durationMs).toBeGreaterThan(1_000)
    // All of the talk and nothing else is on it, neither begun late nor cut short.
    const apartMs = (view.recordings[0]?.durationMs ?? 0) - (row.talkMs ?? 0)
    expect(Math.abs(apartMs)).toBeLessThan(apartMsMax)
  },
  2 * handledMsMax + 40_000,
)

test(
  'who stops npm has stopped the contact center with it, and it goes as it should',
  async () => {
    await using started = await openDemo('quiet')
    const { child: npm } = started
    await npm.says(/Parley answers calls/, handledMsMax)
    process.kill(npm.pid, 'SIGTERM')
    await npm.says(/Parley is stopping/)
    await npm.exited
    await expect(fetch(`${started.origin}/readyz`)).rejects.toThrow('fetch failed')
  },
  handledMsMax,
)
