import type { Negotiated } from '#media'
import type { CallAnswer, CallHandlers, IncomingCall, IncomingRefer, OutgoingCall } from '#sip'
import { rulesOf } from '#sip'
import { setHold, tellHold } from './holding.ts'
import type { Referral, VoiceLeg } from './legs.ts'
import { soundName } from './legs.ts'
import { answerHeaders, referredInvite } from './path.ts'
import { ringBack } from './playing.ts'
import { admits } from './tenancy.ts'
import type { VoiceTrunk } from './voice-options.ts'
import type { VoiceWorld } from './world.ts'

/*
 * The far end hands its side of a leg to somebody else: by REFER, whose call we make, or by an INVITE
 * that replaces the one there is (direct-routing reference §2.10). For everybody else the leg stays
 * what it was: same sound, same address, same partners. A call changes under it, and only that.
 */

/** Whoever sent the REFER hangs up once it was told of the answer; after this time we do (Timer B). */
const oldCallMsMax = 32_000

/** What the call tells that comes in the place of another. */
export type HandlersFor = (isOurs: () => boolean) => CallHandlers

/** Calls whom the far end wants instead of itself, and tells it how that goes. */
export async function followReferral(
  world: VoiceWorld,
  leg: VoiceLeg,
  refer: IncomingRefer,
  handlersFor: HandlersFor,
): Promise<void> {
  const trunk = trunkOf(world, leg)
  const old = leg.call
  if (leg.profile.refer !== 'follow' || trunk === undefined || old === undefined) {
    return refer.reject(603)
  }
  if (leg.state !== 'up' || leg.referral !== undefined) return refer.reject(491)
  refer.accept()
  const referral: Referral = { cancel: () => undefined }
  leg.referral = referral
  const media = world.options.media()
  const name = soundName(leg.tenant, leg.id)
  // The call to be handed on may be on hold; the new one is to be heard (direct-routing reference §2.10.1).
  await media.direction(name, 'sendrecv')
  const offer = await media.offer(name)
  const stands = (): boolean => isThere(world, leg) && leg.call === old && leg.state === 'up'
  const invite = offer.ok ? referredInvite(world.options, trunk, { refer, leg, offer }) : undefined
  if (!stands()) return
  if (invite === undefined) {
    leg.referral = undefined
    return refer.notify(500)
  }
  const call: OutgoingCall = world.options.sip().invite(invite, {
    ...handlersFor(() => leg.call === call),
    onProgress({ status }) {
      if (status <= 100 || !stands()) return
      referral.hush ??= ringBack(world, leg)
      refer.notify(status)
    },
    onAnswered(answer) {
      void takeOver(world, leg, { call, answer, stands, refer })
    },
    onFailed({ status, reason }) {
      if (!stands()) return
      endReferral(leg)
      refer.notify(status, reason)
    },
  })
  referral.cancel = () => call.cancel()
  world.options.trace?.follow(call.callId, { tenant: leg.tenant, leg: leg.id })
}

/** The new call is answered: the leg's sound goes there, and the old call's far end is told so. */
async function takeOver(
  world: VoiceWorld,
  leg: VoiceLeg,
  given: {
    readonly call: OutgoingCall
    readonly answer: CallAnswer
    readonly stands: () => boolean
    readonly refer: IncomingRefer
  },
): Promise<void> {
  const { call, answer, stands, refer } = given
  if (!stands() || answer.sdp === undefined) {
    call.hangUp({ q850: answer.sdp === undefined ? 88 : 16 })
    return giveBack(leg, stands, refer)
  }
  const name = soundName(leg.tenant, leg.id)
  const agreed = await world.options.media().setRemote(name, answer.sdp)
  if (!stands() || !agreed.ok) {
    call.hangUp({ q850: agreed.ok ? 16 : 88 })
    return giveBack(leg, stands, refer)
  }
  const old = leg.call
  leg.call = call
  endReferral(leg)
  refer.notify(200)
  world.options.clock.setTimer(oldCallMsMax, () => old?.hangUp({ q850: 16 }))
  settle(world, leg, agreed.negotiated)
}

function giveBack(leg: VoiceLeg, stands: () => boolean, refer: IncomingRefer): void {
  if (!stands()) return
  endReferral(leg)
  refer.notify(488)
}

/** Nobody is called any more for whoever hears this leg. */
function endReferral(leg: VoiceLeg): void {
  leg.referral?.hush?.()
  leg.referral = undefined
}

/** A call asks to take the place of the one there is (RFC 3891): it is answered with the leg's own sound. */
export async function takeReplacement(
  world: VoiceWorld,
  leg: VoiceLeg,
  by: IncomingCall,
  handlersFor: HandlersFor,
): Promise<void> {
  const trunk = trunkOf(world, leg)
  by.handle(handlersFor(() => leg.call === by))
  const { sdp } = by.invite
  if (trunk === undefined || !admits(trunk, by.invite)) return by.reject({ status: 403, q850: 21 })
  if (sdp === undefined) return by.reject({ status: 488, q850: 88 })
  const before = leg.call
  const answer = await world.options.media().answer(soundName(leg.tenant, leg.id), sdp)
  if (!isThere(world, leg) || leg.call !== before || leg.state !== 'up') {
    return by.reject({ status: 481, q850: 41 })
  }
  if (!answer.ok) return by.reject({ status: 488, q850: 88 })
  leg.referral?.cancel()
  endReferral(leg)
  leg.call = by
  by.accept({
    sdp: answer.sdp,
    headers: answerHeaders(trunk, world.options.version),
    rules: rulesOf(leg.profile),
  })
  world.options.trace?.follow(by.callId, { tenant: leg.tenant, leg: leg.id })
  settle(world, leg, answer.negotiated)
}

/** Holds of the call that went mean nothing to the one that came; what we want held is held anew. */
function settle(world: VoiceWorld, leg: VoiceLeg, negotiated: Negotiated): void {
  leg.sound = negotiated
  leg.ownHold.said = false
  tellHold(world, leg, negotiated.direction)
  if (leg.ownHold.wanted) setHold(world, leg, true)
}

function trunkOf(world: VoiceWorld, leg: VoiceLeg): VoiceTrunk | undefined {
  return world.options.trunks.find(({ id }) => id === leg.way?.trunk)
}

function isThere(world: VoiceWorld, leg: VoiceLeg): boolean {
  return world.legs.get(soundName(leg.tenant, leg.id)) === leg
}
