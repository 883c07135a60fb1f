import { expect, test } from 'vitest'
import { depthMs, openJitterBuffer, putPacket, takeFrame } from './jitter-buffer.ts'
import type { JitterBuffer, TakenFrame } from './jitter-buffer.ts'

/** One packet on its way: what it carries, when it was made, when it comes. */
interface Sent {
  readonly timestamp: number
  readonly mark: number
  readonly arrivesMs: number
  readonly octets?: number
}

interface Heard {
  readonly atMs: number
  readonly what: TakenFrame
  readonly mark: number
}

/** Plays a whole timeline: packets in order of arrival, a frame every 20 ms, no real time. */
function play(buffer: JitterBuffer, sent: readonly Sent[], untilMs: number): readonly Heard[] {
  const queue = sent.toSorted((a, b) => a.arrivesMs - b.arrivesMs)
  const heard: Heard[] = []
  const into = new Uint8Array(160)
  let next = 0
  for (let atMs = 0; atMs < untilMs; atMs += 20) {
    for (let packet = queue[next]; packet && packet.arrivesMs <= atMs; packet = queue[next]) {
      const payload = new Uint8Array(packet.octets ?? 160).fill(packet.mark)
      putPacket(buffer, { timestamp: packet.timestamp >>> 0, payload }, packet.arrivesMs)
      next += 1
    }
    const what = takeFrame(buffer, into, atMs)
    heard.push({ atMs, what, mark: what === 'voice' ? (into[0] ?? 0) : -1 })
  }
  return heard
}

/** A sender with a clock: packet n at n × 20 ms, delayed as told, from any first timestamp. */
function stream(
  count: number,
  delayMs: (index: number) => number | undefined,
  first = 1_000,
): readonly Sent[] {
  return Array.from({ length: count }, (_, index) => index).flatMap(index => {
    const delay = delayMs(index)
    if (delay === undefined) return []
    return [{ timestamp: first + index * 160, mark: index % 250, arrivesMs: index * 20 + delay }]
  })
}

/** Two hundred milliseconds in which nothing arrives, and then all at once. */
const stalled = (index: number): number => (index >= 50 && index < 60 ? (60 - index) * 20 + 5 : 5)

/** Up to 72 ms of delay, without a pattern. */
const rough = (index: number): number => ((index * 7_919) % 13) * 6

const voices = (heard: readonly Heard[]): readonly number[] =>
  heard.flatMap(({ what, mark }) => (what === 'voice' ? [mark] : []))

test('an even stream is heard whole, in order, forty milliseconds behind', () => {
  const heard = play(
    openJitterBuffer(0xff),
    stream(20, () => 5),
    460,
  )
  expect(voices(heard)).toEqual(Array.from({ length: 20 }, (_, index) => index))
  expect(heard.find(({ what }) => what === 'voice')?.atMs).toBe(40)
})

test('packets out of order and twice are heard once and in order', () => {
  const sent = stream(20, index => (index % 3 === 0 ? 25 : 3))
  const heard = play(openJitterBuffer(0xff), [...sent, ...sent], 500)
  expect(voices(heard)).toEqual(Array.from({ length: 20 }, (_, index) => index))
})

test('a lost packet is one lost frame and nothing moves', () => {
  const heard = play(
    openJitterBuffer(0xff),
    stream(20, i => (i === 7 ? undefined : 5)),
    460,
  )
  const at = heard.findIndex(({ what }) => what === 'lost')
  expect([heard[at - 1]?.mark, heard[at + 1]?.mark]).toEqual([6, 8])
  expect(voices(heard).length).toBe(19)
})

test('timestamps that go round are no event', () => {
  const heard = play(
    openJitterBuffer(0xff),
    stream(20, () => 5, 0xffff_ffff - 1_000),
    460,
  )
  expect(voices(heard).length).toBe(20)
})

