import { expect, test } from 'vitest'
import { openFakePresence } from './fake-presence-source.ts'
import { peopleAtOnceMax, requestsPer30sMax } from './graph-presence.ts'
import { presencePromises } from './presence-source.suite.ts'
import type { PresenceAnswer, TeamsPresence } from './presence-source.ts'
import type { GraphTrouble } from './troubles.ts'
import { watchPresence, type WatchOptions } from './watch-presence.ts'

const directory = '11111111-2222-4333-8444-555555555555'
const ann = 'aaaaaaaa-0000-4000-8000-000000000001'
const ben = 'aaaaaaaa-0000-4000-8000-000000000002'

const words = {
  available: { availability: 'Available', activity: 'Available' },
  'do-not-disturb': { availability: 'DoNotDisturb', activity: 'DoNotDisturb' },
  'in-a-meeting': { availability: 'Busy', activity: 'InAMeeting' },
}

const trouble = (code: GraphTrouble['code'], more: Partial<GraphTrouble> = {}): GraphTrouble => ({
  code,
  words: code,
  remedy: 'Wait.',
  isLasting: false,
  ...more,
})

const overloaded = [trouble('graph-busy', { retryAfterMs: 5000 }), trouble('graph-failing')]

test.each(presencePromises)('the fake keeps the promise: $words', async ({ keep }) => {
  const source = openFakePresence([directory])
  source.set(ann, words.available)
  source.set(ben, words.available)
  const kept = keep({
    source,
    directory,
    people: [ann, ben],
    set: (person, presence) => source.set(person, words[presence]),
    overload: isOn => source.fail(...(isOn ? overloaded : [])),
  })
  await expect(kept).resolves.toBeUndefined()
})

/** Time that is moved by hand, and what a watch said and when. */
function rehearse(options: Partial<WatchOptions> = {}) {
  const source = openFakePresence([directory])
  const timers = new Map<() => void, number>()
  const seen: string[] = []
  let now = 0
  const tell = (what: string): void => void seen.push(`${now / 1000} s: ${what}`)
  const watch = watchPresence({
    source,
    directory,
    people: () => [ann],
    clock: {
      elapsed: () => now,
      setTimer: (ms, fire) => {
        const once = (): void => fire()
        timers.set(once, now + ms)
        return () => timers.delete(once)
      },
    },
    random: () => 0.5,
    everyMs: 10_000,
    unknownAfterMs: 60_000,
    onHeard: heard => {
      for (const [id, one] of heard) tell(`${id.slice(-1)} ${sayOf(one)}`)
    },
    onHealth: health => tell(health.state === 'troubled' ? health.trouble.code : health.state),
    ...options,
  })
  const pass = async (ms: number): Promise<void> => {
    const end = now + ms
    for (;;) {
      const [next] = [...timers].filter(([, at]) => at <= end).toSorted(([, a], [, b]) => a - b)
      if (next === undefined) break
      const [fire, at] = next
      timers.delete(fire)
      now = at
      fire()
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
    }
    now = end
  }
  return { pass, seen, source, timers, watch }
}

const sayOf = (one: TeamsPresence | undefined): string => one?.availability ?? 'unknown'

test('it is asked once a round, and what is heard is told', async () => {
  const { pass, seen, source } = rehearse()
  source.set(ann, words.available)
  await pass(16_000)
  source.set(ann, words['do-not-disturb'])
  await pass(10_000)
  expect(seen).toEqual([
    '5 s: 1 Available',
    '5 s: fine',
    '15 s: 1 Available',
    '25 s: 1 DoNotDisturb',
  ])
})

test('through a failure the last word holds; after a minute without another it is unknown; and it comes back by itself', async () => {
  const { pass, seen, source } = rehearse()
  source.set(ann, words.available)
  await pass(6000)
  source.fail(trouble('graph-slow'))
  await pass(50_000)
  expect(seen).toEqual(['5 s: 1 Available', '5 s: fine', '15 s: graph-slow'])
  await pass(10_000)
  expect(seen.at(-1)).toBe('65 s: 1 unknown')
  source.fail()
  await pass(90_000)
  expect(seen.slice(4).filter(line => !line.includes('unknown'))[0]).toMatch(/1 Available$/)
  expect(seen.filter(line => line.endsWith('fine'))).toHaveLength(2)
})

test('the pauses after failures double up to a minute, and none is shorter than Graph asks for', async () => {
  const { pass, source } = rehearse()
  source.fail(trouble('graph-failing'))
  await pass(10 * 60_000)
  // At 5, 20, 50, and then every 45 s: with dice that always say the middle.
  expect(source.asked()).toBe(3 + Math.floor((600 - 50) / 45))
  const busy = rehearse()
  busy.source.fail(trouble('graph-busy', { retryAfterMs: 300_000 }))
  await busy.pass(5000 + 299_000)
  expect(busy.source.asked()).toBe(1)
  await busy.pass(20_000)
  expect(busy.source.asked()).toBe(2)
})

test('whom a half answer left out keeps the last word, until that is too old', async () => {
  const all = new Map([ann, ben].map(id => [id, words.available]))
  let answer: PresenceAnswer = { presences: all }
  const { pass, seen } = rehearse({
    people: () => [ann, ben],
    source: { ask: async () => answer },
  })
  await pass(6000)
  answer = { presences: new Map([[ann, words.available]]), trouble: trouble('graph-failing') }
  await pass(120_000)
  expect(seen.filter(line => line.endsWith('unknown')).every(line => line.includes(' 2 '))).toBe(
    true,
  )
  expect(seen.some(line => line.endsWith('2 unknown'))).toBe(true)
})

test('who had a presence from before the start and is never heard of is unknown in the end', async () => {
  const { pass, seen, source } = rehearse()
  source.fail(trouble('secret-wrong', { isLasting: true }))
  await pass(61_000)
  expect(seen).toContain('60 s: 1 unknown')
})

test('a fault of ours is a trouble with its words, and the next round is tried', async () => {
  let people: readonly string[] | undefined
  const { pass, seen, source } = rehearse({
    people: () => {
      if (people === undefined) throw new Error('no list')
      return people
    },
  })
  source.set(ann, words.available)
  await pass(6000)
  people = [ann]
  await pass(60_000)
  expect(seen.slice(0, 3)).toEqual(['5 s: fault', '20 s: 1 Available', '20 s: fine'])
})

test('a watch that was stopped asks and says nothing any more', async () => {
  const { pass, seen, source, timers, watch } = rehearse()
  source.set(ann, words.available)
  await pass(6000)
  watch.stop()
  await pass(600_000)
  expect([source.asked(), seen.length, timers.size, watch.health().state]).toEqual([
    1,
    2,
    0,
    'fine',
  ])
})

test('the largest tenant at the shortest interval keeps within what Graph allows', () => {
  const [agentsMax, everyMsMin] = [5000, 2000]
  const requests = Math.ceil(agentsMax / peopleAtOnceMax) * (30_000 / (everyMsMin * 0.9))
  expect(requests).toBeLessThan(requestsPer30sMax / 10)
})
