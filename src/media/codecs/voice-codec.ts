/** One codec in use by one leg: octets to samples and back, 20 ms at a time. */
import type { CodecName } from '../media-engine.ts'
import { aLaw, muLaw } from './g711.ts'
import type { G711Law } from './g711.ts'
import { decodeG722, encodeG722, openG722 } from './g722.ts'
import { closeOpus, decodeOpusAt, encodeOpus, keepOpus, openOpus, resetOpus } from './opus.ts'
import type { OpusWishes } from './opus.ts'
import { openDoubler, openHalver } from './resample.ts'

/** The mixer's rate; frames between legs are 160 samples of it. */
export const mixRateHz = 8_000
/** Samples in a frame of the mixer. */
export const frameSamples = 160

/** No codec makes more of 20 ms than this. */
export const voiceBytesMax = 1_275

/** Both directions of a codec with whatever state it needs. */
export type VoiceCodec = OctetCodec | PacketCodec

interface AnyCodec {
  readonly name: CodecName
  /** Ticks of the RTP clock for each sample of the mixer. */
  readonly clockRatio: number
  /** The octet that stands for missing sound. */
  readonly silence: number
  /** Returns how many octets it wrote: none where silence need not be sent. */
  encode(samples: Int16Array, into: Uint8Array, at: number): number
}

/** One octet for each tick of the RTP clock, wherever a packet begins. */
export interface OctetCodec extends AnyCodec {
  readonly kind: 'octets'
  decode(octets: Uint8Array, into: Int16Array): void
}

/** Packets that only make sense whole and in their order. */
export interface PacketCodec extends AnyCodec {
  readonly kind: 'packets'
  /** Keeps a packet for its time; returns how many samples of the mixer it lasts. */
  keep(timestamp: number, payload: Uint8Array): number
  decodeAt(timestamp: number, into: Int16Array): void
  reset(): void
  close(): void
}

/** Opens a codec for one leg; the wishes are the peer's and concern Opus alone. */
export function openVoiceCodec(name: CodecName, wishes: OpusWishes = plainOpus): VoiceCodec {
  switch (name) {
    case 'PCMU':
      return openG711('PCMU', muLaw)
    case 'PCMA':
      return openG711('PCMA', aLaw)
    case 'G722':
      return openWideband()
    case 'OPUS':
      return openPackets(wishes)
  }
}

const plainOpus: OpusWishes = { dtx: false, fec: false }

function openPackets(wishes: OpusWishes): PacketCodec {
  const opus = openOpus(wishes)
  return {
    kind: 'packets',
    name: 'OPUS',
    clockRatio: 6,
    silence: 0,
    encode(samples, into, at) {
      const packet = encodeOpus(opus, samples)
      if (packet !== undefined) into.set(packet, at)
      return packet?.length ?? 0
    },
    keep: (timestamp, payload) => keepOpus(opus, timestamp, payload),
    decodeAt: (timestamp, into) => decodeOpusAt(opus, timestamp, into),
    reset: () => resetOpus(opus),
    close: () => closeOpus(opus),
  }
}

function openG711(name: CodecName, law: G711Law): OctetCodec {
  return {
    kind: 'octets',
    name,
    clockRatio: 1,
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
      return frameSamples
    },
  }
}

/** G.722 through the narrow mixer: the upper half of its band is filtered away. */
function openWideband(): OctetCodec {
  const inbound = openG722()
  const outbound = openG722()
  const halve = openHalver()
  const double = openDoubler()
  const wide = new Int16Array(2 * frameSamples)
  return {
    kind: 'octets',
    name: 'G722',
    clockRatio: 1,
    // Lower code 61 is the smallest positive step and upper code 3 the smallest; see G.722 §3.4.
    silence: 0xfd,
    decode(octets, into) {
      decodeG722(inbound, octets, wide)
      halve(wide, into)
    },
    encode(samples, into, at) {
      double(samples, wide)
      encodeG722(outbound, wide, into, at)
      return frameSamples
    },
  }
}
