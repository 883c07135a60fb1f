import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { meanPower } from '../codecs/tones.ts'
import type { LegRequest } from '../media-engine.ts'
import { parseRtp } from '../rtp/rtp-packet.ts'
import {
  heardBy,
  join2,
  must,
  openFloor,
  passSeconds,
  phoneOf,
  renegotiate,
  speak,
  voices,
} from './fake-floor.ts'

const folder = await mkdtemp(join(tmpdir(), 'studio-'))
afterAll(() => rm(folder, { recursive: true }))

const matrices = [
  {
    name: 'bridge',
    hears: { customer: ['agent'], agent: ['customer'] },
    heard: { customer: ['agent'], agent: ['customer'], supervisor: [] },
  },
  {
    name: 'hold',
    hears: {},
    heard: { customer: [], agent: [], supervisor: [] },
  },
  {
    name: 'conference',
    hears: {
      customer: ['agent', 'supervisor'],
      agent: ['customer', 'supervisor'],
      supervisor: ['customer', 'agent'],
    },
    heard: {
      customer: ['agent', 'supervisor'],
      agent: ['customer', 'supervisor'],
      supervisor: ['customer', 'agent'],
    },
  },
  {
    name: 'listen',
    hears: { customer: ['agent'], agent: ['customer'], supervisor: ['customer', 'agent'] },
    heard: { customer: ['agent'], agent: ['customer'], supervisor: ['customer', 'agent'] },
  },
  {
    name: 'whisper',
    hears: {
      customer: ['agent'],
      agent: ['customer', 'supervisor'],
      supervisor: ['customer', 'agent'],
    },
    heard: {
      customer: ['agent'],
      agent: ['customer', 'supervisor'],
      supervisor: ['customer', 'agent'],
    },
  },
]

test('bridge, hold, conference, listen and whisper are only matrices', async () => {
  const floor = openFloor()
  for (const legId of Object.keys(voices)) await join2(floor, legId)
  await speak(floor, ...Object.keys(voices))
  let nowMs = 0
  for (const { name, hears, heard } of matrices) {
    must(floor.orders.route({ callId: 'call', hears }))
    nowMs += 1_000
    floor.clock.moveTo(nowMs)
    const seen = Object.fromEntries(Object.keys(voices).map(who => [who, heardBy(floor, who)]))
    expect({ name, heard: seen }).toEqual({ name, heard })
  }
  await floor.orders.close({})
})

test('a play that is stopped or replaced while its files are read is never heard', async () => {
  const floor = openFloor()
  await join2(floor, 'customer')
  await join2(floor, 'agent')
  await speak(floor, 'agent')
  must(floor.orders.route({ callId: 'call', hears: { customer: ['agent'] } }))
  const items = [{ kind: 'tone', hz: [1_700], ms: 500 }] as const
  const stopped = Promise.resolve(
    floor.orders.play({ legId: 'customer', playId: 'stopped', items, loop: true }),
  )
  must(floor.orders.stopPlay({ legId: 'customer' }))
  must(await stopped)
  floor.clock.moveTo(1_000)
  expect(heardBy(floor, 'customer')).toEqual(['agent'])
  const both = ['replaced', 'last'].map(playId =>
    Promise.resolve(floor.orders.play({ legId: 'customer', playId, items })),
  )
  for (const begun of await Promise.all(both)) must(begun)
  floor.clock.moveTo(2_000)
  const ends = floor.events.flatMap(event =>
    event.type === 'play-ended' ? [`${event.playId} ${event.why} ${event.playedMs}`] : [],
  )
  expect(ends).toEqual(['stopped stopped 0', 'replaced stopped 0', 'last finished 500'])
  await floor.orders.close({})
})

test('a play replaces the route while it lasts, unless it is mixed in', async () => {
  const floor = openFloor()
  await join2(floor, 'customer')
  await join2(floor, 'agent')
  await speak(floor, 'agent')
  must(floor.orders.route({ callId: 'call', hears: { customer: ['agent'] } }))
  floor.clock.moveTo(1_000)
  expect(heardBy(floor, 'customer')).toEqual(['agent'])
  const items = [{ kind: 'tone', hz: [1_700], ms: 500 }] as const
  must(await floor.orders.play({ legId: 'customer', playId: 'alone', items }))
  floor.clock.moveTo(1_300)
  expect(heardBy(floor, 'customer')).toEqual(['supervisor'])
  floor.clock.moveTo(2_000)
  expect(heardBy(floor, 'customer')).toEqual(['agent'])
  must(await floor.orders.play({ legId: 'customer', playId: 'mixed', items, mix: true }))
  floor.clock.moveTo(2_300)
  expect(heardBy(floor, 'customer')).toEqual(['agent', 'supervisor'])
  must(await floor.orders.play({ legId: 'customer', playId: 'next', items, loop: true }))
  floor.clock.moveTo(4_300)
  must(floor.orders.releaseLeg({ legId: 'customer' }))
  const ends = floor.events.flatMap(event =>
    event.type === 'play-ended' ? [`${event.playId} ${event.why} ${event.playedMs}`] : [],
  )
  expect(ends).toEqual(['alone finished 500', 'mixed stopped 300', 'next leg-gone 2000'])
  await floor.orders.close({})
})

