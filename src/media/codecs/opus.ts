// oxlint-disable-next-line typescript/triple-slash-reference -- the tests' project would not find these types else
/// <reference path="./evan-opus.d.ts" />
/**
 * Opus (RFC 6716) for one leg. Packets of other codecs are octets by the clock; an Opus packet is one
 * whole of 2.5 to 120 ms, and the next can only be understood after it. So packets are kept as they
 * come and decoded when their time does, in the order of time:
 *
 *     keep ─▶ ░packet░packet░      ░packet░   by timestamp
 *                 decodeAt ─▶ frame of 20 ms, the missing made up by the decoder itself
 *
 * The RTP clock is 48 kHz whatever the sound (RFC 7587 §4.1); here all times are the mixer's samples.
 */
import { Decoder, Encoder } from '@evan/opus/wasm/index.mjs'
import { timestampDistance } from '../rtp/rtp-packet.ts'

const samplesPerMs = 8
const rateHz = 8_000
/** Good speech in a narrow band, and room for the redundancy that covers a lost packet. */
const bitrate = 24_000
/** Of 10; above it the encoder costs half as much again for what a telephone cannot show. */
const complexity = 5
/** What the encoder assumes is lost when the peer can use its redundancy, in percent. */
const lossPercent = 5
/** A packet this short says that nothing is said (RFC 6716 §2.1.9); it is not sent. */
const silentBytesMax = 2
/** Kept ahead of their time at most: more than the jitter buffer holds is an attack. */
const packetsKeptMax = 128

/** The numbers of opus_defines.h. */
const set = {
  bitrate: 4002,
  complexity: 4010,
  inbandFec: 4012,
  packetLossPercent: 4014,
  dtx: 4016,
  signal: 4024,
} as const
const signalVoice = 3001

/** What the peer says it can use (RFC 7587 §6.1). */
export interface OpusWishes {
  readonly dtx: boolean
  readonly fec: boolean
}

/** Both directions, with the state of each. */
export interface OpusState {
  readonly encoder: Encoder
  decoder: Decoder
  readonly kept: Map<number, Uint8Array>
  /** The last packet that was decoded: where it begins and what it sounds like. */
  decoded: { readonly from: number; readonly samples: Int16Array } | undefined
  toc: number
}

/** Opens both directions. */
export function openOpus({ dtx, fec }: OpusWishes): OpusState {
  const encoder = new Encoder({ channels: 1, sample_rate: rateHz, application: 'voip' })
  encoder.ctl(set.bitrate, bitrate)
  encoder.ctl(set.complexity, complexity)
  encoder.ctl(set.signal, signalVoice)
  encoder.ctl(set.dtx, dtx ? 1 : 0)
  encoder.ctl(set.inbandFec, fec ? 1 : 0)
  encoder.ctl(set.packetLossPercent, fec ? lossPercent : 0)
  return { encoder, decoder: openDecoder(), kept: new Map(), decoded: undefined, toc: 0 }
}

function openDecoder(): Decoder {
  return new Decoder({ channels: 1, sample_rate: rateHz })
}

/** Forgets a stream that ended: another begins at another time and with another encoder. */
export function resetOpus(opus: OpusState): void {
  opus.decoder.drop()
  opus.decoder = openDecoder()
  opus.kept.clear()
  opus.decoded = undefined
}

/** Gives the memory of both directions back, which no collector of ours looks after. */
export function closeOpus({ encoder, decoder }: OpusState): void {
  encoder.drop()
  decoder.drop()
}

/** Encodes 20 ms; returns its octets, or none where silence need not be said. */
export function encodeOpus({ encoder }: OpusState, samples: Int16Array): Uint8Array | undefined {
  const packet = encoder.encode(samples)
  return packet.length <= silentBytesMax ? undefined : packet
}

/** Keeps a packet for its time; returns how many samples it lasts, zero for what is no Opus. */
export function keepOpus(opus: OpusState, timestamp: number, payload: Uint8Array): number {
  const length = samplesOf(payload)
  if (length === 0 || opus.kept.size >= packetsKeptMax) return 0
  // The datagram's memory is used again for the next one.
  opus.kept.set(timestamp, Uint8Array.from(payload))
  return length
}

/** Fills a frame with what is said from that time on. */
export function decodeOpusAt(opus: OpusState, timestamp: number, into: Int16Array): void {
  for (const [from, payload] of opus.kept) {
    const end = from + samplesOf(payload)
    if (timestampDistance(timestamp, end) <= 0) opus.kept.delete(from)
  }
  let filled = 0
  while (filled < into.length) {
    const at = (timestamp + filled) >>> 0
    if (!isDecoded(opus, at)) decodeNext(opus, at)
    filled += copyFrom(opus, at, into.subarray(filled))
  }
}

function isDecoded({ decoded }: OpusState, at: number): boolean {
  if (decoded === undefined) return false
  const offset = timestampDistance(decoded.from, at)
  return offset >= 0 && offset < decoded.samples.length
}

function copyFrom({ decoded }: OpusState, at: number, into: Int16Array): number {
  if (decoded === undefined) {
    into.fill(0)
    return into.length
  }
  const offset = timestampDistance(decoded.from, at)
  const part = decoded.samples.subarray(offset, offset + into.length)
  into.set(part)
  return part.length
}

/** The packet of that moment, or what the decoder makes up in its place. */
function decodeNext(opus: OpusState, at: number): void {
  const found = [...opus.kept].find(([from, payload]) => {
    const offset = timestampDistance(from, at)
    return offset >= 0 && offset < samplesOf(payload)
  })
  if (found === undefined) {
    opus.decoded = { from: at, samples: decodeOne(opus, concealment(opus)) }
    return
  }
  const [from, payload] = found
  opus.kept.delete(from)
  opus.toc = payload[0] ?? 0
  opus.decoded = { from, samples: decodeOne(opus, payload) }
}

/** A frame of no octets makes the decoder go on from what it heard last (RFC 6716 §2.1.9). */
function concealment({ toc }: OpusState): Uint8Array {
  return Uint8Array.of(toc & 0xfc)
}

function decodeOne({ decoder }: OpusState, payload: Uint8Array): Int16Array {
  try {
    const octets = decoder.decode(payload)
    const samples = new Int16Array(octets.length >> 1)
    new Uint8Array(samples.buffer).set(octets.subarray(0, 2 * samples.length))
    return samples
  } catch {
    // A damaged packet is a lost one: its time passes in silence.
    return new Int16Array(Math.max(samplesPerMs, samplesOf(payload)))
  }
}

/** Milliseconds of one frame by the packet's configuration (RFC 6716 §3.1, table 2). */
const silkMs = [10, 20, 40, 60] as const
const hybridMs = [10, 20] as const
const celtMs = [2.5, 5, 10, 20] as const
const packetMsMax = 120

/** How many of the mixer's samples a packet lasts; zero when its first octets say nonsense. */
export function samplesOf(payload: Uint8Array): number {
  const [toc, second = 0] = payload
  if (toc === undefined) return 0
  const code = toc & 3
  if (code === 3 && payload.length < 2) return 0
  const frames = code === 0 ? 1 : code < 3 ? 2 : second & 0x3f
  const ms = frames * frameMsOf(toc >> 3)
  return ms > packetMsMax ? 0 : ms * samplesPerMs
}

function frameMsOf(configuration: number): number {
  if (configuration < 12) return silkMs[configuration & 3] ?? 0
  if (configuration < 16) return hybridMs[configuration & 1] ?? 0
  return celtMs[configuration & 3] ?? 0
}
