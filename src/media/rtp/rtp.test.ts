import { expect, test } from 'vitest'
import { estimateMos } from './call-quality.ts'
import { beginReception, lostPackets, noteArrival, takeReport } from './reception.ts'
import { ntpMiddle, ntpTime, parseRtcp, printRtcp } from './rtcp-packet.ts'
import { parseRtp, sequenceDistance, writeRtpHeader } from './rtp-packet.ts'
import {
  admits,
  announceSource,
  destinationOf,
  heardFrom,
  openSourceLatch,
} from './source-latch.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

test('a header is written and read again', () => {
  const fields = {
    marker: true,
    payloadType: 101,
    sequence: 65_535,
    timestamp: 0xffff_fff0,
    ssrc: 0xdead_beef,
  }
  const bytes = Buffer.alloc(14, 7)
  writeRtpHeader(bytes, fields)
  expect(parseRtp(bytes)).toEqual({ ...fields, payload: bytes.subarray(12) })
})

const packets = [
  {
    name: 'contributing sources',
    bytes: '81 00 0001 00000001 00000002 00000003 aabb',
    payload: 'aabb',
  },
  {
    name: 'an extension',
    bytes: '90 00 0001 00000001 00000002 bede0001 11223344 aa',
    payload: 'aa',
  },
  { name: 'padding', bytes: 'a0 00 0001 00000001 00000002 aabb 000002', payload: 'aabb00' },
  { name: 'an empty payload', bytes: '80 00 0001 00000001 00000002', payload: '' },
  { name: 'version 1', bytes: '40 00 0001 00000001 00000002 aa', payload: undefined },
  { name: 'a cut header', bytes: '80 00 0001 00000001', payload: undefined },
  {
    name: 'more sources than octets',
    bytes: '8f 00 0001 00000001 00000002 aa',
    payload: undefined,
  },
  {
    name: 'a cut extension',
    bytes: '90 00 0001 00000001 00000002 bede0009 11',
    payload: undefined,
  },
  { name: 'padding of zero', bytes: 'a0 00 0001 00000001 00000002 aa00', payload: undefined },
  {
    name: 'padding beyond the payload',
    bytes: 'a0 00 0001 00000001 00000002 aa09',
    payload: undefined,
  },
]

test.for(packets)('a packet with $name', ({ bytes, payload }) => {
  const read = parseRtp(hex(bytes))
  expect(read && Buffer.from(read.payload).toString('hex')).toBe(payload)
})

test('sequence numbers are compared on their circle', () => {
  expect([
    sequenceDistance(65_535, 0),
    sequenceDistance(0, 65_535),
    sequenceDistance(5, 5),
  ]).toEqual([1, -1, 0])
})

const report = {
  ssrc: 7,
  fractionLost: 64,
  cumulativeLost: -3,
  extendedHighestSequence: 0x1_0005,
  jitter: 12,
  lastSenderReport: 0x1234_5678,
  delaySinceLastSenderReport: 65_536,
}
const sender = { ntpSeconds: 1, ntpFraction: 2, rtpTimestamp: 3, packets: 4, octets: 5 }

test('a compound is printed and read again: report, name, farewell', () => {
  const bytes = printRtcp({ ssrc: 9, cname: 'me@192.0.2.1', sender, report, bye: true })
  expect(bytes.length % 4).toBe(0)
  expect(parseRtcp(bytes)).toEqual([
    { kind: 'report', ssrc: 9, sender, reports: [report] },
    { kind: 'bye', ssrc: 9 },
  ])
  expect(parseRtcp(printRtcp({ ssrc: 9, cname: 'x' }))).toEqual([
    { kind: 'report', ssrc: 9, reports: [] },
  ])
})

test.for(['80c8', '80c90009 00000001', '82c90001 00000001', '00c90001 00000001'])(
  'RTCP %s is no RTCP',
  bytes => {
    expect(parseRtcp(hex(bytes))).toBeUndefined()
  },
)

test('wall time becomes NTP time and its middle', () => {
  const ntp = ntpTime(500)
  expect(ntp).toEqual({ seconds: 2_208_988_800, fraction: 0x8000_0000 })
  expect(ntpMiddle(ntp)).toBe((((2_208_988_800 & 0xffff) << 16) | 0x8000) >>> 0)
})

test('loss is counted over the round of numbers, and late packets give it back', () => {
  const reception = beginReception(1, 65_534)
  const arrive = (sequence: number): void => noteArrival(reception, { sequence, timestamp: 0 }, 0)
  for (const sequence of [65_534, 65_535, 0, 3, 4]) arrive(sequence)
  expect(lostPackets(reception)).toBe(2)
  const heard = { lastSenderReport: 0, delaySinceLastSenderReport: 0 }
  expect(takeReport(reception, heard)).toMatchObject({
    fractionLost: Math.floor((2 * 256) / 7),
    cumulativeLost: 2,
    extendedHighestSequence: 0x1_0004,
  })
  arrive(1)
  expect(lostPackets(reception)).toBe(1)
  expect(takeReport(reception, heard)).toMatchObject({ fractionLost: 0, cumulativeLost: 1 })
})

test('jitter follows the arrival times as RFC 3550 defines it', () => {
  const reception = beginReception(1, 0)
  const arrivals = [0, 160, 400, 480]
  for (const [sequence, units] of arrivals.entries()) {
    noteArrival(reception, { sequence, timestamp: sequence * 160 }, units)
  }
  // Differences 0, 80 and 80: 80/16 = 5, then 5 + (80 − 5)/16.
  expect(reception.jitterUnits).toBeCloseTo(9.6875)
})

test('a sender that starts its numbers anew is no loss of thousands', () => {
  const reception = beginReception(1, 100)
  for (const sequence of [100, 101, 103, 40_000, 40_001]) {
    noteArrival(reception, { sequence, timestamp: 0 }, 0)
  }
  expect(lostPackets(reception)).toBe(1)
})

test('the latch follows the first voice, then nobody else but the announced or the survivor', () => {
  const latch = openSourceLatch()
  const [announced, real, stranger] = [5, 6, 7].map(port => ({ address: '10.0.0.1', port }))
  if (!announced || !real || !stranger) throw new Error('three sources')
  expect(admits(latch, real, 0)).toBe(false)
  announceSource(latch, announced)
  expect(destinationOf(latch)).toEqual(announced)
  expect(admits(latch, real, 0)).toBe(true)
  heardFrom(latch, real, 0)
  expect(destinationOf(latch)).toEqual(real)
  expect([admits(latch, stranger, 500), admits(latch, announced, 500)]).toEqual([false, true])
  announceSource(latch, announced)
  expect(destinationOf(latch)).toEqual(real)
  expect(admits(latch, stranger, 1_000)).toBe(true)
  announceSource(latch, stranger)
  expect(destinationOf(latch)).toEqual(stranger)
})

test.for([
  { lossRatio: 0, delayMs: 40, mos: 4.39 },
  { lossRatio: 0.01, delayMs: 40, mos: 4.31 },
  { lossRatio: 0.05, delayMs: 100, mos: 3.85 },
  { lossRatio: 0, delayMs: 400, mos: 3.17 },
  { lossRatio: 1, delayMs: 0, mos: 1 },
])('loss of $lossRatio and $delayMs ms sound like $mos', ({ lossRatio, delayMs, mos }) => {
  expect(Math.abs(estimateMos({ codec: 'PCMU', lossRatio, delayMs }) - mos)).toBeLessThan(0.2)
})
