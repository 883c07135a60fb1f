import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isRtcp, parseRtp } from '../rtp/rtp-packet.ts'
import { join2, must, openFloor, passSeconds, phoneOf, speak } from './fake-floor.ts'

const folder = await mkdtemp(join(tmpdir(), 'rest-'))
afterAll(() => rm(folder, { recursive: true }))

test('a call in which nothing can flow rests, still reports, and its clock went on when it wakes', async () => {
  const floor = openFloor()
  await join2(floor, 'customer')
  await speak(floor, 'customer')
  const sent: { readonly atMs: number; readonly bytes: Uint8Array }[] = []
  const port = floor.studio.find('customer')?.seat.leg.session.place.port
  floor.network.onWire = ({ from, bytes }) =>
    from.port !== port || sent.push({ atMs: floor.clock.nowMs(), bytes }) > 0
  floor.clock.moveTo(1_000)
  must(floor.orders.releaseLeg({ legId: phoneOf('customer') }))
  must(floor.orders.direction({ legId: 'customer', direction: 'inactive' }))
  floor.clock.moveTo(3_000)
  expect(floor.clock.armed()).toBe(false)
  passSeconds(floor, 20)
  must(floor.orders.direction({ legId: 'customer', direction: 'sendrecv' }))
  floor.clock.moveTo(21_000)
  const packets = sent.flatMap(({ atMs, bytes }) => {
    const packet = parseRtp(bytes)
    return packet?.payloadType === 0 ? [{ ...packet, atMs }] : []
  })
  const woken = packets.findIndex(({ atMs }) => atMs > 10_000)
  const [last, first] = [packets[woken - 1], packets[woken]]
  if (last === undefined || first === undefined) throw new Error('nothing was sent')
  // A clock of 8 kHz, and a marker where a stretch of sound begins; no number is left out.
  const ticks = (first.timestamp - last.timestamp) >>> 0
  expect(Math.abs(ticks - 8 * (first.atMs - last.atMs))).toBeLessThanOrEqual(160)
  expect(first.marker).toBe(true)
  expect(first.sequence).toBe((last.sequence + 1) & 0xffff)
  await floor.orders.close({})
})

test('M5: held for ten minutes a leg still reports every five seconds, sends no sound, and goes on', async () => {
  const floor = openFloor()
  await join2(floor, 'agent')
  await speak(floor, 'agent')
  const { place } = floor.studio.find('agent')?.seat.leg.session ?? {}
  floor.clock.moveTo(2_000)
  const hold = (direction: 'inactive' | 'sendrecv'): void => {
    must(floor.orders.direction({ legId: phoneOf('agent'), direction }))
    const { sdp } = must(floor.orders.offer({ legId: phoneOf('agent') }))
    const answer = must(floor.orders.answer({ legId: 'agent', remoteOffer: sdp }))
    must(floor.orders.setRemote({ legId: phoneOf('agent'), remoteAnswer: answer.sdp }))
  }
  hold('inactive')
  const sent = { sound: 0, reports: [2_000] }
  floor.network.onWire = ({ from, bytes }) => {
    if (from.port !== place?.port && from.port !== place?.rtcpPort) return true
    if (isRtcp(bytes)) sent.reports.push(floor.clock.nowMs())
    else sent.sound += 1
    return true
  }
  passSeconds(floor, 602)
  const gaps = sent.reports.slice(1).map((at, index) => at - (sent.reports[index] ?? 0))
  expect(sent.sound).toBe(0)
  expect(gaps.length).toBeGreaterThanOrEqual(100)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(8_500)
  expect(floor.events.map(({ type }) => type)).not.toContain('rtp-timeout')
  const before = must(floor.orders.legStats({ legId: 'agent' })).stats.packetsIn
  hold('sendrecv')
  passSeconds(floor, 604)
  expect(must(floor.orders.legStats({ legId: 'agent' })).stats.packetsIn).toBeGreaterThan(before)
  expect(sent.sound).toBeGreaterThan(50)
  await floor.orders.close({})
})

test('a recording that begins while its call rests has every frame', async () => {
  const floor = openFloor()
  await join2(floor, 'customer')
  must(floor.orders.releaseLeg({ legId: phoneOf('customer') }))
  must(floor.orders.direction({ legId: 'customer', direction: 'inactive' }))
  floor.clock.moveTo(5_000)
  expect(floor.clock.armed()).toBe(false)
  const file = join(folder, 'of-a-resting-call.wav')
  const order = { recordingId: 'r', callId: 'call', left: 'customer', right: 'agent', file }
  must(await floor.orders.startRecording(order))
  floor.clock.moveTo(7_999)
  const { recording } = must(await floor.orders.stopRecording({ recordingId: 'r' }))
  expect(Math.abs(recording.durationMs - 3_000)).toBeLessThanOrEqual(40)
  await floor.orders.close({})
})
