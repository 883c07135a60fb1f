/** Orders about a leg itself: its ports, its session, its end. */
import { Leg } from '../leg/leg.ts'
import type { LegSockets } from '../leg/port-range.ts'
import { makeAnswer, makeOffer, takeAnswer, want } from '../leg/session.ts'
import type { LegCreated, LegRequest, LegStats, Outcome } from '../media-engine.ts'
import { BrowserLink } from '../webrtc/browser-link.ts'
import { openDtlsIdentity } from '../webrtc/dtls-identity.ts'
import type { DtlsIdentity } from '../webrtc/dtls-identity.ts'
import { endPlay, seatLeg } from './call.ts'
import type { Call } from './call.ts'
import { LastWords } from './last-words.ts'
import type { Orders } from './worker-wire.ts'
import type { Recordings } from './recordings.ts'
import { refuse, unknownLeg } from './refuse.ts'
import type { Studio } from './studio.ts'

type LegOrders = Pick<
  Orders,
  'createLeg' | 'offer' | 'answer' | 'setRemote' | 'direction' | 'releaseLeg' | 'legStats'
>

type SessionOrders = Pick<Orders, 'offer' | 'answer' | 'setRemote' | 'direction'>

/** The orders, over one studio. `opening` tells which legs wait for their ports. */
export function openLegOrders(
  studio: Studio,
  recordings: Recordings,
): { readonly orders: LegOrders; readonly opening: ReadonlyMap<string, Promise<unknown>> } {
  const opening = new Map<string, Promise<Outcome<LegCreated>>>()
  // Made with the first browser's leg and kept: one certificate serves a worker's whole life.
  let identity: Promise<DtlsIdentity> | undefined
  const identify = (): Promise<DtlsIdentity> => (identity ??= openDtlsIdentity())
  const released = new LastWords<LegStats>()
  const orders: LegOrders = {
    ...openSessionOrders(studio),
    createLeg(request) {
      const { legId } = request
      const known = studio.find(legId)?.seat.leg.session.place
      if (known !== undefined) return { ok: true, ...known }
      const pending =
        opening.get(legId) ??
        openLeg(studio, request, {
          waiting: opening.size,
          identify,
          onFault: error => {
            tellFault(studio, legId, error)
            orders.releaseLeg({ legId })
          },
        }).finally(() => opening.delete(legId))
      opening.set(legId, pending)
      return pending
    },
    releaseLeg({ legId }) {
      const found = studio.find(legId)
      const before = released.get(legId)
      if (found === undefined) {
        return before === undefined ? unknownLeg(legId) : { ok: true, stats: before }
      }
      const stats = found.seat.leg.stats()
      released.set(legId, stats)
      unseat(studio, found.call, legId)
      if (found.call.seats.size === 0) recordings.endOf(found.call)
      studio.forgetIfEmpty(found.call)
      return { ok: true, stats }
    },
    legStats({ legId }) {
      const leg = studio.find(legId)?.seat.leg
      return leg === undefined ? unknownLeg(legId) : { ok: true, stats: leg.stats() }
    },
  }
  return { orders, opening }
}

function openSessionOrders(studio: Studio): SessionOrders {
  return {
    offer({ legId }) {
      const leg = studio.find(legId)?.seat.leg
      return leg === undefined ? unknownLeg(legId) : { ok: true, sdp: makeOffer(leg.session) }
    },
    answer({ legId, remoteOffer }) {
      const leg = studio.find(legId)?.seat.leg
      if (leg === undefined) return unknownLeg(legId)
      const answer = makeAnswer(leg.session, remoteOffer)
      if ('ok' in answer) return answer
      leg.apply()
      return { ok: true, ...answer }
    },
    setRemote({ legId, remoteAnswer }) {
      const leg = studio.find(legId)?.seat.leg
      if (leg === undefined) return unknownLeg(legId)
      const negotiated = takeAnswer(leg.session, remoteAnswer)
      if ('ok' in negotiated) return negotiated
      leg.apply()
      return { ok: true, negotiated }
    },
    direction({ legId, direction }) {
      const leg = studio.find(legId)?.seat.leg
      if (leg === undefined) return unknownLeg(legId)
      want(leg.session, direction)
      leg.apply()
      return { ok: true }
    },
  }
}

/** A leg's fault ends that leg alone; it is still a fault of ours, and told as one. */
function tellFault(studio: Studio, legId: string, error: unknown): void {
  const { worker, world } = studio.parts
  studio.legFaults += 1
  const where = error instanceof Error ? (error.stack ?? '') : ''
  world.emit({ type: 'leg-fault', worker, legId, detail: String(error), where })
}

interface Opening {
  readonly waiting: number
  readonly identify: () => Promise<DtlsIdentity>
  readonly onFault: (error: unknown) => void
}

async function openLeg(
  studio: Studio,
  request: LegRequest,
  { waiting, identify, onFault }: Opening,
): Promise<Outcome<LegCreated>> {
  const { ports, limits, world } = studio.parts
  if (request.codecs.length === 0) return refuse('bad-request', 'a leg without codecs')
  if (studio.legIds.length + waiting >= limits.legsPerWorkerMax) {
    return refuse('legs-max', `${limits.legsPerWorkerMax} legs are open`)
  }
  const identity = request.srtp === 'dtls' ? await identify() : undefined
  const sockets = await ports.open()
  if (sockets === undefined) return refuse('no-free-port', 'every port of the range is in use')
  const browser = identity && new BrowserLink(sockets, identity, world.nowMs)
  const { rtpSilentMsMax } = limits
  const address = browser === undefined ? studio.parts.address : studio.parts.browserAddress
  const parts = { request, address, sockets: browser ?? sockets, ...(browser && { browser }) }
  const leg = new Leg(parts, { ...world, rtpSilentMsMax, onFault })
  guardReceiving(sockets, leg)
  const call = studio.callNamed(request.callId)
  seatLeg(call, leg)
  studio.noteSeated(call, leg)
  return { ok: true, ...leg.session.place }
}

/** Whatever a datagram does to a leg, it does to that leg alone. */
function guardReceiving(sockets: LegSockets, leg: Leg): void {
  const { onDatagram } = sockets
  sockets.onDatagram = (channel, bytes, from) => {
    try {
      onDatagram(channel, bytes, from)
    } catch (error) {
      leg.fail(error)
    }
  }
}

function unseat(studio: Studio, call: Call, legId: string): void {
  endPlay(call, legId, 'leg-gone')
  for (const [tapId, tap] of call.taps) {
    if (tap.legId !== legId) continue
    tap.close()
    call.taps.delete(tapId)
  }
  call.seats.get(legId)?.leg.close()
  studio.noteGone(call, legId)
}
