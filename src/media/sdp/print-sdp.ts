/**
 * Our SDP on the wire. Only standard lines, since Microsoft's side is strict about a= lines
 * (Direct Routing media protocols, as reported with vendor configurations to 2026).
 */
import { printBrowserSection, printBrowserSession } from './browser-lines.ts'
import { printCrypto } from './crypto-attribute.ts'
import type { DescribedAudio, OfferedSections } from './negotiate.ts'
import type { OfferedCodec } from './remote-audio.ts'
import { attributesNamed } from './session-description.ts'

/** Whose description it is and where it listens. */
export interface SdpOrigin {
  readonly sessionId: number
  readonly version: number
  readonly address: string
  readonly port: number
  readonly rtcpPort: number
}

/**
 * A first offer has one section; an answer repeats the peer's sections and declines all but ours, and so
 * does every later offer of ours (RFC 3264 §8).
 */
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
    ...(audio.browser === undefined ? [] : printBrowserSession(audio.browser)),
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
      : [
          `m=${section.media} 0 ${section.profile} ${section.formats.join(' ')}`,
          ...attributesNamed(section, 'mid').map(mid => `a=mid:${mid}`),
        ],
  )
}

function printAudio(origin: SdpOrigin, audio: DescribedAudio): readonly string[] {
  const { codecs, noisePayloadType: noise, crypto } = audio
  const { digitsPayloadType: digits, fastDigitsPayloadType: fastDigits } = audio
  const numbers = [...codecs.map(({ payloadType }) => payloadType), digits, fastDigits, noise]
  const formats = numbers.filter(number => number !== undefined)
  return [
    `m=audio ${origin.port} ${audio.profile} ${formats.join(' ')}`,
    ...codecs.flatMap(printCodec),
    ...printDigits(digits, 8_000),
    ...printDigits(fastDigits, 48_000),
    ...(noise === undefined ? [] : [`a=rtpmap:${noise} CN/8000`]),
    ...(crypto === undefined ? [] : [`a=crypto:${printCrypto(crypto)}`]),
    // A browser has RTCP on the same port always, and needs no line for it (RFC 8829 §5.2.1).
    ...(audio.browser === undefined
      ? [`a=rtcp:${origin.rtcpPort}`]
      : printBrowserSection(audio.browser, origin)),
    ...(audio.rtcpMux ? ['a=rtcp-mux'] : []),
    'a=ptime:20',
    `a=${audio.direction}`,
  ]
}

/** Opus says 48,000 and two channels always; what it sounds like stands beside (RFC 7587 §7). */
function printCodec({ codec, payloadType }: OfferedCodec): readonly string[] {
  if (codec !== 'OPUS') return [`a=rtpmap:${payloadType} ${codec}/8000`]
  const parameters =
    'maxplaybackrate=8000;sprop-maxcapturerate=8000;stereo=0;useinbandfec=1;usedtx=1'
  return [`a=rtpmap:${payloadType} opus/48000/2`, `a=fmtp:${payloadType} ${parameters}`]
}

function printDigits(number: number | undefined, rateHz: number): readonly string[] {
  if (number === undefined) return []
  return [`a=rtpmap:${number} telephone-event/${rateHz}`, `a=fmtp:${number} 0-15`]
}
