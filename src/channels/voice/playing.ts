import type { Connect, LegId, OrderId, Play, SendDigits, TenantId } from '#core'
import { toId } from '#core'
import type { OrderResult } from '#engine'
import type { MediaEvent, Refused } from '#media'
import { setHold } from './holding.ts'
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
  const isRinging = order.prompts.every(one => one.kind === 'tone' && one.tone === 'ringback')
  const heard = replacePlay(leg, soundName(leg.tenant, id), isRinging)
  void start(world, leg, order, heard.playing)
  return heard.result
}

/** Stops what plays, also what is still being prepared. Nothing is asked of the sound where nothing plays. */
export async function stopPlaying(world: VoiceWorld, leg: VoiceLeg): Promise<OrderResult> {
  if (leg.play === undefined) return { ok: true }
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
  const isThere = (id: LegId): boolean => findLeg(world, tenant, id) !== undefined
  const hears = hearing(order, isThere)
  // One who is muted now belongs to it all the same.
  const { legs: parties, listeners = [] } = order
  keepHearing(world, first, hearing({ kind: 'connect', legs: parties, listeners }, isThere), hears)
  const named = [...hears].map(([leg, others]) => [
    soundName(tenant, leg),
    others.map(other => soundName(tenant, other)),
  ])
  const matrix = Object.fromEntries(named)
  const routed = world.options.media().route({ callId: first.callId, hears: matrix })
  const stopped = legs.map(leg => stopPlaying(world, leg))
  await Promise.all(stopped)
  for (const leg of legs) {
    // A leg that is alone and hears no supervisor is an agent who put everybody aside; a customer
    // who waits hears music instead; whoever has a number called outside hears it ring.
    const isAlone = legs.length === 1 && hears.get(leg.id)?.length === 0
    const isCalling = isAlone && hasOutsideRinging(world, leg)
    setHold(world, leg, isAlone && !isCalling)
    if (isCalling) ringAt(world, leg, 'outside')
  }
  const result = await routed
  return result.ok ? { ok: true } : failed(result)
}

/** Remembers who is to hear whom: whoever of the call is not in it hears nobody. */
function keepHearing(
  world: VoiceWorld,
  { callId }: VoiceLeg,
  hears: ReadonlyMap<LegId, readonly LegId[]>,
  routed: ReadonlyMap<LegId, readonly LegId[]>,
): void {
  for (const leg of world.legs.values()) {
    if (leg.callId !== callId) continue
    leg.hears = hears.get(leg.id) ?? []
    leg.routed = routed.get(leg.id) ?? []
  }
}

/** Whether a number outside is being called for somebody of a leg's call. */
function hasOutsideRinging(world: VoiceWorld, { callId }: VoiceLeg): boolean {
  return [...world.legs.values()].some(
    one => one.callId === callId && one.isOutside === true && one.ring !== undefined,
  )
}

/** Rings in somebody's ear until something else is heard. */
function ringAt(world: VoiceWorld, leg: VoiceLeg, why: string): void {
  const prompts = [{ kind: 'tone', tone: 'ringback' } as const]
  const order: Play = { kind: 'play', leg: leg.id, prompts, language: 'en', loop: true }
  void play(world, leg, order, toId(`ringing-${why}-${leg.id}`))
}

/**
 * Rings in the ears of all who hear a leg, while somebody is called who is to come in its place:
 * nothing comes from it until then, and nobody is to wait in silence (RFC 3960 §3.2). What plays to
 * somebody already goes on. Answers with what ends the ringing.
 */
export function ringBack(world: VoiceWorld, leg: VoiceLeg): () => void {
  const waiting = [...world.legs.values()].filter(
    one => one.tenant === leg.tenant && one.play === undefined && one.hears?.includes(leg.id),
  )
  const ringing = waiting.map(one => {
    ringAt(world, one, leg.id)
    return { one, playing: one.play }
  })
  return () => {
    for (const { one, playing } of ringing) {
      if (one.play === playing) void stopPlaying(world, one)
    }
  }
}

/**
 * Who hears whom, by leg: the legs each other, but for the muted; each listener whom it listens to.
 * A listener whose leg is gone is left out, since its end says what is needed.
 */
export function hearing(
  { legs, muted = [], listeners = [] }: Connect,
  isThere: (leg: LegId) => boolean,
): ReadonlyMap<LegId, readonly LegId[]> {
  const present = listeners.filter(({ leg }) => isThere(leg))
  const isHeard = (leg: LegId): boolean => !muted.includes(leg)
  const hears = new Map<LegId, readonly LegId[]>()
  for (const leg of legs) {
    const others = legs.filter(other => other !== leg && isHeard(other))
    const beside = present.filter(({ heardBy }) => heardBy.includes(leg))
    hears.set(leg, [...others, ...beside.map(listener => listener.leg)])
  }
  for (const listener of present) hears.set(listener.leg, listener.hears.filter(isHeard))
  return hears
}

/** Presses keys towards a leg. Done when they are on their way. */
export async function sendDigits(
  world: VoiceWorld,
  leg: VoiceLeg,
  { digits }: SendDigits,
): Promise<OrderResult> {
  const sent = await world.options.media().sendDigits(soundName(leg.tenant, leg.id), digits)
  // The words of the media engine may name the keys, which may be a secret.
  return sent.ok ? { ok: true } : { ok: false, code: 'fault', detail: sent.reason }
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
  isRinging: boolean,
): { readonly playing: Playing; readonly result: Promise<OrderResult> } {
  endPlay(leg)
  const { promise, resolve } = Promise.withResolvers<OrderResult>()
  const playing = { playId, resolve, isRinging }
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
