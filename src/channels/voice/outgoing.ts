import type { Ring, TenantId } from '#core'
import type { OrderResult } from '#engine'
import type { CallAnswer, OutgoingCall, OutgoingInvite } from '#sip'
import { carrierProfile } from '#sip'
import { browserOf, ringBrowser, tellRinging } from './browser.ts'
import { failureOf, failureWords } from './causes.ts'
import { takeEarlySound } from './early-sound.ts'
import { callHandlers } from './incoming.ts'
import type { VoiceLeg } from './legs.ts'
import { findLeg, soundName } from './legs.ts'
import type { Path } from './path.ts'
import { planPath } from './path.ts'
import type { VoiceWorld } from './world.ts'
import { addLeg, endBrowser, notAnswered } from './world.ts'

/** Calls an agent's phone. The answer comes when the phone is answered, or will not be. */
export function ring(world: VoiceWorld, tenant: TenantId, order: Ring): Promise<OrderResult> {
  const customer = findLeg(world, tenant, order.customerLeg)
  if (customer === undefined) return Promise.resolve(gone)
  const voiceTenant = world.options.tenants.find(one => one.tenant === tenant)
  if (voiceTenant === undefined) throw new Error(`tenant ${tenant} has no voice`)
  const browser = browserOf(world, voiceTenant, order)
  if (browser === 'missing') return Promise.resolve(noBrowser)
  const planned = browser === 'alone' ? undefined : planPath(world.options, voiceTenant, order)
  const path = planned !== undefined && 'impossible' in planned ? undefined : planned
  if (planned !== undefined && 'impossible' in planned && browser === 'none') {
    return Promise.resolve({ ok: false, code: 'refused', detail: planned.impossible })
  }
  return new Promise(resolve => {
    const leg = ringingLeg(order, { tenant, callId: customer.callId, path, ring: resolve })
    addLeg(world, leg)
    if (browser !== 'none') ringBrowser(world, leg, order)
    if (path !== undefined) void dial(world, leg, path)
  })
}

function ringingLeg(
  order: Ring,
  given: Pick<VoiceLeg, 'tenant' | 'callId' | 'ring'> & { readonly path: Path | undefined },
): VoiceLeg {
  const { path, ...rest } = given
  return {
    ...rest,
    id: order.leg,
    direction: 'out',
    isOutside: order.agent === undefined,
    call: undefined,
    state: 'opening',
    rang: false,
    leaving: [],
    play: undefined,
    held: false,
    ...(path !== undefined && {
      way: { trunk: path.trunk, from: order.from, fromName: order.fromName },
    }),
    profile: path?.profile ?? carrierProfile,
    answerHeaders: {},
    inbandDigits: path?.inbandDigits ?? false,
    ownHold: { wanted: false, said: false, busy: false },
  }
}

const noBrowser: OrderResult = {
  ok: false,
  code: 'unreachable',
  detail: 'agents take calls in browsers alone, and none is open',
}

const gone: OrderResult = { ok: false, code: 'gone', detail: 'the customer is gone' }

async function dial(world: VoiceWorld, leg: VoiceLeg, path: Path): Promise<void> {
  leg.dialling = true
  const name = soundName(leg.tenant, leg.id)
  const media = world.options.media()
  const opening = media.createLeg({
    legId: name,
    callId: leg.callId,
    srtp: path.srtp,
    codecs: ['PCMU', 'PCMA'],
    inbandDigits: leg.inbandDigits,
  })
  const [created, offered] = await Promise.all([opening, media.offer(name)])
  const offer = created.ok ? offered : created
  // Answered in a browser meanwhile: the sound is that browser's already.
  if (!isDialling(leg)) return
  if (!offer.ok) {
    notAnswered(world, leg, {
      ok: false,
      code: 'fault',
      detail: `${offer.reason}: ${offer.detail}`,
    })
  } else if (leg.state === 'ending') {
    notAnswered(world, leg, { ok: false, code: 'gone', detail: 'hung up before it rang' })
  } else {
    invite(world, leg, path.invite(offer.sdp))
  }
}

/** Asked anew after each wait, since a browser may have answered in it. */
function isDialling({ dialling }: VoiceLeg): boolean {
  return dialling === true
}

function invite(world: VoiceWorld, leg: VoiceLeg, request: OutgoingInvite): void {
  // What a call says that the leg has let go of, because a browser took it, concerns nobody.
  const isOurs = (): boolean => leg.call === call
  const call: OutgoingCall = world.options.sip().invite(request, {
    ...callHandlers(world, leg, isOurs),
    onProgress({ status, sdp }) {
      if (status === 100 || !isOurs()) return
      tellRinging(world, leg)
      if (sdp !== undefined && leg.isOutside === true) void takeEarlySound(world, leg, sdp)
    },
    onAnswered(answer) {
      if (isOurs()) void takeAnswer(world, leg, answer)
      else call.hangUp({ q850: 26 })
    },
    onFailed(failure) {
      if (!isOurs()) return
      const detail = failureWords(failure)
      phoneFailed(world, leg, { ok: false, code: failureOf(failure), detail })
    },
  })
  leg.call = call
  world.options.trace?.follow(call.callId, { tenant: leg.tenant, leg: leg.id })
}

/** The phone was picked up: its sound is joined to ours, or the call is ended for want of a common one. */
async function takeAnswer(world: VoiceWorld, leg: VoiceLeg, answer: CallAnswer): Promise<void> {
  // From here on the call is ended by BYE and no longer by CANCEL, also while its sound is joined.
  if (leg.state === 'opening') leg.state = 'up'
  endBrowser(leg)
  // What was described before the answer stands where the answer says nothing else (RFC 3261 §13.2.1).
  const sdp = answer.sdp ?? leg.early
  const remote =
    sdp === undefined
      ? { ok: false as const, reason: 'no-audio', detail: 'the answer has no SDP' }
      : await world.options.media().setRemote(soundName(leg.tenant, leg.id), sdp)
  if (leg.ring === undefined || !world.legs.has(soundName(leg.tenant, leg.id))) return
  if (!remote.ok) {
    leg.call?.hangUp({ q850: 88, text: remote.reason })
    notAnswered(world, leg, {
      ok: false,
      code: 'fault',
      detail: `${remote.reason}: ${remote.detail}`,
    })
    return
  }
  leg.sound = remote.negotiated
  const resolve = leg.ring
  leg.ring = undefined
  resolve({ ok: true })
}

/** A phone that will not be answered leaves the browsers ringing, unless the person said no. */
function phoneFailed(
  world: VoiceWorld,
  leg: VoiceLeg,
  result: Extract<OrderResult, { ok: false }>,
): void {
  leg.dialling = false
  if (leg.browser === undefined || leg.state !== 'opening' || result.code === 'declined') {
    notAnswered(world, leg, result)
    return
  }
  leg.call = undefined
  void world.options.media().releaseLeg(soundName(leg.tenant, leg.id))
}
