import { expect, test } from 'vitest'
import type { EngineEvents, EngineJob } from './engine-process.ts'
import type { SynthesisAnswer } from './voice-provider.ts'
import { EngineProcess, idleMsMax, synthesisMsMax } from './engine-process.ts'
import { fakeClock } from './fake-clock.ts'

const never = new AbortController().signal
const wav = Uint8Array.of(1, 2, 3)

/** An engine whose processes do exactly what the test says, with a record of what happened to them. */
function stage(limits = { queueLengthMax: 3, requestMsMax: 30_000 }) {
  const clock = fakeClock()
  const happened: string[] = []
  const children: { readonly events: EngineEvents; readonly jobs: EngineJob[] }[] = []
  const engine = new EngineProcess({
    ...limits,
    clock,
    log: { info: () => undefined, warn: () => undefined },
    start: events => {
      const number = children.push({ events, jobs: [] })
      happened.push(`start ${number} at ${clock.now()}`)
      return {
        send: job => {
          happened.push(`${job.text} to ${number}`)
          children[number - 1]?.jobs.push(job)
        },
        stop: async () => void happened.push(`stop ${number}`),
      }
    },
  })
  const latest = () => children.at(-1)!
  return {
    clock,
    engine,
    happened,
    say: (text: string, signal = never) => engine.synthesize(text, 'slt', signal),
    answer: () => latest().events.replied({ id: latest().jobs.at(-1)!.id, ok: true, wav }),
    die: () => latest().events.exited('killed'),
    replyTo: (id: number) => latest().events.replied({ id, ok: true, wav }),
  }
}

const code = (answer: SynthesisAnswer): string => (answer.ok ? 'spoken' : answer.code)

const starts = (happened: readonly string[]): number =>
  happened.filter(line => line.startsWith('start')).length

test('texts are spoken one after the other by one process', async () => {
  const { say, answer, happened } = stage()
  const both = [say('one'), say('two')]
  answer()
  answer()
  expect((await Promise.all(both)).map(code)).toEqual(['spoken', 'spoken'])
  expect(happened).toEqual(['start 1 at 0', 'one to 1', 'two to 1'])
})

test('a process that dies under a text is replaced and the text is spoken by the next', async () => {
  const { say, answer, die, clock, happened } = stage()
  const spoken = say('one')
  die()
  clock.move(0)
  answer()
  expect(code(await spoken)).toBe('spoken')
  expect(happened).toEqual(['start 1 at 0', 'one to 1', 'start 2 at 0', 'one to 2'])
})

test('a text that kills two processes is refused, and the one behind it is spoken', async () => {
  const { say, answer, die, clock } = stage()
  const bad = say('bad')
  const good = say('good')
  die()
  clock.move(0)
  die()
  expect(code(await bad)).toBe('engine-failed')
  clock.move(250)
  answer()
  expect(code(await good)).toBe('spoken')
})

test('a process that keeps dying is started less and less often, at most every ten seconds', async () => {
  const { say, die, clock, engine, happened } = stage({ queueLengthMax: 20, requestMsMax: 600_000 })
  const all = Array.from({ length: 6 }, (_, index) => say(`text ${index}`))
  const waits = Array.from({ length: 9 }, () => {
    const [diedAt, startedBefore] = [clock.now(), starts(happened)]
    die()
    for (clock.move(0); starts(happened) === startedBefore;) clock.move(250)
    return clock.now() - diedAt
  })
  expect(waits).toEqual([0, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
  await engine.close()
  expect((await Promise.all(all)).map(code).toSorted()).toEqual([
    ...Array(2).fill('closed'),
    ...Array(4).fill('engine-failed'),
  ])
})

test('a text nobody waits for any more is not spoken again when its process dies', async () => {
  const { say, die, clock, happened } = stage()
  const leave = new AbortController()
  const left = say('one', leave.signal)
  leave.abort()
  die()
  clock.move(10_000)
  expect(code(await left)).toBe('cancelled')
  expect(happened).toEqual(['start 1 at 0', 'one to 1'])
})

test('a process that hangs is ended, its text refused, and the next text goes to a new one', async () => {
  const { say, answer, clock, happened } = stage()
  const stuck = say('stuck')
  const next = say('next')
  clock.move(synthesisMsMax)
  answer()
  expect([code(await stuck), code(await next)]).toEqual(['timed-out', 'spoken'])
  expect(happened).toEqual([
    'start 1 at 0',
    'stuck to 1',
    'stop 1',
    'start 2 at 10000',
    'next to 2',
  ])
})

test('a text that waits too long behind others is refused without harm to the process', async () => {
  const { say, answer, clock, happened } = stage({ queueLengthMax: 3, requestMsMax: 4_000 })
  const [first, second] = [say('one'), say('two')]
  clock.move(4_000)
  expect([code(await first), code(await second)]).toEqual(['timed-out', 'timed-out'])
  answer()
  const third = say('three')
  answer()
  expect(code(await third)).toBe('spoken')
  expect(happened).toEqual(['start 1 at 0', 'one to 1', 'three to 1'])
})

test('a full queue refuses at once', async () => {
  const { say, engine } = stage()
  const first = ['running', 'a', 'b', 'c'].map(text => say(text))
  expect(code(await say('d'))).toBe('queue-full')
  await engine.close()
  expect((await Promise.all(first)).map(code)).toEqual(Array(4).fill('closed'))
})

test('a caller who gives up is answered at once, waiting or under way, and the others are spoken', async () => {
  const { say, answer, happened } = stage()
  const [leaveFirst, leaveSecond] = [new AbortController(), new AbortController()]
  const [first, second, third] = [
    say('one', leaveFirst.signal),
    say('two', leaveSecond.signal),
    say('three'),
  ]
  leaveSecond.abort()
  leaveFirst.abort()
  answer()
  answer()
  expect((await Promise.all([first, second, third])).map(code)).toEqual([
    'cancelled',
    'cancelled',
    'spoken',
  ])
  expect(happened).toEqual(['start 1 at 0', 'one to 1', 'three to 1'])
  expect(code(await say('four', leaveFirst.signal))).toBe('cancelled')
})

test('an answer to a text nobody asked for is not taken for the one under way', async () => {
  const { say, answer, replyTo } = stage()
  const spoken = say('one')
  replyTo(99)
  answer()
  expect(code(await spoken)).toBe('spoken')
})

test('an engine nobody uses is stopped, and started again for the next text', async () => {
  const { say, answer, clock, happened } = stage()
  const first = say('one')
  answer()
  await first
  clock.move(idleMsMax)
  const second = say('two')
  answer()
  expect(code(await second)).toBe('spoken')
  expect(happened).toEqual([
    'start 1 at 0',
    'one to 1',
    'stop 1',
    `start 2 at ${idleMsMax}`,
    'two to 2',
  ])
})

test('nothing is started or spoken once closed', async () => {
  const { say, engine, clock, die, happened } = stage()
  const waiting = say('one')
  die()
  await engine.close()
  clock.move(60_000)
  expect([code(await waiting), code(await say('two'))]).toEqual(['closed', 'closed'])
  expect(happened).toEqual(['start 1 at 0', 'one to 1'])
})
