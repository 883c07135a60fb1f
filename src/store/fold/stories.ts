import type { Fact } from '#core'
import type { PlacedFact } from '#engine'

/**
 * Facts told in lines, for tests: the input's number, the moment, the kind, and the fields that
 * differ from line to line. Lines with the same number are facts of the same input.
 *
 *     3  2000  queue-entered  interaction=i-1 queue=sales
 */
export function told(lines: string): readonly PlacedFact[] {
  const places = new Map<number, number>()
  return lines
    .trim()
    .split('\n')
    .map(line => {
      const [seqText = '', at = '', kind = '', ...fields] = line.trim().split(/\s+/)
      const seq = Number(seqText)
      const nth = places.get(seq) ?? 0
      places.set(seq, nth + 1)
      return { seq, nth, fact: factOf({ at: Number(at), kind, fields }) }
    })
}

function factOf(line: {
  readonly at: number
  readonly kind: string
  readonly fields: readonly string[]
}): Fact {
  const fields = Object.fromEntries(line.fields.map(fieldOf))
  const fact: unknown = { kind: line.kind, at: line.at, ...fields }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The tests' own lines are facts, or their tests fail.
  return fact as Fact
}

/** `a=1` is a number, `a=x_y` the text "x y". */
function fieldOf(text: string): readonly [string, string | number | object] {
  const [name = '', value = ''] = text.split('=')
  if (name === 'recordingFile') return [name, fileOf(value)]
  return [name, /^\d+$/.test(value) ? Number(value) : value.replaceAll('_', ' ')]
}

function fileOf(file: string): object {
  return { file, durationMs: 5000, bytes: 160_044, sha256: 'ab'.repeat(32) }
}

/** The fortunes a made-up caller can meet. */
const fortunes = ['served', 'abandoned', 'timed-out', 'turned-away', 'waiting', 'in-flow'] as const

/**
 * Facts of many made-up callers whose calls overlap, the same for the same seed. Every fortune
 * and every shape of row comes up.
 */
export function crowd(callers: number, seed: number): readonly PlacedFact[] {
  const chance = chanceOf(seed)
  const moments = Array.from({ length: callers }, (_, index) => {
    const start = 1_000_000 + index * 1000 + chance(900)
    const queue = `queue-${chance(3)}`
    const fortune = fortunes[chance(fortunes.length)] ?? 'served'
    return storyOf({ id: `i-${index + 1}`, queue, start, wait: 1000 + chance(40_000), fortune })
  }).flat()
  const inOrder = moments.toSorted((one, other) => one.at - other.at)
  return told(inOrder.map(({ at, line }, index) => `${index + 1} ${at} ${line}`).join('\n'))
}

interface Moment {
  readonly at: number
  readonly line: string
}

function storyOf(story: {
  readonly id: string
  readonly queue: string
  readonly start: number
  readonly wait: number
  readonly fortune: (typeof fortunes)[number]
}): readonly Moment[] {
  const { id, queue, start, wait, fortune } = story
  const line = (ms: number, text: string): Moment => ({
    at: start + ms,
    line: text.replace(/^\S+/, `$& interaction=${id}`),
  })
  const left = (ms: number, why: string, waited: number): Moment =>
    line(ms, `queue-left queue=${queue} why=${why} waitedMs=${waited}`)
  const closed = (ms: number, outcome: string): Moment =>
    line(ms, `interaction-closed outcome=${outcome} lastedMs=${ms}`)
  const begun = [
    line(0, 'interaction-arrived channel=voice leg=l from=+441632960001 to=+441632960000 trunk=t'),
    line(1, 'flow-started flow=welcome version=v1'),
  ]
  // Half the calls come while the queue promises more.
  const level = start % 2 === 0 ? 10_000 : 15_000
  const queued = [
    ...begun,
    line(100, `queue-entered queue=${queue} priority=3 position=1 serviceLevelMs=${level}`),
  ]
  const end = 100 + wait
  switch (fortune) {
    case 'in-flow':
      return [...begun, closed(50, 'abandoned-in-flow')]
    case 'waiting':
      return queued
    case 'turned-away':
      return [...begun, left(100, 'full', 0), closed(200, 'ended-by-flow')]
    case 'abandoned':
      return [...queued, left(end, 'abandoned', wait), closed(end, 'abandoned-in-queue')]
    case 'timed-out':
      return [
        ...queued,
        left(end, 'timeout', wait),
        line(end, 'step-entered flow=welcome step=sorry does=say attempt=1'),
        closed(end + 500, 'ended-by-flow'),
      ]
    case 'served':
      return [
        ...queued,
        left(end, 'answered', wait),
        line(end, `talk-started queue=${queue} agent=ada`),
        line(end + 10, `recording-started recording=r-${id}`),
        line(end + 5000, `talk-ended queue=${queue} agent=ada talkMs=5000 by=customer`),
        line(end + 5100, `recording-finished recording=r-${id} recordingFile=${id}.wav`),
        line(
          end + 9000,
          `wrap-up-ended queue=${queue} agent=ada how=completed wrapUpMs=4000 disposition=sold note=ok`,
        ),
        closed(end + 9000, 'handled'),
      ]
  }
}

/** Small whole numbers, the same for the same seed. */
function chanceOf(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
