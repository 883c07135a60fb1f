import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { DeskView } from '#contract'
import { emulatedWorldView } from '#contract'
import { openDemo } from './peers/demo.ts'
import type { Demo } from './peers/demo.ts'
import { signIn } from './peers/person.ts'
import type { Person } from './peers/person.ts'
import { until } from './peers/until.ts'

/** Maya Brooks in the emulated directory; she alone serves the number for design advice. */
const mayaId = '4e0f6d10-51c2-4a38-9a7e-7d1f2a9b0201'
const hannahId = '4e0f6d10-51c2-4a38-9a7e-7d1f2a9b0208'
const simonId = '4e0f6d10-51c2-4a38-9a7e-7d1f2a9b0209'
const [mainNumber, adviceNumber] = ['+441632960100', '+441632960102']

/** What a fault may take to be felt, on a busy machine. */
const feltMsMax = 30_000

/** An agent whose phone cannot be reached is left alone for a minute, and then tried again. */
const backMsMax = 90_000

/** The demo's dead legs end after 20 s; see `deadAfter` in its parley.yaml. */
const deadMsMax = 45_000

/** The demo gives up a presence that nobody repeated for 20 s; see `unknownAfter` in its parley.yaml. */
const unknownMsMax = 60_000

/** Entra ID takes this long for everything while it is slow. */
const slowMsMin = 5_000

const stack = new AsyncDisposableStack()
let demo: Demo
let maya: Person
let simon: Person

beforeAll(async () => {
  demo = stack.use(await openDemo('quiet'))
  await demo.child.says(/Parley answers calls/, 2 * feltMsMax)
  maya = await signIn(demo.origin, mayaId)
  simon = await signIn(demo.origin, simonId)
})
afterAll(() => stack.disposeAsync())

