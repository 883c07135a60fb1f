import type { VoiceLeg } from './legs.ts'
import { soundName } from './legs.ts'
import { isVoice } from './silence.ts'
import type { VoiceWorld } from './world.ts'

/*
 * What a number outside says before it answers: its own ringing, or that it is not in service. Whoever
 * waits for it hears that in place of our ringing tone, once there is something to hear: a 183 alone
 * promises nothing (RFC 3960 §3.2), and Microsoft's may be silent for the whole of the ringing.
 */

/** Takes the description a provisional answer brought, and listens for its first sound. */
export async function takeEarlySound(world: VoiceWorld, leg: VoiceLeg, sdp: string): Promise<void> {
  const isFirst = leg.early === undefined
  leg.early = sdp
  const legId = soundName(leg.tenant, leg.id)
  const media = world.options.media()
  const agreed = await media.setRemote(legId, sdp)
  if (!agreed.ok) {
    world.options.log('info', 'early-sound-not-taken', { leg: legId, words: agreed.detail })
    return
  }
  if (!isFirst || !isAwaited(world, leg)) return
  const tapId = `${legId}/early`
  const tap = await media.startTap({ tapId, legId, hears: 'in', rateHz: 8000 })
  if (!tap.ok) return
  tap.port.on('message', (frame: unknown) => {
    const isHeard = frame instanceof ArrayBuffer && isVoice(frame)
    const awaited = isAwaited(world, leg)
    if (awaited && !isHeard) return
    tap.port.close()
    media.stopTap(tapId).catch((error: unknown) => {
      world.options.log('warn', 'tap-not-stopped', { leg: legId, words: String(error) })
    })
    if (awaited) void letHear(world, leg)
  })
}

/** Still called, and not answered. */
function isAwaited(world: VoiceWorld, leg: VoiceLeg): boolean {
  const isThere = world.legs.get(soundName(leg.tenant, leg.id)) === leg
  return isThere && leg.ring !== undefined && leg.state === 'opening'
}

/** Whoever of the call hears our ringing tone hears this leg from now on; all others hear what they heard. */
async function letHear(world: VoiceWorld, leg: VoiceLeg): Promise<void> {
  const all = [...world.legs.values()].filter(one => one.callId === leg.callId)
  const waiting = all.filter(one => one.play?.isRinging === true)
  if (waiting.length === 0) return
  const hears = Object.fromEntries(
    all.map(one => {
      const heard = [...(one.routed ?? []), ...(waiting.includes(one) ? [leg.id] : [])]
      return [soundName(one.tenant, one.id), heard.map(id => soundName(one.tenant, id))]
    }),
  )
  await world.options.media().route({ callId: leg.callId, hears })
  for (const one of waiting) if (one.play?.isRinging === true) hush(world, one, one.play)
}

/** Silences the ringing tone. For whoever ordered it, it goes on: the leg rings as before. */
function hush(world: VoiceWorld, one: VoiceLeg, { playId, resolve }: RingingPlay): void {
  one.play = { playId: `${playId}/early`, resolve }
  void world.options.media().stopPlay(soundName(one.tenant, one.id))
}

type RingingPlay = NonNullable<VoiceLeg['play']>
