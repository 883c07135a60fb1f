import { expect, test } from 'vitest'
import { mediaReaders } from './fuzz-readers.ts'

/** Inputs a kind; every one is a good message with a few octets changed, cut or doubled. */
const rounds = 4_000

/** Mulberry32: the same inputs on every machine. */
function openChance(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b_79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

function mutate(good: Buffer, chance: (below: number) => number): Buffer {
  const bytes = Buffer.from(good)
  for (let changes = chance(6); changes >= 0; changes -= 1) {
    bytes[chance(bytes.length)] = chance(256)
  }
  const cut = chance(4) === 0 ? chance(bytes.length) : bytes.length
  const whole = bytes.subarray(0, cut)
  return chance(8) === 0 ? Buffer.concat([whole, whole]) : whole
}

test.for(mediaReaders)('no damaged $name throws or grows what is kept', ({ good, read }) => {
  const chance = openChance(good.length)
  const thrown: string[] = []
  for (let at = 0; at < rounds; at += 1) {
    const bytes = mutate(good[at % good.length] ?? Buffer.alloc(1), chance)
    try {
      read(bytes, at)
    } catch (error) {
      thrown.push(`round ${at}: ${String(error)}: ${bytes.toString('hex')}`)
    }
  }
  expect(thrown).toEqual([])
})