test('a held leg sends no sound but goes on reporting, and its version rises once a change', async () => {
  const floor = openFloor()
  await join2(floor, 'customer', { srtp: 'sdes' })
  await speak(floor, 'customer')
  floor.clock.moveTo(1_000)
  must(floor.orders.direction({ legId: 'customer', direction: 'inactive' }))
  const held = renegotiate(floor, 'customer')
  expect(held).toContain('a=inactive')
  const sent: Uint8Array[] = []
  floor.network.onWire = ({ bytes }) => sent.push(bytes) > 0
  passSeconds(floor, 12)
  const kinds = sent.map(bytes => (parseRtp(bytes)?.payloadType ?? 0) >= 64)
  expect(kinds.every(Boolean)).toBe(true)
  expect(kinds.length).toBeGreaterThanOrEqual(4)
  must(floor.orders.direction({ legId: 'customer', direction: 'sendrecv' }))
  const resumed = renegotiate(floor, 'customer')
  const versions = [held, resumed, renegotiate(floor, 'customer')].map(
    sdp => /^o=- \d+ (\d+) /m.exec(sdp)?.[1],
  )
  expect(versions).toEqual(['2', '3', '3'])
  floor.clock.moveTo(14_000)
  const { stats } = must(floor.orders.legStats({ legId: 'customer' }))
  expect(stats).toMatchObject({ srtpErrors: 0, lost: 0 })
  expect(stats.rttMs).toBeLessThan(1)
  expect(floor.events.filter(({ type }) => type === 'rtp-timeout')).toEqual([])
  await floor.orders.close({})
})

test('a peer that falls silent is told once, and a stranger cannot take his place', async () => {
  const floor = openFloor({ rtpSilentMsMax: 5_000 })
  await join2(floor, 'customer')
  floor.clock.moveTo(2_000)
  const started = floor.events.filter(event => event.type === 'rtp-started')
  expect(started.length).toBe(2)
  const leg = floor.studio.find('customer')?.seat.leg
  const to = { address: '10.0.0.1', port: leg?.session.place.port ?? 0 }
  const stranger = { address: '10.6.6.6', port: 666 }
  const before = leg?.stats().packetsIn
  floor.network.inject({ from: stranger, to, bytes: Buffer.alloc(172, 0x80) })
  expect(leg?.stats()).toMatchObject({ strangersDropped: 1, packetsIn: before })
  floor.network.onWire = datagram => datagram.to.port !== to.port
  floor.clock.moveTo(30_000)
  const silent = floor.events.flatMap(event => (event.type === 'rtp-timeout' ? [event] : []))
  expect(silent.map(({ legId }) => legId)).toEqual(['customer'])
  expect(Math.abs((silent[0]?.silentMs ?? 0) - 5_000)).toBeLessThan(21)
  await floor.orders.close({})
})

test('a phone that sends no reports at all is alive by its sound', async () => {
  const floor = openFloor({ rtpSilentMsMax: 5_000 })
  // RTCP has packet types 200 to 207 where RTP has its marker and payload type (RFC 5761 §4).
  floor.network.onWire = ({ bytes }) => (bytes[1] ?? 0) < 200 || (bytes[1] ?? 0) > 207
  await join2(floor, 'customer')
  floor.clock.moveTo(60_000)
  expect(floor.events.filter(({ type }) => type === 'rtp-timeout')).toEqual([])
  await floor.orders.close({})
})

test('a recording outlives its legs, with the gaps it had', async () => {
  const floor = openFloor()
  await join2(floor, 'customer')
  await speak(floor, 'customer')
  const file = join(folder, 'outlives.wav')
  const recordingId = 'r'
  const order = { recordingId, callId: 'call', left: 'customer', right: 'agent', file }
  must(await floor.orders.startRecording(order))
  must(await floor.orders.startRecording(order))
  floor.clock.moveTo(999)
  await join2(floor, 'agent')
  await speak(floor, 'agent')
  floor.clock.moveTo(1999)
  must(floor.orders.pauseRecording({ recordingId, paused: true }))
  floor.clock.moveTo(2499)
  must(floor.orders.pauseRecording({ recordingId, paused: false }))
  floor.clock.moveTo(2999)
  must(floor.orders.releaseLeg({ legId: 'customer' }))
  floor.clock.moveTo(3499)
  must(floor.orders.releaseLeg({ legId: 'agent' }))
  const { recording } = must(await floor.orders.stopRecording({ recordingId }))
  const [left, right, pause] = ['left-absent', 'right-absent', 'paused'] as const
  expect(recording.gaps).toEqual([
    { why: right, fromMs: 0, toMs: 1_000 },
    { why: pause, fromMs: 2_000, toMs: 2_500 },
    { why: left, fromMs: 3_000, toMs: 3_500 },
  ])
  expect(recording.durationMs).toBe(3_500)
  expect((await readFile(file)).length).toBe(44 + 3_500 * 32)
  const ended = floor.events.filter(({ type }) => type === 'recording-ended')
  expect(ended).toEqual([{ type: 'recording-ended', why: 'call-gone', recording }])
  await floor.orders.close({})
  expect(floor.clock.armed()).toBe(false)
})

