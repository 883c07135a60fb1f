import { expect, test } from 'vitest'
import { openDemo } from './peers/demo.ts'
import { signIn } from './peers/person.ts'
import { until } from './peers/until.ts'

/** Maya Brooks in the emulated directory; she alone serves the number for design advice. */
const mayaId = '4e0f6d10-51c2-4a38-9a7e-7d1f2a9b0201'
const adviceNumber = '+441632960102'

/** What a fault may take to be felt, on a busy machine. */
const feltMsMax = 30_000

test('when Teams says 503 the agent is set to not ready with a reason, and the caller keeps the place', async () => {
  await using demo = await openDemo('quiet')
  await demo.child.says(/Parley answers calls/, 2 * feltMsMax)
  const { origin } = demo
  const world = async (path: string, body: object): Promise<number> => {
    const headers = { origin, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    return (await fetch(`${origin}/emulator/api${path}`, init)).status
  }
  const maya = await signIn(origin, mayaId)
  await maya.ready()
  expect(await world('/troubles', { trouble: 'teams-overloaded', on: true })).toBe(204)
  const wish = { count: 1, to: adviceNumber, story: 'wants advice' }
  expect(await world('/callers', wish)).toBe(201)
  const desk = await until(
    'the offer comes to nothing',
    async () => {
      const seen = await maya.desk()
      return seen.state === 'not-ready' && seen
    },
    feltMsMax,
  )
  expect(desk.reason).toMatch(/\w/)
  expect(desk.queues.find(({ id }) => id === 'design')?.waiting).toBe(1)
})
