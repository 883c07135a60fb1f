import { expect, test } from 'vitest'
import { parseUri } from './uri.ts'
import { parseVia } from './via.ts'

test.each([
  [0, undefined],
  [1, 1],
  [65_535, 65_535],
  [65_536, undefined],
])('port %i in a Via or URI is read as %s: nothing can be sent to port 0', (port, read) => {
  expect(parseVia(`SIP/2.0/UDP h.invalid:${port}`)?.port).toBe(read)
  expect(parseUri(`sip:x@h.invalid:${port}`)?.port).toBe(read)
})

test('without a port a Via and a URI are whole', () => {
  expect(parseVia('SIP/2.0/UDP h.invalid')).toMatchObject({ host: 'h.invalid', port: undefined })
  expect(parseUri('sip:x@h.invalid')).toMatchObject({ host: 'h.invalid', port: undefined })
})
