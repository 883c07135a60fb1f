import type { Negotiated } from '#media'
import type { ReinviteReply } from '#sip'
import { tellHold } from './holding.ts'
import type { VoiceLeg } from './legs.ts'
import { soundName } from './legs.ts'
import type { VoiceWorld } from './world.ts'

/**
 * The far end changes its sound: its offer is answered. A re-INVITE without an offer is answered with
 * ours, as if the call began anew (RFC 3261 §14.2), and the ACK brings the answer to it.
 */
export async function changeSound(
  world: VoiceWorld,
  leg: VoiceLeg,
  sdp: string | undefined,
): Promise<ReinviteReply> {
  const name = soundName(leg.tenant, leg.id)
  const media = world.options.media()
  if (sdp === undefined) {
    const offer = await media.offer(name)
    if (!offer.ok) return { kind: 'refuse', status: 500, reason: offer.reason }
    return { kind: 'accept', sdp: offer.sdp }
  }
  const answer = await media.answer(name, sdp)
  if (!answer.ok) return { kind: 'refuse', status: 488, reason: answer.reason }
  takeIn(world, leg, answer.negotiated)
  return { kind: 'accept', sdp: answer.sdp }
}

/**
 * The ACK of a 200 that held our offer: it must bring the answer (RFC 3261 §13.2.1). A call that has
 * no sound without it is ended; one that had some goes on with what it had.
 */
export async function takeDelayedAnswer(
  world: VoiceWorld,
  leg: VoiceLeg,
  sdp: string | undefined,
): Promise<void> {
  const agreed =
    sdp === undefined
      ? { ok: false as const, detail: 'the ACK has no SDP' }
      : await world.options.media().setRemote(soundName(leg.tenant, leg.id), sdp)
  if (agreed.ok) {
    takeIn(world, leg, agreed.negotiated)
    return
  }
  world.options.log('warn', 'answer-missing', { leg: leg.id, words: agreed.detail })
  if (leg.sound === undefined) leg.call?.hangUp({ q850: 88, text: agreed.detail })
}

/** What the far end said of its sound when we refreshed the session: its key or address may be new. */
export async function takeRefreshed(world: VoiceWorld, leg: VoiceLeg, sdp: string): Promise<void> {
  const agreed = await world.options.media().setRemote(soundName(leg.tenant, leg.id), sdp)
  if (agreed.ok) takeIn(world, leg, agreed.negotiated)
  else world.options.log('warn', 'refresh-not-understood', { leg: leg.id, words: agreed.detail })
}

function takeIn(world: VoiceWorld, leg: VoiceLeg, negotiated: Negotiated): void {
  leg.sound = negotiated
  tellHold(world, leg, negotiated.direction)
}
