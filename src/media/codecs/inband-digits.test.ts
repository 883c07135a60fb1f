import { expect, test } from 'vitest'
import { fillNoise } from './comfort-noise.ts'
import { hearInband, openInbandReceiver } from './inband-digits.ts'
import { beginTone, fillTone } from './tones.ts'

const low = [697, 770, 852, 941]
const high = [1_209, 1_336, 1_477, 1_633]
const layout = '123A456B789C*0#D'

/** A stretch of the two tones of a key, or of silence for a space. */
function pressed(key: string, ms: number): Int16Array {
  const samples = new Int16Array(ms * 8)
  const at = layout.indexOf(key)
  if (at < 0) return samples
  const hz = [low[at >> 2] ?? 0, high[at & 3] ?? 0]
  fillTone(beginTone(hz, 8_000), samples, 0, samples.length)
  return samples
}

/** A fifth of a second of these frequencies together. */
function tone(...hz: readonly number[]): Int16Array {
  const samples = new Int16Array(1_600)
  fillTone(beginTone(hz, 8_000), samples, 0, samples.length)
  return samples
}

/** What is heard of the stretches one after another, cut into frames wherever they fall. */
function hear(stretches: readonly Int16Array[]): readonly string[] {
  const sound = stretches.flatMap(stretch => [...stretch])
  const receiver = openInbandReceiver()
  const heard: string[] = []
  for (let at = 0; at + 160 <= sound.length; at += 160) {
    const digit = hearInband(receiver, Int16Array.from(sound.slice(at, at + 160)))
    if (digit !== undefined) heard.push(digit.digit)
  }
  return heard
}

test('every key is heard once, wherever its frames begin', () => {
  const stretches = layout
    .split('')
    .flatMap((key, index) => [pressed(key, 100), pressed(' ', 83 + (index % 3))])
  expect(hear(stretches).join('')).toBe(layout)
})

test('the same key twice is two digits, a drop of one frame is not', () => {
  expect(hear([pressed('5', 100), pressed(' ', 60), pressed('5', 100), pressed(' ', 80)])).toEqual([
    '5',
    '5',
  ])
  expect(hear([pressed('5', 100), pressed(' ', 20), pressed('5', 100), pressed(' ', 80)])).toEqual([
    '5',
  ])
})

test('a dial tone, one tone alone, noise and a click are no keys', () => {
  const noise = new Int16Array(8_000)
  fillNoise(noise, 30, 7)
  const sounds = [tone(350, 440), tone(697), tone(425), noise, pressed('1', 20), pressed(' ', 100)]
  expect(hear(sounds)).toEqual([])
})
