import { expect, test } from 'vitest'
import { isVoice, silenceCounter } from './silence.ts'

function frame(level: number): ArrayBuffer {
  return Int16Array.from({ length: 160 }, (_, index) => (index % 2 === 0 ? level : -level)).buffer
}

test('A voice is told from the noise of a line', () => {
  expect([isVoice(frame(2000)), isVoice(frame(60)), isVoice(new ArrayBuffer(0))]).toEqual([
    true,
    false,
    false,
  ])
})

test('Silence counts from the last voice on, and not from the pauses before it', () => {
  const silent = silenceCounter(100)
  const heard = [60, 60, 60, 60, 2000, 60, 60, 60, 60, 60].map(level => silent(frame(level)))
  expect(heard.lastIndexOf(false)).toBe(8)
  expect(heard.at(-1)).toBe(true)
})
