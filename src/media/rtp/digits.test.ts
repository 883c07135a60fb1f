import { expect, test } from 'vitest'
import {
  expireDigit,
  forgetPress,
  openDigitReceiver,
  receiveDigitPacket,
} from './digit-receiver.ts'
import type { DigitPacket } from './digit-receiver.ts'
import { nextDigitPacket, openDigitSender } from './digit-sender.ts'

/** Numbered by its time, as by a sender that says nothing else. */
const packet = (event: number, timestamp: number, duration: number, end = false): DigitPacket => ({
  timestamp,
  sequence: Math.floor((timestamp + duration) / 160) & 0xffff,
  payload: Uint8Array.of(event, end ? 0x8a : 0x0a, duration >> 8, duration & 0xff),
})

/** A whole press as RFC 4733 sends it: updates every 20 ms and three ends. */
const press = (event: number, timestamp: number, frames = 8): readonly DigitPacket[] => [
  ...Array.from({ length: frames - 1 }, (_, index) => packet(event, timestamp, (index + 1) * 160)),
  ...Array.from({ length: 3 }, () => packet(event, timestamp, frames * 160, true)),
]

/** Receives packets 20 ms apart, then two seconds of nothing; prints what was heard. */
function hear(packets: readonly DigitPacket[]): readonly string[] {
  const receiver = openDigitReceiver()
  const heard = packets.flatMap((one, index) => receiveDigitPacket(receiver, one, index * 20))
  const last = expireDigit(receiver, packets.length * 20 + 2_000)
  return [...heard, ...(last === undefined ? [] : [last])].map(
    ({ digit, durationMs }) => `${digit} ${durationMs}`,
  )
}

/** Presses of 1, 2, 3 at these times, all their packets numbered in a row. */
const numbered = (...timestamps: readonly number[]): readonly DigitPacket[] =>
  timestamps
    .flatMap((timestamp, index) => press(index + 1, timestamp))
    .map((each, sequence) => ({ ...each, sequence }))

const one = press(1, 8_000)
const cases = [
  { name: 'a press with three ends', packets: one, heard: ['1 160'] },
  { name: 'a press with one end', packets: one.slice(0, -2), heard: ['1 160'] },
  { name: 'a press whose ends were lost', packets: one.slice(0, -3), heard: ['1 140'] },
  { name: 'a press of which only an end came', packets: one.slice(-1), heard: ['1 160'] },
  { name: 'a press that came twice', packets: [...one, ...one], heard: ['1 160'] },
  { name: 'one digit twice', packets: [...one, ...press(1, 16_000)], heard: ['1 160', '1 160'] },
  {
    name: 'a press without an end, then another',
    packets: [...one.slice(0, 3), ...press(11, 16_000)],
    heard: ['1 60', '# 160'],
  },
  {
    name: 'a late packet of the press before',
    packets: [
      ...one.slice(0, -1),
      ...press(2, 16_000).slice(0, 3),
      ...one.slice(-1),
      ...press(2, 16_000).slice(3),
    ],
    heard: ['1 160', '2 160'],
  },
  {
    name: 'ten seconds on one key',
    packets: [...press(5, 0, 409).slice(0, -3), packet(5, 0, 0xffff), ...press(5, 0xffff, 90)],
    heard: [`5 ${Math.round((0xffff + 90 * 160) / 8)}`],
  },
  {
    name: 'a clock that goes back while the numbers go on',
    packets: numbered(4_000_000, 4_010_000, 5_000, 20_000, 12_000),
    heard: ['1 160', '2 160', '3 160', '4 160', '5 160'],
  },
  {
    name: 'a clock that goes back far, its numbers with it',
    packets: [...press(1, 4_000_000), ...press(2, 8_000)],
    heard: ['1 160', '2 160'],
  },
  {
    name: 'a hook flash and rubbish',
    packets: [packet(16, 0, 160, true), { timestamp: 5, sequence: 0, payload: Uint8Array.of(1) }],
    heard: [],
  },
]

test.for(cases)('$name is $heard', ({ packets, heard }) => {
  expect(hear(packets)).toEqual(heard)
})

test('after the sound was seen to go back, a press a little earlier is a new one', () => {
  const receiver = openDigitReceiver()
  const take = (packets: readonly DigitPacket[]) =>
    packets.flatMap(each => receiveDigitPacket(receiver, each, 0)).map(({ digit }) => digit)
  expect(take(press(1, 16_000))).toEqual(['1'])
  expect(take(press(2, 8_000))).toEqual([])
  forgetPress(receiver)
  expect(take(press(2, 8_000))).toEqual(['2'])
})

test('what we send is heard again, digit by digit', () => {
  const sender = openDigitSender()
  sender.queue = '159#'
  const packets: DigitPacket[] = []
  for (let frame = 0; frame < 60; frame += 1) {
    const sent = nextDigitPacket(sender)
    if (typeof sent === 'string') continue
    const timestamp = frame * 160 - sent.beganUnitsAgo
    packets.push({ timestamp, sequence: frame, payload: sent.payload })
  }
  expect(hear(packets)).toEqual(['1 160', '5 160', '9 160', '# 160'])
  expect(packets.filter(({ payload }) => (payload[1] ?? 0) >= 0x80).length).toBe(12)
  expect(sender.state).toBe('idle')
})

test('a digit lasts 160 ms and 80 ms of quiet follow', () => {
  const sender = openDigitSender()
  sender.queue = '12'
  const timeline = Array.from({ length: 26 }, () => {
    const sent = nextDigitPacket(sender)
    if (typeof sent === 'string') return sent === 'gap' ? '.' : ' '
    if (sent.marker) return 'M'
    return (sent.payload[1] ?? 0) >= 0x80 ? 'E' : 'd'
  })
  expect(timeline.join('')).toBe('MddddddEEE..MddddddEEE..  ')
})