/** Moves the emulated world. */
async function world(path: string, body: object = {}): Promise<void> {
  const headers = { origin: demo.origin, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  const { status } = await fetch(`${demo.origin}/emulator/api${path}`, init)
  expect([201, 204]).toContain(status)
}

const faults = new Set<string>()
async function breaks(trouble: string): Promise<void> {
  faults.add(trouble)
  await world('/troubles', { trouble, on: true })
}
async function mends(trouble: string): Promise<void> {
  faults.delete(trouble)
  await world('/troubles', { trouble, on: false })
}

const callIn = (to = adviceNumber, story = 'wants advice'): Promise<void> =>
  world('/callers', { count: 1, to, story })

/** Maya's desk, as soon as it is so. */
const desk = (words: string, is: (seen: DeskView) => boolean, msMax = feltMsMax) =>
  until(
    words,
    async () => {
      const seen = await maya.desk()
      return is(seen) && seen
    },
    msMax,
  )

const talks = ({ state }: DeskView): boolean => state === 'talking'
const advice = ({ queues }: DeskView): number =>
  queues.find(({ id }) => id === 'design')?.waiting ?? 0

async function takesTheNextCall(): Promise<void> {
  await callIn()
  await desk('the next call is taken', talks)
}

/** The floor is empty and mended before the next test. */
afterEach(async () => {
  for (const trouble of faults) await mends(trouble)
  await world('/callers/hang-up')
  await until(
    'the floor is empty',
    async () => {
      const { wrapUp } = await maya.desk()
      const path = `/api/interactions/${wrapUp?.interaction ?? ''}/wrap-up`
      if (wrapUp !== undefined) await maya.post(path, { disposition: 'ordered', note: '' })
      return (await simon.board()).interactions.length === 0
    },
    backMsMax,
  )
})

test(
  'Teams says 503: the agent is set to not ready with a reason, the caller keeps the place, and both find each other by themselves once Teams is back',
  async () => {
    await maya.ready()
    await breaks('teams-overloaded')
    await callIn()
    const { reason } = await desk(
      'the offer comes to nothing',
      ({ state }) => state === 'not-ready',
    )
    expect(reason).toMatch(/\w/)
    expect(advice(await maya.desk())).toBe(1)
    await mends('teams-overloaded')
    await desk('Maya is tried again and talks', talks, backMsMax)
  },
  backMsMax + 2 * feltMsMax,
)

test(
  'Teams says 408: one agent after the other is tried, the caller keeps the place, and is served once Teams is back',
  async () => {
    await breaks('teams-times-out')
    await callIn(mainNumber, 'something is broken')
    const id = await until(
      'two agents were tried',
      async () => {
        const [row] = (await simon.interactions()).rows
        if (row === undefined || row.endedAt !== undefined) return false
        const { timeline } = await simon.interaction(row.id)
        const missed = timeline.filter(
          ({ kind, fact }) => kind === 'offer-ended' && fact['result'] === 'no-answer',
        )
        return new Set(missed.map(({ fact }) => fact['agent'])).size >= 2 && row.id
      },
      2 * feltMsMax,
    )
    await mends('teams-times-out')
    await until(
      'the same caller talks to somebody',
      async () =>
        (await simon.board()).interactions.some(one => one.id === id && one.phase === 'talking'),
      backMsMax,
    )
    expect(
      (await simon.interactions()).rows.filter(({ endedAt }) => endedAt === undefined),
    ).toMatchObject([{ id }])
  },
  backMsMax + 4 * feltMsMax,
)

test(
  'Teams says nothing: the offer runs out, the caller waits, the trunk is reported down and up again, and calls reach agents again',
  async () => {
    await maya.ready()
    await breaks('teams-silent')
    await callIn()
    await desk('the phone rings for nothing', ({ state }) => state === 'reserved')
    await desk('the offer runs out', ({ state }) => state === 'not-ready', backMsMax)
    expect(advice(await maya.desk())).toBe(1)
    await demo.child.says(/trunk-down trunk=teams/, 2 * backMsMax)
    const before = demo.child.lines.length
    await mends('teams-silent')
    await until(
      'the trunk is up again',
      () => demo.child.lines.slice(before).some(line => line.includes('trunk-up trunk=teams')),
      2 * backMsMax,
    )
    await maya.ready()
    await desk('the caller who waited is served', talks, backMsMax)
  },
  8 * backMsMax,
)

test(
  'A lossy network: the talk goes on in pieces, nobody is cut off, and all of it is recorded',
  async () => {
    await maya.ready()
    await callIn()
    const { talk } = await desk('Maya talks', talks)
    await breaks('lossy-network')
    // Longer than a leg may be dead: what comes in pieces is not dead.
    const until25s = (talk?.since ?? 0) + 25_000
    await until('25 s of talk are over', async () => (await maya.desk()).at > until25s, deadMsMax)
    expect(await maya.desk()).toMatchObject({ state: 'talking' })
    await mends('lossy-network')
    await world('/callers/hang-up')
    await desk('the talk is over', ({ state }) => state === 'wrap-up')
    const id = talk?.interaction ?? ''
    const recorded = await until('the recording is kept', async () => {
      const seen = await simon.interaction(id)
      return seen.recordings.length > 0 && seen
    })
    expect(recorded.recordings[0]?.durationMs).toBeGreaterThan(25_000)
  },
  4 * feltMsMax,
)

test(
  'A client is killed in a talk: the dead leg is found, the customer waits again before everybody, and the agent is left alone until it is back',
  async () => {
    await maya.ready()
    await callIn()
    const { talk } = await desk('Maya talks', talks)
    await world(`/people/${mayaId}/vanish`)
    await desk('the dead leg ends the talk', ({ state }) => state === 'wrap-up', deadMsMax)
    await demo.child.says(/rtp-timeout/)
    const { timeline } = await simon.interaction(talk?.interaction ?? '')
    expect(timeline.find(({ kind }) => kind === 'talk-ended')?.fact).toMatchObject({
      by: 'phone-lost',
    })
    expect(timeline.findLast(({ kind }) => kind === 'queue-entered')?.fact).toMatchObject({
      position: 1,
      returned: true,
    })
    const { wrapUp } = await maya.desk()
    const path = `/api/interactions/${wrapUp?.interaction ?? ''}/wrap-up`
    expect(await maya.post(path, { disposition: 'ordered', note: '' })).toMatchObject({
      status: 200,
    })
    await desk('nothing is offered', ({ state }) => state === 'not-ready')
    await maya.ready()
    const again = await desk('the customer who was kept is served', talks, backMsMax)
    expect(again.talk?.interaction).toBe(talk?.interaction)
  },
  4 * feltMsMax + deadMsMax + backMsMax,
)

test(
  'A client that is offline: the agent is passed over with a reason, and serves the caller who waited once it is back',
  async () => {
    await maya.ready()
    await world(`/people/${mayaId}/meets`, { how: 'offline' })
    await callIn()
    const { reason } = await desk(
      'the offer comes to nothing',
      ({ state }) => state === 'not-ready',
    )
    expect(reason).toMatch(/\w/)
    await world(`/people/${mayaId}/meets`, { how: 'script' })
    await maya.ready()
    // Whoever was tried for a caller is passed over for the same one for half a minute.
    await desk('the caller who waited is served', talks, backMsMax)
  },
  4 * feltMsMax + backMsMax,
)

test(
  'The carrier’s trunk goes down: the call ends, the agent wraps up, nobody comes in, and calls flow once it is mended',
  async () => {
    await maya.ready()
    await callIn()
    await desk('Maya talks', talks)
    await breaks('trunk-down')
    const { wrapUp } = await desk('the call is over', ({ state }) => state === 'wrap-up')
    const path = `/api/interactions/${wrapUp?.interaction ?? ''}/wrap-up`
    await maya.post(path, { disposition: 'ordered', note: '' })
    const known = (await simon.interactions()).rows.length
    await callIn()
    await until('the caller got no connection', async () => {
      const response = await fetch(`${demo.origin}/emulator/api/world`)
      return emulatedWorldView.parse(await response.json()).callers[0]?.phase === 'over'
    })
    expect((await simon.interactions()).rows).toHaveLength(known)
    await mends('trunk-down')
    await takesTheNextCall()
  },
  6 * feltMsMax,
)

test(
  'Entra ID is slow: who is signed in works on as before, who signs in waits and comes in',
  async () => {
    await maya.ready()
    await breaks('slow-sign-in')
    await takesTheNextCall()
    const begunAt = performance.now()
    const hannah = await signIn(demo.origin, hannahId)
    expect(performance.now() - begunAt).toBeGreaterThan(slowMsMin)
    expect(await hannah.me()).toMatchObject({ person: { name: 'Hannah Lowe' } })
  },
  4 * feltMsMax,
)

test(
  'Nobody is offered a call whose Teams presence says do not disturb, and who is available again is offered the caller who waited',
  async () => {
    await maya.ready()
    await world(`/people/${mayaId}/presence`, { presence: 'do-not-disturb' })
    await desk('Graph says so', ({ presence }) => presence === 'do-not-disturb')
    await callIn()
    const waiting = await desk('the caller waits', seen => advice(seen) === 1)
    // Parley's own word on Maya is unchanged: presence and routing state are two things.
    expect(waiting.state).toBe('available')
    const [row] = (await simon.interactions()).rows
    const { timeline } = await simon.interaction(row?.id ?? '')
    const decided = timeline.findLast(({ decision }) => decision !== undefined)
    expect(JSON.stringify(decided)).toContain('do-not-disturb')
    expect(timeline.filter(({ kind }) => kind === 'offer-made')).toEqual([])
    await world(`/people/${mayaId}/presence`, { presence: 'available' })
    await desk('Maya talks', talks)
  },
  4 * feltMsMax,
)

test(
  'A call that Teams sees is our own while the agent talks with our customer, and keeps offers away when it is another',
  async () => {
    await maya.ready()
    await takesTheNextCall()
    await desk('Teams says busy, and no more', ({ presence }) => presence === 'busy')
    await world('/callers/hang-up')
    const { wrapUp } = await desk('the talk is over', ({ state }) => state === 'wrap-up')
    const path = `/api/interactions/${wrapUp?.interaction ?? ''}/wrap-up`
    await maya.post(path, { disposition: 'ordered', note: '' })
    await desk('she is available again', ({ presence }) => presence === 'available')
    await world(`/people/${mayaId}/presence`, { presence: 'in-a-call' })
    await desk('she talks with somebody else in Teams', seen => seen.presence === 'in-a-call')
    await callIn()
    const waiting = await desk('the caller waits', seen => advice(seen) === 1)
    expect(waiting.state).toBe('available')
    await world(`/people/${mayaId}/presence`, { presence: 'available' })
    await desk('Maya talks with who waited', talks)
  },
  6 * feltMsMax,
)

test.each([
  ['Graph is slow', 'slow-graph', /presence-not-heard .*graph-slow/],
  ['Graph says 429 and 503', 'graph-overloaded', /presence-not-heard .*graph-(busy|failing)/],
] as const)(
  '%s: the last presence holds for a while and is given up, calls are offered all along, and presence comes back by itself',
  async (_, trouble, codes) => {
    await maya.ready()
    await desk('Graph says that she is available', ({ presence }) => presence === 'available')
    const before = demo.child.lines.length
    await breaks(trouble)
    await until(
      'the trouble is in the log',
      () => demo.child.lines.slice(before).some(line => codes.test(line)),
      unknownMsMax,
    )
    await desk(
      'her presence is not known any more',
      seen => seen.presence === undefined,
      unknownMsMax,
    )
    const answer = await fetch(`${demo.origin}/readyz`)
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringMatching(/^ready; 1 of 1 tenants without word from Teams on presence: graph-/),
    ])
    await takesTheNextCall()
    await mends(trouble)
    await desk('Graph is heard again', ({ presence }) => presence !== undefined, backMsMax)
  },
  2 * unknownMsMax + 2 * backMsMax,
)
