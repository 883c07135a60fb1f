/** A worker's floor for tests: its time is moved by hand, its network is in memory. */
import { goertzelPower, meanPower } from '../codecs/tones.ts'
import { openFakeNetwork } from '../leg/fake-network.ts'
import type { FakeNetwork } from '../leg/fake-network.ts'
import type { LegRequest, MediaEvent, Outcome } from '../media-engine.ts'
import { defaultLimits } from '../worker-pool.ts'
import { openFakeClock } from './fake-clock.ts'
import type { FakeClock } from './fake-clock.ts'
import { openOrders } from './orders.ts'
import { Studio } from './studio.ts'
import type { Orders } from './worker-wire.ts'

/** A whole worker without a thread: its time is moved by hand, its network is in memory. */
export interface Floor {
  readonly orders: Orders
  readonly clock: FakeClock
  readonly network: FakeNetwork
  readonly events: MediaEvent[]
  readonly studio: Studio
  readonly tend: () => void
}

export function openFloor(limits: Partial<typeof defaultLimits> = {}): Floor {
  const clock = openFakeClock()
  const network = openFakeNetwork('10.0.0.1')
  const events: MediaEvent[] = []
  const studio = new Studio({
    worker: 0,
    ports: network.ports,
    address: '10.0.0.1',
    browserAddress: '203.0.113.10',
    limits: { ...defaultLimits, ...limits },
    world: {
      nowMs: clock.nowMs,
      epochMs: () => 1e12 + clock.nowMs(),
      random: () => 0.5,
      emit: event => events.push(event),
    },
    startTimer: clock.startTimer,
    cpuMs: () => 0,
  })
  return { ...openOrders(studio), clock, network, events, studio }
}

export function must<Result>(outcome: Outcome<Result>): { readonly ok: true } & Result {
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`)
  return outcome
}

/** A leg of the call and a phone at its other end, which is a leg of a call of its own. */
export async function join2(
  floor: Floor,
  legId: string,
  more: Partial<LegRequest> = {},
): Promise<void> {
  const { orders } = floor
  const request: LegRequest = { legId, callId: 'call', srtp: 'off', codecs: ['PCMU'], ...more }
  const phone = phoneOf(legId)
  must(await orders.createLeg(request))
  must(await orders.createLeg({ ...request, legId: phone, callId: phone }))
  renegotiate(floor, legId)
}

/** The leg offers, its phone answers; returns our offer. */
export function renegotiate({ orders }: Floor, legId: string): string {
  const { sdp } = must(orders.offer({ legId }))
  const answer = must(orders.answer({ legId: phoneOf(legId), remoteOffer: sdp }))
  must(orders.setRemote({ legId, remoteAnswer: answer.sdp }))
  return sdp
}

/** Time passes until then, and the worker looks after itself once a second, as it does. */
export function passSeconds({ clock, tend }: Floor, until: number): void {
  for (let second = Math.ceil(clock.nowMs() / 1_000); second <= until; second += 1) {
    clock.moveTo(second * 1_000)
    tend()
  }
}

export const phoneOf = (legId: string): string => `phone of ${legId}`

/** Each party says a tone of its own. */
export const voices: Readonly<Record<string, number>> = {
  customer: 450,
  agent: 1_000,
  supervisor: 1_700,
}

export async function speak({ orders }: Floor, ...legIds: readonly string[]): Promise<void> {
  for (const legId of legIds) {
    const tone = { kind: 'tone', hz: [voices[legId] ?? 0], ms: 600_000 } as const
    must(await orders.play({ legId: phoneOf(legId), playId: `${legId} speaks`, items: [tone] }))
  }
}

/** Whose tones the phone of this leg hears now. */
export function heardBy({ studio }: Floor, legId: string): readonly string[] {
  const spoken = studio.find(phoneOf(legId))?.seat.leg.inbound.spoken ?? new Int16Array(160)
  if (meanPower(spoken) < 10_000) return []
  return Object.keys(voices).filter(
    who => goertzelPower(spoken, voices[who] ?? 0, 8_000) > 0.2 * meanPower(spoken),
  )
}
