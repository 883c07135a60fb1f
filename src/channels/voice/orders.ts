import type { Answer, HangUp, IssuedOrder, Reject, TenantId } from '#core'
import type { OrderResult } from '#engine'
import type { Negotiated } from '#media'
import type { IncomingCall, OutgoingCall } from '#sip'
import { rulesOf } from '#sip'
import { hangUpBrowser } from './browser.ts'
import { q850Of, rejection } from './causes.ts'
import type { VoiceLeg } from './legs.ts'
import { findLeg, soundName } from './legs.ts'
import { ring } from './outgoing.ts'
import { connect, play, sendDigits, stopPlaying } from './playing.ts'
import { pauseOrResume, record, stopRecording } from './recordings.ts'
import { soundFor } from './sound-for.ts'
import { answerWeb, rejectWeb } from './web.ts'
import type { VoiceWorld } from './world.ts'
import { legGone } from './world.ts'

/** Carries out one order of the core with what SIP and media can do. */
export async function carryOutVoice(
  world: VoiceWorld,
  tenant: TenantId,
  issued: IssuedOrder,
): Promise<OrderResult> {
  const { order, interaction } = issued
  if ('leg' in order) world.options.trace?.belongs({ tenant, leg: order.leg, interaction })
  switch (order.kind) {
    case 'ring':
      return ring(world, tenant, order)
    case 'connect':
      return connect(world, tenant, order)
    case 'record':
      return record(world, tenant, issued.interaction, order)
    case 'stop-recording':
      return stopRecording(world, tenant, order)
    case 'pause-recording':
    case 'resume-recording':
      return pauseOrResume(world, tenant, order)
    case 'play':
      return withLeg(world, tenant, order, leg => play(world, leg, order, issued.id))
    case 'send-digits':
      return withLeg(world, tenant, order, leg => sendDigits(world, leg, order))
    case 'stop-playing':
      return withLeg(world, tenant, order, leg => stopPlaying(world, leg))
    case 'answer':
      return withLeg(world, tenant, order, leg => answer(world, leg, order))
    case 'reject':
      return withLeg(world, tenant, order, leg => reject(world, leg, order))
    case 'hang-up':
      return withLeg(world, tenant, order, leg => hangUp(world, leg, order))
  }
}

async function withLeg(
  world: VoiceWorld,
  tenant: TenantId,
  order: { readonly leg: VoiceLeg['id'] },
  work: (leg: VoiceLeg) => Promise<OrderResult>,
): Promise<OrderResult> {
  const leg = findLeg(world, tenant, order.leg)
  return leg === undefined ? { ok: false, code: 'gone', detail: 'the leg is gone' } : work(leg)
}

/** Answers a call: its sound is agreed on first, and refused by 488 where there is none in common. */
async function answer(world: VoiceWorld, leg: VoiceLeg, order: Answer): Promise<OrderResult> {
  if (leg.browser?.web !== undefined) return answerWeb(world, leg, leg.browser.web)
  const call = incomingOf(leg)
  if (call === undefined)
    return { ok: false, code: 'fault', detail: `${order.leg} did not call in` }
  const agreed = await agreeOnSound(world, leg, call)
  if (!world.legs.has(soundName(leg.tenant, leg.id))) {
    return { ok: false, code: 'gone', detail: 'the caller hung up' }
  }
  if (!agreed.ok) {
    const detail = `${agreed.reason}: ${agreed.detail}`
    // The lane hears first why, and hangs up then: a leg that ended by itself would read as a customer who left.
    leg.refusal = { status: agreed.status, q850: agreed.status === 488 ? 88 : 42 }
    return { ok: false, code: 'refused', detail }
  }
  leg.state = 'up'
  if (agreed.negotiated !== undefined) leg.sound = agreed.negotiated
  call.accept({ sdp: agreed.sdp, headers: leg.answerHeaders, rules: rulesOf(leg.profile) })
  return { ok: true }
}

type Agreed =
  | { readonly ok: true; readonly sdp: string; readonly negotiated?: Negotiated }
  | {
      readonly ok: false
      readonly status: number
      readonly reason: string
      readonly detail: string
    }

async function agreeOnSound(world: VoiceWorld, leg: VoiceLeg, call: IncomingCall): Promise<Agreed> {
  const media = world.options.media()
  const legId = soundName(leg.tenant, leg.id)
  const { sdp } = call.invite
  const opening = media.createLeg({
    legId,
    callId: leg.callId,
    ...soundFor(leg.profile, sdp),
    inbandDigits: leg.inbandDigits,
  })
  // An INVITE without an offer is answered with ours; the ACK brings the caller's answer (RFC 3264 §4).
  const describing = sdp === undefined ? media.offer(legId) : media.answer(legId, sdp)
  const [created, described] = await Promise.all([opening, describing])
  if (!created.ok) return { ...created, status: 503 }
  return described.ok ? described : { ...described, status: 488 }
}

/** Refuses a call. The order is done when the leg is gone. */
async function reject(world: VoiceWorld, leg: VoiceLeg, order: Reject): Promise<OrderResult> {
  if (leg.browser?.web !== undefined) return rejectWeb(world, leg, order)
  const call = incomingOf(leg)
  if (call === undefined)
    return { ok: false, code: 'fault', detail: `${order.leg} did not call in` }
  const gone = whenGone(leg)
  leg.state = 'ending'
  call.reject(rejection(order.why))
  return gone
}

/** Ends a leg, whatever it is doing: ringing is cancelled, talking is hung up, a call not yet taken is refused. */
async function hangUp(world: VoiceWorld, leg: VoiceLeg, order: HangUp): Promise<OrderResult> {
  const gone = whenGone(leg)
  const before = leg.state
  leg.state = 'ending'
  if (before === 'ending') return gone
  if (leg.browser !== undefined) {
    hangUpBrowser(world, leg, order.why)
    return gone
  }
  if (leg.call === undefined) return gone
  if (leg.direction === 'in' && before === 'opening') {
    incomingOf(leg)?.reject(leg.refusal ?? { status: 480, q850: q850Of(order.why) })
  } else if (before === 'opening' && 'cancel' in leg.call) {
    leg.call.cancel(reasonOf(order.why))
  } else {
    leg.call.hangUp({ q850: q850Of(order.why) })
  }
  return gone
}

function whenGone(leg: VoiceLeg): Promise<OrderResult> {
  return new Promise(resolve => leg.leaving.push(resolve))
}

/** Only a call another phone took is told so: Teams then shows no missed call (direct-routing reference §2.6). */
function reasonOf(why: HangUp['why']): { readonly reason?: string } {
  return why === 'answered-elsewhere'
    ? { reason: 'SIP;cause=200;text="Call completed elsewhere"' }
    : {}
}

function incomingOf(leg: VoiceLeg): IncomingCall | undefined {
  return leg.call !== undefined && isIncoming(leg.call) ? leg.call : undefined
}

function isIncoming(call: IncomingCall | OutgoingCall): call is IncomingCall {
  return 'accept' in call
}

/**
 * Legs that have no sound any more are ended on both sides. Customers' first: where a worker of the
 * media engine took both, nobody is to be put back in line whose own call is gone.
 */
export function endSilent(world: VoiceWorld, names: readonly string[], cause: string): void {
  const legs = names.flatMap(name => world.legs.get(name) ?? [])
  for (const leg of legs.toSorted((a, b) => a.direction.localeCompare(b.direction))) {
    // Told before the call is hung up, whose end would read as a hang-up of ours.
    legGone(world, leg, { by: 'fault', cause })
    leg.call?.hangUp({ q850: 41, text: 'media failed' })
  }
}
