import type { KeyOnce, KeyWay, VoiceLeg } from './legs.ts'
import type { VoiceWorld } from './world.ts'
import { say } from './world.ts'

/** How far apart the two tellings of one key may be: a key held down is told by RTP when it is let go. */
export const sameKeyMsMax = 3_000

/** Tells the lane of a key, once, also where a carrier tells it both in the sound and by INFO. */
export function keyPressed(
  world: VoiceWorld,
  leg: VoiceLeg,
  key: { readonly digit: string; readonly by: KeyWay },
): void {
  const told = takeKey(leg.keys ?? [], { ...key, atMs: world.options.clock.now() })
  leg.keys = told.waiting
  if (told.isNew) say(world, leg.tenant, { kind: 'digit-pressed', leg: leg.id, digit: key.digit })
}

/** A key is the other telling of the oldest one like it that came by the other way, or else a new one. */
export function takeKey(
  before: readonly KeyOnce[],
  key: KeyOnce,
): { readonly isNew: boolean; readonly waiting: readonly KeyOnce[] } {
  const waiting = before.filter(one => key.atMs - one.atMs <= sameKeyMsMax)
  const twin = waiting.findIndex(one => one.digit === key.digit && one.by !== key.by)
  if (twin < 0) return { isNew: true, waiting: [...waiting, key] }
  return { isNew: false, waiting: waiting.toSpliced(twin, 1) }
}
