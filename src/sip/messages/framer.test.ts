import { expect, test } from 'vitest'
import { createFramer } from './framer.ts'

const register = 'REGISTER sip:a SIP/2.0\r\nCSeq: 1 REGISTER\r\nl: 3\r\n\r\nabc'

/** Feeds a stream in pieces of one size and tells what came out, in short. */
function framed(stream: string, size: number): readonly string[] {
  const framer = createFramer(1_000)
  const found: string[] = []
  const bytes = Buffer.from(stream)
  for (let at = 0; at < bytes.length; at += size) {
    for (const each of framer.push(bytes.subarray(at, at + size))) {
      found.push(each.kind === 'message' ? `message ${each.bytes.length}` : each.kind)
    }
  }
  return found
}

test.each([1, 2, 3, 7, 64, 4_096])(
  'messages are cut out of a stream that comes in pieces of %i',
  size => {
    const length = register.length
    expect(framed(`${register}${register}`, size)).toEqual([
      `message ${length}`,
      `message ${length}`,
    ])
    expect(framed(`\r\n\r\n${register}`, size)).toEqual(
      size < 3 ? ['pong', 'ping', `message ${length}`] : ['ping', `message ${length}`],
    )
  },
)

test('one CRLF is the answer to a ping', () => {
  expect(framed(`\r\n${register}`, 4_096)).toEqual(['pong', `message ${register.length}`])
})

test.each([
  ['no Content-Length', 'OPTIONS sip:a SIP/2.0\r\nCSeq: 1 OPTIONS\r\n\r\n'],
  ['two Content-Lengths', 'OPTIONS sip:a SIP/2.0\r\nl: 0\r\nContent-Length: 5\r\n\r\n'],
  ['a negative Content-Length', 'OPTIONS sip:a SIP/2.0\r\nl: -1\r\n\r\n'],
  ['a body beyond the limit', 'OPTIONS sip:a SIP/2.0\r\nl: 5000\r\n\r\n'],
  ['a head beyond the limit', `OPTIONS sip:a SIP/2.0\r\nX: ${'x'.repeat(1_200)}`],
  ['a bare carriage return', '\rOPTIONS'],
])('a stream with %s cannot be read on', (_what, stream) => {
  expect(framed(stream, 4_096)).toEqual(['broken'])
})