test('packets of 10, 30 and 60 ms are cut into frames', () => {
  const counts = [80, 240, 480].map(octets => {
    const sent = Array.from({ length: 4_800 / octets }, (_, index) => ({
      timestamp: index * octets,
      mark: 1,
      octets,
      arrivesMs: ((index + 1) * octets) / 8,
    }))
    const heard = play(openJitterBuffer(0xff), sent, 1_000)
    return voices(heard).length
  })
  expect(counts).toEqual([30, 30, 30])
})

test('after a stall of the network the sound is in step again within seconds', () => {
  const buffer = openJitterBuffer(0xff)
  const heard = play(buffer, stream(1_000, stalled), 20_000)
  const after = heard.filter(({ atMs }) => atMs > 2_000 && atMs < 19_900)
  expect(after.every(({ what }) => what === 'voice')).toBe(true)
  expect(depthMs(buffer)).toBeLessThanOrEqual(140)
})

test('after a pause the sound begins again at once, wherever the timestamps are', () => {
  const first = stream(20, () => 5)
  const second = stream(20, () => 5, 90_000_000).map(packet => ({
    ...packet,
    arrivesMs: packet.arrivesMs + 5_000,
  }))
  const heard = play(openJitterBuffer(0xff), [...first, ...second], 6_000)
  expect(voices(heard).length).toBe(40)
  expect(heard.find(({ what, atMs }) => what === 'voice' && atMs > 4_900)?.atMs).toBe(5_040)
})

test('a sender whose clock goes back is followed after five packets', () => {
  const first = stream(50, () => 5, 50_000)
  const second = stream(50, () => 5, 40_000).map(packet => ({
    ...packet,
    arrivesMs: packet.arrivesMs + 1_000,
  }))
  const heard = play(openJitterBuffer(0xff), [...first, ...second], 2_100)
  expect(voices(heard).length).toBeGreaterThanOrEqual(94)
})

test.for([
  { who: 'fast', percent: 0.5 },
  { who: 'slow', percent: -0.5 },
])('a $who sender is followed by whole frames and never lost', ({ percent }) => {
  const buffer = openJitterBuffer(0xff)
  const sent = Array.from({ length: 3_000 }, (_, index) => ({
    timestamp: index * 160,
    mark: 1,
    arrivesMs: index * 20 * (1 - percent / 100) + 5,
  }))
  const heard = play(buffer, sent, 59_000)
  const silent = heard.filter(({ what, atMs }) => what !== 'voice' && what !== 'held' && atMs > 60)
  // 59 s at half a percent is 295 ms: fifteen frames to skip or to hold.
  expect(buffer.skipped + buffer.held).toBeGreaterThan(10)
  expect(silent.length).toBeLessThan(3)
  expect(depthMs(buffer)).toBeLessThanOrEqual(100)
})

test('jitter deepens the buffer until nothing comes late, and calm makes it shallow again', () => {
  const buffer = openJitterBuffer(0xff)
  const sent = stream(2_000, index => (index < 1_000 ? rough(index) : 5))
  const roughHeard = play(buffer, sent.slice(0, 1_000), 19_900)
  expect(buffer.targetMs).toBeGreaterThanOrEqual(80)
  const settled = roughHeard.filter(({ atMs }) => atMs > 2_000)
  expect(settled.filter(({ what }) => what === 'empty' || what === 'lost').length).toBeLessThan(5)
  const calm = openJitterBuffer(0xff)
  calm.targetMs = 120
  play(
    calm,
    stream(2_000, () => 5),
    39_900,
  )
  expect(calm.targetMs).toBeLessThanOrEqual(40)
})

test('empty and enormous packets are turned away', () => {
  const buffer = openJitterBuffer(0xff)
  const put = (length: number) =>
    putPacket(buffer, { timestamp: 0, payload: new Uint8Array(length) }, 0)
  expect([put(0), put(5_000)]).toEqual(['late', 'late'])
  expect(takeFrame(buffer, new Uint8Array(160), 1_000)).toBe('empty')
})
