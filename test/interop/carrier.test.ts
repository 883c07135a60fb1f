import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSipEndpoint } from '#sip'
import type { OutgoingInvite, SipEndpoint } from '#sip'
import { systemClock } from '#engine'
import type { LegId } from '#core'
import { openSipp } from '../e2e/peers/sipp.ts'
import { toMuLaw } from '../e2e/peers/wav.ts'
import { until } from '../e2e/peers/until.ts'
import type { Floor } from './parts/floor.ts'
import { openFloor } from './parts/floor.ts'
import { mainNumber } from './parts/people.ts'
import { endCall } from './parts/talk.ts'

/* A carrier's trunk as it is configured: whom it vouches for, and keys that come as tones. */

let floor: Floor
let carrier: SipEndpoint

beforeAll(async () => {
  floor = await openFloor({
    carrier: {
      inbandDigits: true,
      callerId: { show: { kind: 'caller' }, assert: false, trust: true },
    },
  })
  carrier = await openSipEndpoint({
    listen: [{ transport: 'udp', host: '127.0.0.1', port: 0 }],
    clock: { now: () => performance.now(), setTimer: systemClock().setTimer },
    token: () => Math.random().toString(36).slice(2),
    userAgent: 'carrier',
    onInvite: call => call.reject({ status: 480 }),
  })
})
afterAll(async () => {
  await carrier.close()
  await floor[Symbol.asyncDispose]()
})

function invite(from: string, headers: OutgoingInvite['headers'], port: number): OutgoingInvite {
  return {
    targets: [{ transport: 'udp', host: '127.0.0.1', port: udpPort() }],
    requestUri: `sip:${mainNumber}@127.0.0.1`,
    from: { uri: `sip:${from}@carrier.example` },
    to: { uri: `sip:${mainNumber}@127.0.0.1` },
    ...(headers === undefined ? {} : { headers }),
    sdp: `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n`,
  }
}

const asserted = { 'P-Asserted-Identity': '<sip:+441632960777@carrier.example>' }

test.each([
  ['the asserted number stands for a From of the carrier’s own', '0099', asserted, '+441632960777'],
  ['without one the From counts', '+441632960778', {}, '+441632960778'],
  ['a wish for privacy is kept', 'anonymous', { ...asserted, Privacy: 'id' }, 'anonymous'],
])('%s', async (_, from, headers, expected) => {
  const call = carrier.invite(invite(from, headers, 40_000), { onEnded: () => undefined })
  const leg = await floor.arrival()
  expect(floor.told(leg)[0]).toMatchObject({ kind: 'interaction-arrived', from: expected })
  call.hangUp()
  await floor.settled()
})

/** The two pitches of a key (ITU-T Q.23). */
const pitches: Readonly<Record<string, readonly [number, number]>> = {
  '1': [697, 1209],
  '5': [770, 1336],
  '#': [941, 1477],
  D: [941, 1633],
}

test('keys pressed as tones in the voice arrive, each once', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  let to = 0
  const call = carrier.invite(invite('+441632960779', {}, socket.address().port), {
    onAnswered: ({ sdp }) => {
      to = Number(/^m=audio (\d+)/m.exec(sdp ?? '')?.[1])
    },
    onEnded: () => undefined,
  })
  const leg = await floor.arrival()
  await until('the call is up', () => to > 0)
  const packets = packetsOf('15#D')
  const clock = setInterval(() => {
    const packet = packets.shift()
    if (packet !== undefined) socket.send(packet, to, '127.0.0.1')
  }, 20)
  await until('all keys are heard', () => keysOf(leg).length === 4)
  expect(keysOf(leg)).toBe('15#D')
  clearInterval(clock)
  socket.close()
  await endCall(floor, leg)
  expect(call.dialog()).toBeDefined()
  await floor.settled()
})

test('keys that SIPp tells by INFO arrive, and what nobody reads is refused with 415', async () => {
  await using caller = await openSipp({
    scenario: 'caller-presses-keys-by-info',
    to: { host: '127.0.0.1', port: udpPort(), user: mainNumber },
    words: { CALLER: '+441632960780', SOUND_PORT: 40_000, CODECS: '0 101' },
  })
  const leg = await floor.arrival()
  await caller.told('pressed')
  expect(keysOf(leg)).toBe('5#')
  caller.go()
  await caller.finished()
  await floor.settled()
})

function keysOf(leg: LegId): string {
  const keys = floor.told(leg).flatMap(one => (one.kind === 'digit-pressed' ? [one.digit] : []))
  return keys.join('')
}

function udpPort(): number {
  return floor.sip.bound.find(point => point.transport === 'udp')?.port ?? 0
}

/** Each key for 100 ms, and 100 ms of nothing, in RTP of G.711. */
function packetsOf(keys: string): Buffer[] {
  const samples = keys.split('').flatMap(key => {
    const [low, high] = pitches[key] ?? [0, 0]
    const tone = Array.from({ length: 800 }, (_, at) =>
      Math.round(6_000 * (wave(low, at) + wave(high, at))),
    )
    return [...tone, ...Array.from({ length: 800 }, () => 0)]
  })
  return Array.from({ length: samples.length / 160 }, (_, index) => {
    const head = Buffer.from([0x80, 0, 0, index, 0, 0, 0, 0, 1, 2, 3, 4])
    head.writeUInt32BE(index * 160, 4)
    return Buffer.concat([
      head,
      Buffer.from(samples.slice(index * 160, (index + 1) * 160).map(toMuLaw)),
    ])
  })
}

function wave(hz: number, at: number): number {
  return Math.sin((2 * Math.PI * hz * at) / 8_000)
}
