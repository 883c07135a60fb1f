import { expect, test } from 'vitest'
import { flowsAt, interactionAt } from '../gallery/interaction-views.ts'
import { traceAt } from '../gallery/trace-views.ts'
import { createFakeClock } from '../model/fake-clock.ts'
import { bandsOf, inRows } from './bands.ts'
import { arrowTitle, askedFor, codecsOf, ladderOf, linesOf } from './ladder.ts'
import { entryAt, flowPlaces, nextEvent, signalsOf, ticksOf } from './marks.ts'
import { createPlayhead, soughtByKey } from './playhead.ts'
import { createRefetched } from './refetched.ts'
import { takeAt } from './use-audio.ts'

const view = interactionAt(1_800_000_000_000, '/recording.wav')
const { arrivedAt } = view.row
const trace = traceAt(arrivedAt)

test('What lasts becomes bands: what the customer goes through, and what agents do', () => {
  const { customer, agents } = bandsOf(view)
  const line = (band: (typeof customer)[number]): string =>
    `${band.kind} ${(band.from - arrivedAt) / 1000}–${((band.until ?? 0) - arrivedAt) / 1000}`
  expect(customer.map(line)).toEqual([
    'flow 0–9',
    'waiting 9–63',
    'talk 63–68',
    'held 68–71',
    'talk 71–75',
  ])
  expect(agents.map(band => [line(band), band.of, band.failed === true])).toEqual([
    ['ringing 40–55', 'Joel Lindqvist', true],
    ['ringing 56–63', 'Amara Okafor', false],
    ['agent-talk 63–75', 'Amara Okafor', false],
    ['wrap-up 75–92', 'Amara Okafor', false],
  ])
})

test('What goes on still has no end, and bands of one time lie on rows of their own', () => {
  const living = {
    ...view,
    row: { ...view.row, endedAt: undefined },
    timeline: view.timeline.filter(entry => entry.at <= arrivedAt + 56_000),
  }
  const { customer, agents } = bandsOf({ ...living, row: { ...view.row } })
  expect(customer.at(-1)).toMatchObject({ kind: 'waiting' })
  expect(customer.at(-1)?.until).toBeUndefined()
  const twice = [
    { kind: 'ringing', from: 0, until: 10 },
    { kind: 'ringing', from: 5 },
    { kind: 'ringing', from: 12, until: 20 },
  ] as const
  expect(inRows(twice, 30).map(({ row }) => row)).toEqual([0, 1, 0])
  expect(agents).toHaveLength(2)
})

test('The ladder has the customer left of Parley and phones right of it, repeats folded', () => {
  const { lanes, arrows } = ladderOf(trace)
  expect(lanes.map(({ leg }) => leg?.agent?.name ?? leg?.number ?? 'Parley')).toEqual([
    '+441632960147',
    'Parley',
    'Joel Lindqvist',
    'Amara Okafor',
  ])
  const words = arrows
    .slice(0, 7)
    .map(({ from, to, message, again }) => `${from}>${to} ${arrowTitle(message)} ${again.length}`)
  expect(words).toEqual([
    '0>1 INVITE 0',
    '1>0 100 Trying (INVITE) 0',
    '1>0 200 OK (INVITE) 0',
    '0>1 ACK 0',
    '1>2 INVITE 1',
    '2>1 100 Trying (INVITE) 0',
    '2>1 180 Ringing (INVITE) 0',
  ])
  expect(signalsOf(trace).filter(({ failed }) => failed)).toHaveLength(1)
})

test('Arrows name the number asked for, and codecs by the names people know', () => {
  const [invite, trying] = trace.messages
  expect([invite && askedFor(invite), trying && askedFor(trying)]).toEqual(['+441632960100', ''])
  expect(codecsOf(['PCMA', 'PCMU', 'opus', 'SILK'])).toBe('G.711, Opus, SILK')
})

test('A message falls into lines that can be explained, compact headers too', () => {
  const lines = linesOf(
    'BYE sip:a SIP/2.0\r\nf: <sip:b>\r\nX-New: 1\r\n\r\nc=IN IP4 1\r\na=inactive\r\n',
  )
  expect(lines.map(({ about }) => about)).toEqual([undefined, 'from', 'x-new', 'c=', 'a=direction'])
})

