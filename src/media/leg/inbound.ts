/** What comes in on a leg: packets at any time, a frame of sound every 20 ms, digits between. */
import { fillNoise } from '../codecs/comfort-noise.ts'
import { frameSamples } from '../codecs/voice-codec.ts'
import type { VoiceCodec } from '../codecs/voice-codec.ts'
import { forgetPress, openDigitReceiver, receiveDigitPacket } from '../rtp/digit-receiver.ts'
import type { DigitReceiver, HeardDigit } from '../rtp/digit-receiver.ts'
import {
  clearJitterBuffer,
  frameUnits,
  openJitterBuffer,
  putPacket,
  takeFrame,
  unitsPerMs,
} from '../rtp/jitter-buffer.ts'
import type { JitterBuffer, TakenFrame } from '../rtp/jitter-buffer.ts'
import { beginReception, lostPackets, noteArrival } from '../rtp/reception.ts'
import type { Reception } from '../rtp/reception.ts'
import { timestampDistance } from '../rtp/rtp-packet.ts'
import type { RtpPacket } from '../rtp/rtp-packet.ts'

/** Frames of fading repetition that cover a loss; after them the ear expects silence. */
const concealFramesMax = 4

/** The payload numbers and the codec of the leg's agreement. */
export interface InboundFormat {
  readonly voice: number
  readonly digits: number | undefined
  readonly noise: number | undefined
  readonly digitsRatio: number
  readonly codec: VoiceCodec
}

/** Everything that is known about the peer's stream. */
export interface Inbound {
  format: InboundFormat | undefined
  reception: Reception | undefined
  readonly jitter: JitterBuffer
  digits: DigitReceiver
  /** The frame of the current tick. */
  readonly spoken: Int16Array
  readonly octets: Uint8Array
  /** Comfort noise in −dBov while the peer is silent on purpose (RFC 3389). */
  noiseLevel: number | undefined
  noiseSeed: number
  concealed: number
  packets: number
  octetsIn: number
  digitsHeard: number
  /** The stream's clock in 8 kHz: how far it went, and the timestamp it stood at. */
  clockUnits: number
  clockAt: number
  /** Lost and received of streams before this SSRC. */
  lostBefore: number
}

/** A leg that heard nothing yet. */
export function openInbound(): Inbound {
  return {
    format: undefined,
    reception: undefined,
    jitter: openJitterBuffer(0xff),
    digits: openDigitReceiver(),
    spoken: new Int16Array(frameSamples),
    octets: new Uint8Array(frameUnits),
    noiseLevel: undefined,
    noiseSeed: 1,
    concealed: concealFramesMax,
    packets: 0,
    octetsIn: 0,
    digitsHeard: 0,
    clockUnits: 0,
    clockAt: 0,
    lostBefore: 0,
  }
}

/** A new agreement: other numbers, perhaps another codec. */
export function useFormat(inbound: Inbound, format: InboundFormat): void {
  if (inbound.format?.codec !== format.codec) clearJitterBuffer(inbound.jitter)
  inbound.format = format
  inbound.jitter.silence = format.codec.silence
}

/** Takes one packet; returns the digits that it completed, or `ignored` for a foreign payload. */
export function receivePacket(
  inbound: Inbound,
  packet: RtpPacket,
  nowMs: number,
): readonly HeardDigit[] | 'ignored' {
  const { format } = inbound
  if (format === undefined || !isAgreed(format, packet.payloadType)) return 'ignored'
  const reception = receptionOf(inbound, packet, format)
  const timestamp = slowedTimestamp(inbound, packet.timestamp, format.codec)
  noteArrival(reception, { sequence: packet.sequence, timestamp }, nowMs * unitsPerMs)
  inbound.packets += 1
  inbound.octetsIn += packet.payload.length
  if (packet.payloadType === format.digits) {
    const digits = receiveDigitPacket(inbound.digits, packet, nowMs)
    inbound.digitsHeard += digits.length
    return digits
  }
  if (packet.payloadType === format.noise) {
    inbound.noiseLevel = packet.payload[0] ?? 127
    return []
  }
  inbound.noiseLevel = undefined
  putVoice(inbound, format.codec, { timestamp, payload: packet.payload, nowMs })
  return []
}

