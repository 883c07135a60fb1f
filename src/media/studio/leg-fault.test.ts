import { expect, test } from 'vitest'
import type { Leg } from '../leg/leg.ts'
import type { LegRequest } from '../media-engine.ts'
import { join2, must, openFloor, passSeconds, phoneOf } from './fake-floor.ts'
import type { Floor } from './fake-floor.ts'

/** A peer of RTP/AVP that hears at one port. */
const offerAt = (port: number): string =>
  [
    'v=0',
    'o=- 1 1 IN IP4 10.9.9.9',
    's=-',
    'c=IN IP4 10.9.9.9',
    't=0 0',
    `m=audio ${port} RTP/AVP 0`,
  ]
    .map(line => `${line}\r\n`)
    .join('')

const throwIt = (): never => {
  throw new RangeError('broken')
}

const faults: Readonly<Record<string, (floor: Floor, leg: Leg) => void>> = {
  'taking its frame': (_floor, leg) => {
    if (leg.inbound.format !== undefined)
      Object.assign(leg.inbound.format.codec, { decode: throwIt })
  },
  'sending its frame': ({ network }, leg) => {
    network.onWire = ({ from }) => from.port !== leg.session.place.port || throwIt()
  },
  'its time': (_floor, leg) => Object.assign(leg.inbound, { digits: undefined }),
  'a datagram': ({ network }, leg) => {
    const { place, agreement } = leg.session
    const digit = Buffer.from([0x80, 101, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 5, 10, 0, 160])
    Object.assign(leg.inbound, { digits: undefined })
    digit.writeUInt32BE(leg.inbound.reception?.ssrc ?? 0, 8)
    network.inject({ from: agreement?.negotiated.remote ?? place, to: place, bytes: digit })
  },
  'its time at rest': ({ orders, clock }, leg) => {
    must(orders.direction({ legId: leg.request.legId, direction: 'inactive' }))
    must(orders.releaseLeg({ legId: phoneOf(leg.request.legId) }))
    clock.moveTo(clock.nowMs() + 2_000)
    Object.assign(leg.inbound, { digits: undefined })
  },
}

test.each(Object.entries(faults))(
  'a leg that breaks over %s ends alone, is told as a fault, and is counted',
  async (_name, breakIt) => {
    const floor = openFloor()
    await join2(floor, 'innocent')
    await join2(floor, 'odd', { callId: 'other' })
    floor.clock.moveTo(1_000)
    const leg = floor.studio.find('odd')?.seat.leg
    if (leg === undefined) throw new Error('no leg')
    breakIt(floor, leg)
    passSeconds(floor, 6)
    const told = floor.events.flatMap(event => (event.type === 'leg-fault' ? [event] : []))
    expect(told).toMatchObject([
      { worker: 0, legId: 'odd', detail: expect.stringContaining('Error') },
    ])
    expect(told[0]?.where).toContain(' at ')
    expect(floor.orders.look({}).load.legFaults).toBe(1)
    expect(floor.orders.offer({ legId: 'odd' })).toMatchObject({ reason: 'unknown-leg' })
    const before = must(floor.orders.legStats({ legId: 'innocent' })).stats.packetsIn
    passSeconds(floor, 12)
    expect(must(floor.orders.legStats({ legId: 'innocent' })).stats.packetsIn).toBe(before + 300)
    // Whoever opened it releases it as ever.
    expect(floor.orders.releaseLeg({ legId: 'odd' }).ok).toBe(true)
    await floor.orders.close({})
    expect(floor.orders.counts({})).toMatchObject({ legs: 0, sockets: 0, timers: 0 })
  },
)

test('a peer whose RTP has the last port there is hears sound, and gets no report', async () => {
  const floor = openFloor()
  const leg: LegRequest = { legId: 'odd', callId: 'call', srtp: 'off', codecs: ['PCMU'] }
  must(await floor.orders.createLeg(leg))
  must(floor.orders.answer({ legId: 'odd', remoteOffer: offerAt(65_535) }))
  const ports = new Set<number>()
  floor.network.onWire = ({ to }) => ports.add(to.port).size > 0
  passSeconds(floor, 12)
  expect([...ports]).toEqual([65_535])
  expect(floor.events.map(({ type }) => type)).not.toContain('leg-fault')
  await floor.orders.close({})
})
