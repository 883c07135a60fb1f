/** One codec in use by one leg: octets to samples and back, 20 ms at a time. */
import type { CodecName } from '../media-engine.ts'
import { aLaw, muLaw } from './g711.ts'
import type { G711Law } from './g711.ts'
import { decodeG722, encodeG722, openG722 } from './g722.ts'
import { openDoubler, openHalver } from './resample.ts'

/** The mixer's rate; frames between legs are 160 samples of it. */
export const mixRateHz = 8_000
/** Samples in a frame of the mixer. */
export const frameSamples = 160

/** Both directions of a codec with whatever state it needs. */
export interface VoiceCodec {
  readonly name: CodecName
  /** The octet that stands for missing sound. */
  readonly silence: number
  decode(octets: Uint8Array, into: Int16Array): void
  encode(samples: Int16Array, into: Uint8Array, at: number): void
}

const openers: Readonly<Record<CodecName, () => VoiceCodec>> = {
  PCMU: () => openG711('PCMU', muLaw),
  PCMA: () => openG711('PCMA', aLaw),
  G722: openWideband,
}

/** Opens a codec for one leg. */
export function openVoiceCodec(name: CodecName): VoiceCodec {
  return openers[name]()
}

function openG711(name: CodecName, law: G711Law): VoiceCodec {
  return {
    name,
    silence: law.silence,
    decode(octets, into) {
      for (let index = 0; index < frameSamples; index += 1) {
        into[index] = law.decode[octets[index] ?? 0] ?? 0
      }
    },
    encode(samples, into, at) {
      for (let index = 0; index < frameSamples; index += 1) {
        into[at + index] = law.encode[(samples[index] ?? 0) & 0xffff] ?? 0
      }
    },
  }
}

/** G.722 through the narrow mixer: the upper half of its band is filtered away. */
function openWideband(): VoiceCodec {
  const inbound = openG722()
  const outbound = openG722()
  const halve = openHalver()
  const double = openDoubler()
  const wide = new Int16Array(2 * frameSamples)
  return {
    name: 'G722',
    // Lower code 61 is the smallest positive step and upper code 3 the smallest; see G.722 §3.4.
    silence: 0xfd,
    decode(octets, into) {
      decodeG722(inbound, octets, wide)
      halve(wide, into)
    },
    encode(samples, into, at) {
      double(samples, wide)
      encodeG722(outbound, wide, into, at)
    },
  }
}
