/** What goes out on a leg: one packet every 20 ms, of voice or of a digit in the voice's place. */
import { frameSamples, voiceBytesMax } from '../codecs/voice-codec.ts'
import type { VoiceCodec } from '../codecs/voice-codec.ts'
import { nextDigitPacket, openDigitSender } from '../rtp/digit-sender.ts'
import type { DigitPacket, DigitSender } from '../rtp/digit-sender.ts'
import { rtpHeaderBytes, writeRtpHeader } from '../rtp/rtp-packet.ts'

/** The payload numbers and the codec of the leg's agreement. */
export interface OutboundFormat {
  readonly voice: number
  readonly digits: number | undefined
  /** Ticks of the digits' clock for each of 8 kHz (RFC 4733 §2.1). */
  readonly digitsRatio: number
  readonly codec: VoiceCodec
}

/** Our stream: its identity for life, and where its counters stand. */
export interface Outbound {
  readonly ssrc: number
  sequence: number
  timestamp: number
  format: OutboundFormat | undefined
  readonly digits: DigitSender
  /** The next voice packet begins a stretch of sound (RFC 3551 §4.1). */
  marker: boolean
  packets: number
  octets: number
}

/** Random beginnings, so that known plaintext and crossed calls are unlikely (RFC 3550 §5.1). */
export function openOutbound(random: () => number): Outbound {
  return {
    ssrc: Math.floor(random() * 0x1_0000_0000) >>> 0,
    // Below 2^15, so that a lost first packet cannot lose the roll-over count (RFC 3711 §3.3.1).
    sequence: Math.floor(random() * 0x8000),
    timestamp: Math.floor(random() * 0x1_0000_0000) >>> 0,
    format: undefined,
    digits: openDigitSender(),
    marker: true,
    packets: 0,
    octets: 0,
  }
}

/** Time goes on while the leg may not send; the next packet says so with its marker. */
export function passFrames(outbound: Outbound, frames: number): void {
  forward(outbound, frames)
  outbound.marker = true
}

/** The clock goes on by whole frames, in the ticks of the codec's own rate. */
function forward(outbound: Outbound, frames: number): void {
  const ticks = frames * frameSamples * (outbound.format?.codec.clockRatio ?? 1)
  outbound.timestamp = (outbound.timestamp + ticks) >>> 0
}

/** The packet of this frame: the voice, or a digit that is under way. */
export function nextPacket(outbound: Outbound, voice: Int16Array): Uint8Array | undefined {
  const { format } = outbound
  if (format === undefined) {
    passFrames(outbound, 1)
    return undefined
  }
  const digit = nextDigitPacket(outbound.digits, format.digitsRatio)
  const packet =
    typeof digit !== 'string' && format.digits !== undefined
      ? digitPacket(outbound, digit, { payloadType: format.digits, codec: format.codec })
      : voicePacket(outbound, voice, format)
  if (packet === undefined) {
    passFrames(outbound, 1)
    return undefined
  }
  forward(outbound, 1)
  outbound.sequence = (outbound.sequence + 1) & 0xffff
  outbound.packets += 1
  outbound.octets += packet.length - rtpHeaderBytes
  return packet
}

/** Undefined where the codec has nothing to say: what is silent need not be sent (RFC 3551 §4.1). */
function voicePacket(
  outbound: Outbound,
  voice: Int16Array,
  { codec, voice: payloadType }: OutboundFormat,
): Uint8Array | undefined {
  const { sequence, timestamp, ssrc, marker } = outbound
  const room = codec.kind === 'octets' ? frameSamples : voiceBytesMax
  const packet = Buffer.allocUnsafe(rtpHeaderBytes + room)
  const octets = codec.encode(voice, packet, rtpHeaderBytes)
  if (octets === 0) return undefined
  writeRtpHeader(packet, { marker, payloadType, sequence, timestamp, ssrc })
  outbound.marker = false
  return packet.subarray(0, rtpHeaderBytes + octets)
}

function digitPacket(
  outbound: Outbound,
  digit: DigitPacket,
  { payloadType, codec }: { readonly payloadType: number; readonly codec: VoiceCodec },
): Uint8Array {
  const { sequence, ssrc } = outbound
  const timestamp = (outbound.timestamp - digit.beganUnitsAgo * codec.clockRatio) >>> 0
  const packet = Buffer.allocUnsafe(rtpHeaderBytes + digit.payload.length)
  writeRtpHeader(packet, { marker: digit.marker, payloadType, sequence, timestamp, ssrc })
  packet.set(digit.payload, rtpHeaderBytes)
  return packet
}
