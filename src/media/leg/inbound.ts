/** What comes in on a leg: packets at any time, a frame of sound every 20 ms, digits between. */
import { fillNoise } from '../codecs/comfort-noise.ts'
import { frameSamples } from '../codecs/voice-codec.ts'
import type { VoiceCodec } from '../codecs/voice-codec.ts'
import { openDigitReceiver, receiveDigitPacket } from '../rtp/digit-receiver.ts'
import type { DigitReceiver, HeardDigit } from '../rtp/digit-receiver.ts'
import {
  clearJitterBuffer,
  frameUnits,
  openJitterBuffer,
  putPacket,
  takeFrame,
  unitsPerMs,
} from '../rtp/jitter-buffer.ts'
import type { JitterBuffer } from '../rtp/jitter-buffer.ts'
import { beginReception, lostPackets, noteArrival } from '../rtp/reception.ts'
import type { Reception } from '../rtp/reception.ts'
import type { RtpPacket } from '../rtp/rtp-packet.ts'

/** Frames of fading repetition that cover a loss; after them the ear expects silence. */
const concealFramesMax = 4

/** The payload numbers and the codec of the leg's agreement. */
export interface InboundFormat {
  readonly voice: number
  readonly digits: number | undefined
  readonly noise: number | undefined
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
  const reception = receptionOf(inbound, packet)
  noteArrival(reception, packet, nowMs * unitsPerMs)
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
  putPacket(inbound.jitter, packet, nowMs)
  return []
}

function isAgreed(format: InboundFormat, payloadType: number): boolean {
  const { voice, digits, noise } = format
  return payloadType === voice || payloadType === digits || payloadType === noise
}

/** Another SSRC is another stream: its numbers have nothing to do with the last one's. */
function receptionOf(inbound: Inbound, packet: RtpPacket): Reception {
  if (inbound.reception?.ssrc === packet.ssrc) return inbound.reception
  if (inbound.reception !== undefined) inbound.lostBefore += lostPackets(inbound.reception)
  inbound.reception = beginReception(packet.ssrc, packet.sequence)
  inbound.digits = openDigitReceiver()
  clearJitterBuffer(inbound.jitter)
  return inbound.reception
}

/** Makes `spoken` the next 20 ms of what the peer says: sound, a fading memory of it, or noise. */
export function pullFrame(inbound: Inbound, nowMs: number): void {
  const { format, spoken, octets } = inbound
  if (format === undefined) return
  if (takeFrame(inbound.jitter, octets, nowMs) === 'voice') {
    format.codec.decode(octets, spoken)
    inbound.concealed = 0
    return
  }
  if (inbound.noiseLevel !== undefined) {
    inbound.noiseSeed = fillNoise(spoken, inbound.noiseLevel, inbound.noiseSeed)
    return
  }
  conceal(inbound)
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
