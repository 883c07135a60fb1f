import { Encoder } from '@evan/opus/wasm/index.mjs'
import { expect, test } from 'vitest'
import { decodeOpusAt, encodeOpus, keepOpus, openOpus, samplesOf } from './opus.ts'
import { goertzelPower, meanPower } from './tones.ts'

const frame = 160

function toneFrom(hz: number, from: number, length = frame): Int16Array {
  return Int16Array.from({ length }, (_, index) =>
    Math.round(8_000 * Math.sin((2 * Math.PI * hz * (from + index)) / 8_000)),
  )
}

/** How much of the power is that one tone. */
function share(samples: Int16Array, hz: number): number {
  return goertzelPower(samples, hz, 8_000) / 2 / Math.max(1, meanPower(samples))
}

/** Says a tone, loses what is to be lost, and hears frame by frame. */
function hear(frames: number, arrives: (index: number) => boolean): Int16Array {
  const sender = openOpus({ dtx: false, fec: true })
  const receiver = openOpus({ dtx: false, fec: false })
  const heard = new Int16Array(frames * frame)
  for (let index = 0; index < frames; index += 1) {
    const packet = encodeOpus(sender, toneFrom(440, index * frame))
    if (packet !== undefined && arrives(index)) keepOpus(receiver, index * frame, packet)
    decodeOpusAt(receiver, index * frame, heard.subarray(index * frame, (index + 1) * frame))
  }
  return heard
}

test('a tone comes through as that tone', () => {
  const heard = hear(50, () => true)
  expect(share(heard.subarray(10 * frame), 440)).toBeGreaterThan(0.98)
})

test('a lost packet is made up for and hardly heard', () => {
  const heard = hear(50, index => index !== 30)
  const lost = heard.subarray(30 * frame, 31 * frame)
  expect([share(lost, 440) > 0.8, meanPower(lost) > 4_000_000]).toEqual([true, true])
  expect(share(heard.subarray(40 * frame), 440)).toBeGreaterThan(0.95)
})

test('packets of any length and in any order find their time', () => {
  for (const ms of [10, 40, 60]) {
    const encoder = new Encoder({ channels: 1, sample_rate: 8_000, application: 'voip' })
    const receiver = openOpus({ dtx: false, fec: false })
    const length = ms * 8
    const packets = Array.from({ length: 24 }, (_, index) => ({
      at: index * length,
      payload: Uint8Array.from(encoder.encode(toneFrom(440, index * length, length))),
    }))
    for (const { at, payload } of packets.toReversed()) {
      expect(keepOpus(receiver, at, payload)).toBe(length)
    }
    const heard = new Int16Array(Math.floor((24 * length) / frame) * frame)
    for (let at = 0; at < heard.length; at += frame) {
      decodeOpusAt(receiver, at, heard.subarray(at, at + frame))
    }
    expect(share(heard.subarray(600), 440)).toBeGreaterThan(0.95)
    expect(receiver.kept.size).toBe(0)
  }
})

test('silence is not sent where the peer does not need it', () => {
  const sender = openOpus({ dtx: true, fec: false })
  const quiet = new Int16Array(frame)
  const sent = Array.from({ length: 100 }, () => encodeOpus(sender, quiet) !== undefined)
  expect(sent.slice(50).filter(Boolean).length).toBeLessThan(6)
})

test('what is no Opus, or damaged, is silence and no fault', () => {
  const receiver = openOpus({ dtx: false, fec: false })
  const kept = [[], [0x03], [0x03, 0x3f], [0xff, 0xff, 1, 2, 3]].map(octets =>
    keepOpus(receiver, 0, Uint8Array.from(octets)),
  )
  expect(kept).toEqual([0, 0, 0, 0])
  keepOpus(receiver, 0, Uint8Array.of(0x0a, 0xff, 0xff, 0xff))
  const heard = new Int16Array(frame)
  for (let at = 0; at < 1_600; at += frame) decodeOpusAt(receiver, at, heard)
  expect(meanPower(heard)).toBe(0)
})

test('a packet’s first octet tells its length (RFC 6716 table 2)', () => {
  const lengths = [
    [0x00, 10],
    [0x08, 20],
    [0x18, 60],
    [0x60, 10],
    [0x80, 2.5],
    [0x98, 20],
    [0x09, 40],
  ].map(([toc = 0, ms = 0]) => samplesOf(Uint8Array.of(toc)) === ms * 8)
  expect(lengths.every(Boolean)).toBe(true)
})
