/**
 * Our SDP on the wire. Only standard lines, since Microsoft's side is strict about a= lines
 * (Direct Routing media protocols, as reported with vendor configurations to 2026).
 */
import { printCrypto } from './crypto-attribute.ts'
import type { DescribedAudio, OfferedSections } from './negotiate.ts'

/** Whose description it is and where it listens. */
export interface SdpOrigin {
  readonly sessionId: number
  readonly version: number
  readonly address: string
  readonly port: number
  readonly rtcpPort: number
}

/** An offer has one section; an answer repeats the offer's sections and declines all but ours. */
export function printSdp(
  origin: SdpOrigin,
  audio: DescribedAudio,
  offered?: OfferedSections,
): string {
  const { sessionId, version, address } = origin
  const family = address.includes(':') ? 'IP6' : 'IP4'
  const lines = [
    'v=0',
    `o=- ${sessionId} ${version} IN ${family} ${address}`,
    's=-',
    `c=IN ${family} ${address}`,
    't=0 0',
    ...printSections(origin, audio, offered),
  ]
  return lines.map(line => `${line}\r\n`).join('')
}

function printSections(
  origin: SdpOrigin,
  audio: DescribedAudio,
  offered: OfferedSections | undefined,
): readonly string[] {
  const ours = printAudio(origin, audio)
  if (offered === undefined) return ours
  return offered.sections.flatMap((section, index) =>
    // A zero port declines a section and keeps its place (RFC 3264 §6).
    index === offered.accepted
      ? ours
      : [`m=${section.media} 0 ${section.profile} ${section.formats.join(' ')}`],
  )
}

function printAudio(origin: SdpOrigin, audio: DescribedAudio): readonly string[] {
  const { codecs, digitsPayloadType: digits, noisePayloadType: noise, crypto } = audio
  const numbers = [...codecs.map(({ payloadType }) => payloadType), digits, noise]
  const formats = numbers.filter(number => number !== undefined)
  return [
    `m=audio ${origin.port} ${audio.profile} ${formats.join(' ')}`,
    ...codecs.map(({ codec, payloadType }) => `a=rtpmap:${payloadType} ${codec}/8000`),
    ...(digits === undefined
      ? []
      : [`a=rtpmap:${digits} telephone-event/8000`, `a=fmtp:${digits} 0-15`]),
    ...(noise === undefined ? [] : [`a=rtpmap:${noise} CN/8000`]),
    ...(crypto === undefined ? [] : [`a=crypto:${printCrypto(crypto)}`]),
    `a=rtcp:${origin.rtcpPort}`,
    ...(audio.rtcpMux ? ['a=rtcp-mux'] : []),
    'a=ptime:20',
    `a=${audio.direction}`,
  ]
}
