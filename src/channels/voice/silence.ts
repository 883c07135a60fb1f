import type { VoiceLeg } from './legs.ts'
import { findLeg, soundName } from './legs.ts'
import type { VoiceWorld } from './world.ts'
import { say } from './world.ts'

/** Louder than this, as the mean of a frame's magnitudes, is a voice; full scale is 32,767. */
const voiceLevelMin = 200

/** The length of one frame of a tap. */
const frameMs = 20

/** Whether a frame of 16-bit samples holds a voice, or only the noise of a line. */
export function isVoice(frame: ArrayBuffer): boolean {
  const samples = new Int16Array(frame)
  let sum = 0
  for (const sample of samples) sum += Math.abs(sample)
  return samples.length > 0 && sum / samples.length > voiceLevelMin
}

/** Counts frames until the voice has been away for long enough. */
export function silenceCounter(silenceMs: number): (frame: ArrayBuffer) => boolean {
  let quietMs = 0
  return frame => {
    quietMs = isVoice(frame) ? 0 : quietMs + frameMs
    return quietMs >= silenceMs
  }
}

/** Listens to a caller who is recorded, and tells once when the caller has nothing more to say. */
export async function listenForSilence(
  world: VoiceWorld,
  leg: VoiceLeg,
  silenceMs: number,
): Promise<void> {
  const legId = soundName(leg.tenant, leg.id)
  const media = world.options.media()
  const tapId = `${legId}/silence`
  const tap = await media.startTap({ tapId, legId, hears: 'in', rateHz: 8000 })
  if (!tap.ok) {
    // The longest time and the end key still end the message.
    world.options.log('warn', 'silence-not-heard', { leg: legId, words: tap.detail })
    return
  }
  const fellSilent = silenceCounter(silenceMs)
  tap.port.on('message', (frame: unknown) => {
    if (!(frame instanceof ArrayBuffer) || !fellSilent(frame)) return
    tap.port.close()
    void media.stopTap(tapId)
    if (findLeg(world, leg.tenant, leg.id) === leg) {
      say(world, leg.tenant, { kind: 'silence-heard', leg: leg.id })
    }
  })
}
