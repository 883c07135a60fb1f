import { expect, test } from 'vitest'
import { openPortRange } from './port-range.ts'

test('a packet for a number that is no port is dropped, as it would reach nobody', async () => {
  const ports = openPortRange({ address: '127.0.0.1', from: 0, to: 0 })
  const pair = await ports.open()
  if (pair === undefined) throw new Error('no free port')
  for (const port of [0, -1, 65_536]) {
    expect(() =>
      pair.send('rtcp', Buffer.from('report'), { address: '127.0.0.1', port }),
    ).not.toThrow()
  }
  pair.close()
  expect(ports.count()).toBe(0)
})
