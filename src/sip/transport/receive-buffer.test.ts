import { expect, test } from 'vitest'
import { receiveBufferBytes, tooSmall } from './receive-buffer.ts'

test('a system that gives less than was asked for is told how to give it', () => {
  expect(tooSmall(425_984)).toBe(
    'the system gives a UDP socket 425984 bytes for what is not read yet: in a rush messages are lost; raise net.core.rmem_max to 1048576',
  )
  expect(tooSmall(receiveBufferBytes)).toBeUndefined()
})
