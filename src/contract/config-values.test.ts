import { expect, test } from 'vitest'
import {
  addressBlock,
  date,
  duration,
  fqdn,
  host,
  origin,
  phoneNumber,
  span,
} from './config-values.ts'

const short = duration(500, 3_600_000)

test.each([
  ['30s', 30_000],
  ['500ms', 500],
  ['2m30s', 150_000],
  ['1h', 3_600_000],
  ['61m', 'refused'],
  ['400ms', 'refused'],
  ['30', 'refused'],
  ['30 s', 'refused'],
  ['s', 'refused'],
  ['', 'refused'],
  [30, 'refused'],
] as const)('the duration %j is %j', (text, expected) => {
  const result = short.safeParse(text)
  expect(result.success ? result.data : 'refused').toBe(expected)
})

test.each([
  ['09:00-17:30', { from: 540, to: 1050 }],
  ['00:00-24:00', { from: 0, to: 1440 }],
  ['17:30-09:00', 'refused'],
  ['09:00-09:00', 'refused'],
  ['09:00-24:01', 'refused'],
  ['9:00-17:30', 'refused'],
  ['09:60-17:30', 'refused'],
  ['09:00', 'refused'],
] as const)('the span %j is %j', (text, expected) => {
  const result = span.safeParse(text)
  expect(result.success ? result.data : 'refused').toEqual(expected)
})

test.each([
  [
    date,
    ['2026-12-25', '2028-02-29'],
    ['2026-02-29', '2026-13-01', '26-12-25', '2026-12-25T00:00'],
  ],
  [
    phoneNumber,
    ['+441632960000', '+12025550100'],
    ['441632960000', '+0441632', '+44 1632', '+1234567890123456'],
  ],
  [
    fqdn,
    ['sbc.example.com', 'a-1.example'],
    ['192.0.2.1', 'sbc', 'sbc.example.com.', `${'a'.repeat(60)}.com`, 'SBC.example'],
  ],
  [
    host,
    ['localhost', '0.0.0.0', '::1', '2001:db8::1', 'sbc.example.com'],
    ['', 'a b', '-a', 'http://x'],
  ],
  [
    addressBlock,
    ['192.0.2.0/24', '127.0.0.1', '2001:db8::/32', '::1'],
    ['192.0.2.0/33', '300.0.2.1', 'carrier.example', '192.0.2'],
  ],
  [
    origin,
    ['https://parley.example.com', 'http://127.0.0.1:8080'],
    ['parley.example.com', 'https://x/y', 'ftp://x'],
  ],
] as const)('value %# takes what it should and refuses the rest', (shape, good, bad) => {
  expect(good.filter(text => !shape.safeParse(text).success)).toEqual([])
  expect(bad.filter(text => shape.safeParse(text).success)).toEqual([])
})
