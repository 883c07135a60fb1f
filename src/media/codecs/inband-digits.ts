/**
 * DTMF in the voice itself: two tones at once, one of four low and one of four high (ITU-T Q.23),
 * looked for in every frame. For carriers without RFC 4733; off unless a leg asks for it, since
 * speech can sound like a key and no test on 20 ms is sure.
 */
import { goertzelPower, meanPower } from './tones.ts'
import { mixRateHz } from './voice-codec.ts'

const lowHz = [697, 770, 852, 941]
const highHz = [1_209, 1_336, 1_477, 1_633]
const keys = ['123A', '456B', '789C', '*0#D']

/** A key is heard after so many frames alike, and over after so many without it (Q.24: 40 ms). */
const framesToHear = 2
const framesToEnd = 2

/** About −38 dBm0: below it is the line's own noise. */
const powerMin = 10_000
/** One tone may be 8 dB louder than the other (Q.24 allows 4 and 8). */
const twistMax = 6.3
/** Each tone stands 8 dB over its neighbours, and both together are most of what there is. */
const neighbourRatio = 6.3
const shareMin = 0.7

/** The key that is down, if any, and for how long. */
export interface InbandReceiver {
  key: string | undefined
  frames: number
  missing: number
}

/** Nothing heard yet. */
export function openInbandReceiver(): InbandReceiver {
  return { key: undefined, frames: 0, missing: 0 }
}

/** Looks at the next 20 ms; returns a digit when its key has been let go. */
export function hearInband(
  receiver: InbandReceiver,
  frame: Int16Array,
): { readonly digit: string; readonly durationMs: number } | undefined {
  const key = keyIn(frame)
  if (key === receiver.key) {
    receiver.missing = 0
    if (key !== undefined) receiver.frames += 1
    return undefined
  }
  if (receiver.key !== undefined) {
    receiver.missing += 1
    if (key === undefined && receiver.missing < framesToEnd) return undefined
  }
  const { key: digit, frames } = receiver
  receiver.key = key
  receiver.frames = key === undefined ? 0 : 1
  receiver.missing = 0
  if (digit === undefined || frames < framesToHear) return undefined
  return { digit, durationMs: frames * 20 }
}

function keyIn(frame: Int16Array): string | undefined {
  const power = meanPower(frame)
  if (power < powerMin) return undefined
  const low = strongest(frame, lowHz)
  const high = strongest(frame, highHz)
  if (low === undefined || high === undefined) return undefined
  const twist = low.power / high.power
  // A sine's mean power is half of its squared amplitude, which is what Goertzel gives.
  const share = (low.power + high.power) / 2 / power
  if (twist > twistMax || twist < 1 / twistMax || share < shareMin) return undefined
  return keys[low.index]?.[high.index]
}

function strongest(
  frame: Int16Array,
  group: readonly number[],
): { readonly index: number; readonly power: number } | undefined {
  const powers = group.map(hz => goertzelPower(frame, hz, mixRateHz))
  const power = Math.max(...powers)
  const index = powers.indexOf(power)
  const clear = powers.every((other, at) => at === index || other * neighbourRatio < power)
  return clear ? { index, power } : undefined
}
