import type { Connect, OrderId, Play, TenantId } from '#core'
import type { OrderResult } from '#engine'
import type { MediaEvent, Refused } from '#media'
import type { Playing, VoiceLeg } from './legs.ts'
import { findLeg, soundName } from './legs.ts'
import { toSound } from './prompts.ts'
import type { VoiceWorld } from './world.ts'

/** Plays prompts to a leg. Done when heard to the end, or when something else takes the place. */
export async function play(
  world: VoiceWorld,
  leg: VoiceLeg,
  order: Play,
  id: OrderId,
): Promise<OrderResult> {
  const heard = replacePlay(leg, soundName(leg.tenant, id))
  void start(world, leg, order, heard.playing)
  return heard.result
}

/** Stops what plays, also what is still being prepared. */
export async function stopPlaying(world: VoiceWorld, leg: VoiceLeg): Promise<OrderResult> {
  endPlay(leg)
  await world.options.media().stopPlay(soundName(leg.tenant, leg.id))
  return { ok: true }
}

/** Lets the legs hear each other, and nobody else of the call anybody. What plays to others goes on. */
export async function connect(
  world: VoiceWorld,
  tenant: TenantId,
  order: Connect,
): Promise<OrderResult> {
  const legs = order.legs.flatMap(id => findLeg(world, tenant, id) ?? [])
  const [first] = legs
  if (first === undefined || legs.length < order.legs.length) {
    return { ok: false, code: 'gone', detail: 'one of the legs is gone' }
  }
  const names = legs.map(leg => soundName(tenant, leg.id))
  const hears = Object.fromEntries(names.map(name => [name, names.filter(one => one !== name)]))
  const routed = world.options.media().route({ callId: first.callId, hears })
  for (const leg of legs) await stopPlaying(world, leg)
  const result = await routed
  return result.ok ? { ok: true } : failed(result)
}

/** A play came to its end in the sound: whoever waits for it is answered. */
export function playEnded(
  world: VoiceWorld,
  event: Extract<MediaEvent, { type: 'play-ended' }>,
): void {
  const leg = world.legs.get(event.legId)
  if (leg?.play?.playId === event.playId) endPlay(leg)
}

/** An order media would not carry out, in the engine's words. */
export function failed(refused: Refused): OrderResult {
  const code = refused.reason === 'unknown-leg' ? 'gone' : 'fault'
  return { ok: false, code, detail: `${refused.reason}: ${refused.detail}` }
}

/** Preparing a prompt takes a moment; what has been replaced meanwhile is not begun any more. */
async function start(
  world: VoiceWorld,
  leg: VoiceLeg,
  order: Play,
  playing: Playing,
): Promise<void> {
  const sound = await toSound(world.options.speech, order)
  if (leg.play !== playing) return
  if (!sound.ok) {
    failPlay(leg, { ok: false, code: 'fault', detail: sound.words })
    return
  }
  const begun = await world.options.media().play({
    legId: soundName(leg.tenant, leg.id),
    playId: playing.playId,
    items: sound.items,
    loop: order.loop,
  })
  if (!begun.ok && leg.play === playing) failPlay(leg, failed(begun))
}

function replacePlay(
  leg: VoiceLeg,
  playId: string,
): { readonly playing: Playing; readonly result: Promise<OrderResult> } {
  endPlay(leg)
  const { promise, resolve } = Promise.withResolvers<OrderResult>()
  const playing = { playId, resolve }
  leg.play = playing
  return { playing, result: promise }
}

function endPlay(leg: VoiceLeg): void {
  failPlay(leg, { ok: true })
}

function failPlay(leg: VoiceLeg, result: OrderResult): void {
  const playing = leg.play
  leg.play = undefined
  playing?.resolve(result)
}