test('The flow shows the way taken, and the step of the moment', () => {
  const at = flowPlaces(view.timeline, arrivedAt + 6000)
  expect([at.now, at.places[0]?.step, [...(at.places[0]?.taken ?? [])]]).toEqual([
    0,
    'menu',
    ['greeting', 'menu', 'support'],
  ])
  expect(flowPlaces(view.timeline, arrivedAt - 1).now).toBe(-1)
  expect(flowsAt(0).flows[0]?.flow).toBe(at.places[0]?.flow)
})

const flowEntry = (
  kind: string,
  step: string,
  more: object = {},
): (typeof view.timeline)[number] => ({
  at: 0,
  kind,
  words: '',
  fact: { kind, flow: 'main', step, version: 'v1', ...more },
})

test('A way was taken where one step was left for the other, and not where both were only visited', () => {
  const waysOf = (...timeline: (typeof view.timeline)[number][]): readonly string[] => [
    ...(flowPlaces([flowEntry('flow-started', ''), ...timeline], 0).places[0]?.ways ?? []),
  ]
  const pressedOne = [
    flowEntry('step-entered', 'menu', { attempt: 1 }),
    flowEntry('step-entered', 'menu', { attempt: 2 }),
    flowEntry('step-left', 'menu', { exit: 'key 1' }),
    flowEntry('step-entered', 'sales', { attempt: 1 }),
  ]
  expect(waysOf(...pressedOne)).toEqual(['menu sales'])
  const pressedNine = [
    flowEntry('step-entered', 'menu', { attempt: 1 }),
    flowEntry('step-left', 'menu', { exit: 'key 9' }),
  ]
  expect(waysOf(...pressedNine, ...pressedOne)).toEqual(['menu menu', 'menu sales'])
  expect(waysOf(...pressedOne, flowEntry('flow-started', ''), ...pressedNine)).toEqual([
    'menu sales',
  ])
})

test('The playhead goes where it is sent and tells the player; keys and events move it within its bounds', () => {
  const playhead = createPlayhead()
  const wished: number[] = []
  playhead.onSeek(ms => wished.push(ms))
  playhead.seek(5000)
  playhead.moved(5010)
  expect([playhead.get(), wished]).toEqual([5010, [5000]])
  expect(
    ['ArrowRight', 'PageDown', 'End', 'Home', 'a'].map(key => soughtByKey(key, 4000, 9000)),
  ).toEqual([9000, 0, 9000, 0, undefined])
  const next = nextEvent(view.timeline, arrivedAt + 9000, 'on')
  expect([next, nextEvent(view.timeline, arrivedAt + 40_000, 'back')]).toEqual([
    arrivedAt + 40_000,
    arrivedAt + 9000,
  ])
  expect(entryAt(view.timeline, arrivedAt - 1)).toBe(-1)
  expect(ticksOf(92_000, 8)).toEqual([0, 15_000, 30_000, 45_000, 60_000, 75_000, 90_000])
})

test('What is asked again stays as it was until something is different, and a trouble takes nothing away', async () => {
  const answers: unknown[] = [{ at: 1, n: 1 }, { at: 2, n: 1 }, undefined, { at: 4, n: 2 }]
  const source = createRefetched<{ n: number }>(
    {
      clock: createFakeClock(),
      http: {
        remove: async () => ({ ok: false, trouble: { kind: 'unreachable' } }),
        put: async () => ({ ok: false, trouble: { kind: 'unreachable' } }),
        get: async () => {
          const value = answers.shift()
          return value === undefined
            ? { ok: false, trouble: { kind: 'unreachable' } }
            : { ok: true, value: Object(value) }
        },
        post: async () => ({ ok: false, trouble: { kind: 'unreachable' } }),
      },
    },
    '/api/x',
  )
  let told = 0
  const stop = source.subscribe(() => {
    told += 1
  })
  for (let round = 0; round < 4; round += 1) {
    await Promise.resolve()
    await Promise.resolve()
    source.refresh()
  }
  await Promise.resolve()
  await Promise.resolve()
  stop()
  expect([told, source.get()]).toEqual([2, { kind: 'ready', value: { at: 4, n: 2 } }])
})

test('At a moment the recording it lies in is heard, between two the next, and after all the first', () => {
  const takes = [
    { startsAtMs: 1000, durationMs: 2000 },
    { startsAtMs: 5000, durationMs: 1000 },
  ]
  expect([0, 1000, 2999, 3000, 5500, 6000].map(ms => takeAt(takes, ms))).toEqual([0, 0, 0, 1, 1, 0])
})
