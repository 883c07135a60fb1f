import { expect, test } from 'vitest'
import { isProxyOf } from './proxies.ts'

test('proxies are known by address and by block, also through an IPv6 socket', () => {
  const isProxy = isProxyOf(['192.0.2.10', '10.1.0.0/16', '2001:db8::/32'])
  const asked = [
    '192.0.2.10',
    '::ffff:192.0.2.10',
    '10.1.2.3',
    '2001:db8::7',
    '192.0.2.11',
    'unknown',
  ]
  expect(asked.map(isProxy)).toEqual([true, true, true, true, false, false])
})

test('where none is named, nobody is one', () => {
  expect(isProxyOf([])('127.0.0.1')).toBe(false)
})
