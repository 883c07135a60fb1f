import { expect, test } from 'vitest'
import { nearestWord } from './nearest-word.ts'

test.each([
  ['queus', ['queue', 'queues', 'music'], 'queue'],
  ['tiemout', ['closed', 'timeout'], 'timeout'],
  ['publicURL', ['publicUrl', 'port'], 'publicUrl'],
  ['wrapup', ['wrapUp', 'waitMax'], 'wrapUp'],
  ['x', ['host', 'port'], undefined],
  ['host', ['port'], undefined],
  ['sat', ['say'], 'say'],
  ['', ['say'], undefined],
] as const)('%s among %j is meant as %s', (written, known, meant) => {
  expect(nearestWord(written, known)).toBe(meant)
})
