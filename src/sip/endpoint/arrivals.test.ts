import { expect, test } from 'vitest'
import { parseVia } from '../messages/via.ts'
import { answerPeer } from './arrivals.ts'

const source = { transport: 'udp', address: '9.9.9.9', port: 7_777, localPort: 5_060 } as const
const arrival = { bytes: Buffer.alloc(0), source, peer: source }

test.each([
  ['a name', 'third.invalid', '9.9.9.9'],
  ['another host', '7.7.7.7', '9.9.9.9'],
  ['another host of IPv6', '[2001:db8::1]', '9.9.9.9'],
  ['nonsense', '999.1.1.1', '9.9.9.9'],
  ['a multicast group', '239.1.2.3', '239.1.2.3'],
  ['a multicast group of IPv6', '[ff02::1]', 'ff02::1'],
])('with %s as its maddr (%s) an answer goes to %s: no third party hears it', (_, maddr, to) => {
  const via = parseVia(`SIP/2.0/UDP h.invalid:5070;branch=z9hG4bK1;maddr=${maddr}`)
  expect(via && answerPeer(via, arrival)).toMatchObject({ address: to, port: 5_070 })
})
