import type { InputBody, TenantId } from '#core'
import type { OrderResult } from '#engine'
import type { LegStats } from '#media'
import type { SoundTold } from '../trace/open-trace.ts'
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
  endBrowser(leg)
  leg.referral?.cancel()
  leg.referral?.hush?.()
  leg.play?.resolve({ ok: false, code: 'gone', detail: 'the leg is gone' })
  leg.play = undefined
  void release(world, leg).catch((error: unknown) => {
    // A stop closes the sound while late ends of legs still come: it is all released then.
    world.options.log('warn', 'leg-not-released', { tenant: leg.tenant, words: String(error) })
  })
  for (const resolve of leg.leaving.splice(0)) resolve({ ok: true })
  return true
}

/** The browsers ring no more, and show no talk on this leg. */
export function endBrowser(leg: VoiceLeg): void {
  const { browser } = leg
  if (browser === undefined) return
  browser.cancelGrace?.()
  delete leg.browser
  browser.end()
}

/** Lets go of a leg's sound, and tells the trace how it was. */
async function release(world: VoiceWorld, { tenant, id, sound }: VoiceLeg): Promise<void> {
  const released = await world.options.media().releaseLeg(soundName(tenant, id))
  world.options.trace?.over({ tenant, leg: id }, released.ok ? told(released.stats) : undefined)

  function told(stats: LegStats): SoundTold {
    const { packetsIn, packetsOut, lost, late, jitterMs, rttMs, mosEstimate } = stats
    return {
      ...(sound === undefined ? {} : { codec: sound.codec }),
      srtp: sound !== undefined && sound.srtp !== 'off',
      packetsIn,
      packetsOut,
      lost,
      late,
      jitterMs,
      ...(rttMs === undefined ? {} : { rttMs }),
      mos: mosEstimate,
    }
  }
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

/** A leg that never was up is gone with the failure of its ring; nothing else is told of it. */
export function notAnswered(
  world: VoiceWorld,
  leg: VoiceLeg,
  result: Extract<OrderResult, { ok: false }>,
): void {
  const resolve = leg.ring
  leg.ring = undefined
  removeLeg(world, leg)
  resolve?.(result)
}