test('what nobody hears of a muted agent is not recorded either', async () => {
  const floor = openFloor()
  for (const legId of ['customer', 'agent']) await join2(floor, legId)
  await speak(floor, 'customer', 'agent')
  const file = join(folder, 'muted.wav')
  const order = { recordingId: 'm', callId: 'call', left: 'customer', right: 'agent', file }
  must(floor.orders.route({ callId: 'call', hears: { customer: ['agent'], agent: ['customer'] } }))
  must(await floor.orders.startRecording(order))
  floor.clock.moveTo(1_999)
  must(floor.orders.route({ callId: 'call', hears: { customer: [], agent: ['customer'] } }))
  floor.clock.moveTo(3_999)
  must(await floor.orders.stopRecording({ recordingId: 'm' }))
  const bytes = await readFile(file)
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44))
  const loudness = (channel: 0 | 1, fromMs: number): number =>
    meanPower(samples.filter((_, at) => at % 2 === channel).slice(fromMs * 8, (fromMs + 1_000) * 8))
  expect(loudness(1, 500)).toBeGreaterThan(10_000)
  expect([loudness(1, 2_500), loudness(0, 2_500) > 10_000]).toEqual([0, true])
  await floor.orders.close({})
})

test('a recording ends by itself at its limit', async () => {
  const floor = openFloor({ recordingMsMax: 2_000 })
  await join2(floor, 'customer')
  const file = join(folder, 'limit.wav')
  const order = { recordingId: 'r', callId: 'call', left: 'customer', right: 'agent', file }
  must(await floor.orders.startRecording(order))
  for (let second = 1; second < 5; second += 1) {
    floor.clock.moveTo(second * 1_000 - 1)
    floor.tend()
  }
  const { recording } = must(await floor.orders.stopRecording({ recordingId: 'r' }))
  expect(recording.durationMs).toBe(2_000)
  expect(floor.events).toContainEqual({ type: 'recording-ended', why: 'limit', recording })
  await floor.orders.close({})
})

test('orders that cannot be carried out say why, and orders given twice do their work once', async () => {
  const floor = openFloor({ legsPerWorkerMax: 2 })
  const { orders } = floor
  const request: LegRequest = { legId: 'a', callId: 'call', srtp: 'off', codecs: ['PCMU'] }
  const created = await Promise.all([orders.createLeg(request), orders.createLeg(request)])
  expect(created[0]).toEqual(created[1])
  must(await orders.createLeg({ ...request, legId: 'b' }))
  const reasons = [
    await orders.createLeg({ ...request, legId: 'c' }),
    orders.offer({ legId: 'none' }),
    orders.setRemote({ legId: 'a', remoteAnswer: 'v=0' }),
    orders.answer({ legId: 'a', remoteOffer: 'v=0' }),
    orders.sendDigits({ legId: 'a', digits: '12' }),
    orders.sendDigits({ legId: 'a', digits: 'hello' }),
    orders.route({ callId: 'none', hears: {} }),
    orders.pauseRecording({ recordingId: 'none', paused: true }),
    await orders.stopRecording({ recordingId: 'none' }),
  ].map(outcome => !outcome.ok && outcome.reason)
  expect(reasons).toEqual([
    'legs-max',
    'unknown-leg',
    'no-offer-pending',
    'no-audio',
    'no-telephone-event',
    'bad-request',
    'unknown-leg',
    'unknown-recording',
    'unknown-recording',
  ])
  const released = orders.releaseLeg({ legId: 'a' })
  expect(orders.releaseLeg({ legId: 'a' })).toEqual(released)
  await orders.close({})
})

test('a leg that asks for it hears keys in the voice, until the peer proves to have RFC 4733', async () => {
  const floor = openFloor()
  await join2(floor, 'customer', { inbandDigits: true })
  const legId = phoneOf('customer')
  const silence = { kind: 'silence', ms: 100 } as const
  const key = { kind: 'tone', hz: [770, 1_336], ms: 120 } as const
  must(await floor.orders.play({ legId, playId: 'key', items: [silence, key, silence] }))
  floor.clock.moveTo(1_000)
  must(floor.orders.sendDigits({ legId, digits: '9' }))
  floor.clock.moveTo(2_000)
  must(await floor.orders.play({ legId, playId: 'again', items: [silence, key, silence] }))
  floor.clock.moveTo(3_000)
  const digits = floor.events.flatMap(event =>
    event.type === 'digit' ? [`${event.digit} ${event.source}`] : [],
  )
  expect(digits).toEqual(['5 inband', '9 rfc4733'])
  await floor.orders.close({})
})
