import { expect, test } from 'vitest'
import { sameKeyMsMax, takeKey } from './keys.ts'
import type { KeyOnce } from './legs.ts'

/** Keys as they come, `s` in the sound and `i` by INFO, each with its moment; what is told of them. */
function told(keys: string): string {
  let waiting: readonly KeyOnce[] = []
  let digits = ''
  for (const key of keys.split(' ')) {
    const [, way, digit = '', at] = /^([si])(.)@(\d+)$/.exec(key) ?? []
    const by = way === 's' ? 'sound' : 'info'
    const taken = takeKey(waiting, { digit, by, atMs: Number(at) })
    waiting = taken.waiting
    if (taken.isNew) digits += digit
  }
  return digits
}

test.each([
  ['in the sound alone', 's1@0 s1@200 s2@400', '112'],
  ['by INFO alone', 'i1@0 i1@200 i2@400', '112'],
  ['by both, the sound first', 's1@0 i1@20 s1@200 i1@220', '11'],
  ['by both, INFO far ahead', 'i1@0 i1@200 i2@400 s1@500 s1@700 s2@900', '112'],
  ['by both, one of them lost', 's1@0 s2@200 i2@220', '12'],
  ['long after one another', `s1@0 i1@${sameKeyMsMax + 1}`, '11'],
])('Keys that come %s are told each once', (_, keys, expected) => {
  expect(told(keys)).toBe(expected)
})