/** Stands in the jitter buffer for a packet that the codec keeps itself. */
const blankFrame = new Uint8Array(8 * 120)

function putVoice(
  { jitter, digits }: Inbound,
  codec: VoiceCodec,
  { timestamp, payload, nowMs }: { timestamp: number; payload: Uint8Array; nowMs: number },
): void {
  const kept =
    codec.kind === 'octets' ? payload : blankFrame.subarray(0, codec.keep(timestamp, payload))
  if (putPacket(jitter, { timestamp, payload: kept }, nowMs) === 'rewound') forgetPress(digits)
}

/** A timestamp of a faster clock, counted at 8 kHz; on the circle this is no plain division. */
function slowedTimestamp(inbound: Inbound, timestamp: number, { clockRatio }: VoiceCodec): number {
  if (clockRatio === 1) return timestamp
  inbound.clockUnits += timestampDistance(inbound.clockAt, timestamp)
  inbound.clockAt = timestamp
  return Math.floor(inbound.clockUnits / clockRatio) >>> 0
}

function isAgreed(format: InboundFormat, payloadType: number): boolean {
  const { voice, digits, noise } = format
  return payloadType === voice || payloadType === digits || payloadType === noise
}

/** Another SSRC is another stream: its numbers have nothing to do with the last one's. */
function receptionOf(inbound: Inbound, packet: RtpPacket, format: InboundFormat): Reception {
  if (inbound.reception?.ssrc === packet.ssrc) return inbound.reception
  if (inbound.reception !== undefined) inbound.lostBefore += lostPackets(inbound.reception)
  const { codec, digitsRatio } = format
  inbound.reception = beginReception(packet.ssrc, packet.sequence, codec.clockRatio)
  inbound.digits = openDigitReceiver(digitsRatio)
  inbound.clockUnits = 0
  inbound.clockAt = packet.timestamp
  if (codec.kind === 'packets') codec.reset()
  clearJitterBuffer(inbound.jitter)
  return inbound.reception
}

/** Makes `spoken` the next 20 ms of what the peer says: sound, a fading memory of it, or noise. */
export function pullFrame(inbound: Inbound, nowMs: number): void {
  const { format, spoken, octets } = inbound
  if (format === undefined) return
  const taken = takeFrame(inbound.jitter, octets, nowMs)
  if (taken === 'voice') inbound.concealed = 0
  if (taken === 'voice' && format.codec.kind === 'octets') {
    format.codec.decode(octets, spoken)
    return
  }
  if (format.codec.kind === 'packets' && isDecoders(inbound, taken)) {
    format.codec.decodeAt((inbound.jitter.playAt - frameUnits) >>> 0, spoken)
    return
  }
  if (inbound.noiseLevel !== undefined) {
    inbound.noiseSeed = fillNoise(spoken, inbound.noiseLevel, inbound.noiseSeed)
    return
  }
  conceal(inbound)
}

/** A codec of packets makes up for a loss better than we; after a while it would only hum. */
function isDecoders(inbound: Inbound, taken: TakenFrame): boolean {
  if (taken === 'voice') return true
  if (taken !== 'lost' || inbound.concealed >= concealFramesMax) return false
  inbound.concealed += 1
  return true
}

function conceal(inbound: Inbound): void {
  if (inbound.concealed > concealFramesMax) return
  const last = inbound.concealed === concealFramesMax
  for (let index = 0; index < inbound.spoken.length; index += 1) {
    inbound.spoken[index] = last ? 0 : (inbound.spoken[index] ?? 0) >> 1
  }
  inbound.concealed += 1
}

/** All packets that never came, over every stream of the leg. */
export function lostOf(inbound: Inbound): number {
  const now = inbound.reception === undefined ? 0 : lostPackets(inbound.reception)
  return inbound.lostBefore + now
}
