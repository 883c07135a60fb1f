import type { InputBody, TenantId } from '#core'
import type { VoiceLeg, VoiceTable } from './legs.ts'
import { soundName } from './legs.ts'
import type { VoiceOptions } from './voice-options.ts'

/** The channel's parts and its table of legs, as the functions of this folder hand them on. */
export interface VoiceWorld extends VoiceTable {
  readonly options: VoiceOptions
}

/** Tells the lane what happened. That it was refused matters to few; they ask for the answer themselves. */
export function say(world: VoiceWorld, tenant: TenantId, input: InputBody): void {
  world.options.tell(tenant, input).catch((error: unknown) => {
    const words = error instanceof Error ? error.message : String(error)
    world.options.log('warn', 'not-told', { tenant, input: input.kind, words })
  })
}

/** A leg comes to be. */
export function addLeg(world: VoiceWorld, leg: VoiceLeg): void {
  world.legs.set(soundName(leg.tenant, leg.id), leg)
}

/**
 * A leg is gone: its sound is released, what plays on it ends, and whoever waits for its end is
 * answered. Called as often as one likes; the first time counts.
 */
export function removeLeg(world: VoiceWorld, leg: VoiceLeg): boolean {
  if (!world.legs.delete(soundName(leg.tenant, leg.id))) return false
  leg.play?.resolve({ ok: false, code: 'gone', detail: 'the leg is gone' })
  leg.play = undefined
  void world.options.media().releaseLeg(soundName(leg.tenant, leg.id))
  for (const resolve of leg.leaving.splice(0)) resolve({ ok: true })
  return true
}

/**
 * A leg ended. It is told once: as the failure of its ring where it never was up, and as the end
 * of a leg otherwise.
 */
export function legGone(
  world: VoiceWorld,
  leg: VoiceLeg,
  end: { readonly by: 'far-end' | 'parley' | 'fault'; readonly cause: string },
): void {
  const { ring } = leg
  leg.ring = undefined
  if (!removeLeg(world, leg)) return
  if (ring === undefined) say(world, leg.tenant, { kind: 'leg-ended', leg: leg.id, ...end })
  else ring({ ok: false, code: end.by === 'parley' ? 'gone' : 'fault', detail: end.cause })
}
