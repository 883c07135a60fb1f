/**
 * The audio section of the peer's description, understood: where to send, what he can decode,
 * whether he wants to hear. The same reading serves his offers and his answers.
 */
import type { CodecName, Direction, Encryption } from '../media-engine.ts'
import type { OpusWishes } from '../codecs/opus.ts'
import { isBrowserProfile, readBrowserPeer } from './browser-lines.ts'
import type { BrowserPeer } from './browser-lines.ts'
import { cryptoLinesMax, parseCrypto } from './crypto-attribute.ts'
import type { CryptoLine } from './crypto-attribute.ts'
import { attributesNamed } from './session-description.ts'
import type { MalformedSdp, SdpMedia, SessionDescription } from './session-description.ts'

/** A payload number the peer gave to a codec of ours. */
export interface OfferedCodec {
  readonly codec: CodecName
  readonly payloadType: number
}

/** What the peer says about his audio. */
export interface RemoteAudio {
  /** Which media section it is; the others are declined in place. */
  readonly index: number
  readonly address: string
  readonly port: number
  /** Absent: no port is left above his RTP, so no report can reach him but over `rtcp-mux`. */
  readonly rtcpPort?: number
  readonly rtcpMux: boolean
  readonly profile: string
  readonly secure: boolean
  readonly direction: Direction
  /** In his order. */
  readonly codecs: readonly OfferedCodec[]
  readonly digitsPayloadType?: number
  /** The number for digits on a clock of 48 kHz, which goes with Opus (RFC 4733 §2.1). */
  readonly fastDigitsPayloadType?: number
  /** What the peer's decoder of Opus can use. */
  readonly opus?: OpusWishes
  readonly noisePayloadType?: number
  readonly cryptos: readonly CryptoLine[]
  /** Of a browser alone. */
  readonly peer?: BrowserPeer
}

/** Static payload types that need no rtpmap (RFC 3551 §6). */
const staticNames: Readonly<Record<number, string>> = {
  0: 'pcmu/8000',
  8: 'pcma/8000',
  9: 'g722/8000',
  13: 'cn/8000',
}
const codecByName: Readonly<Record<string, CodecName>> = {
  'pcmu/8000': 'PCMU',
  'pcma/8000': 'PCMA',
  'g722/8000': 'G722',
  'opus/48000': 'OPUS',
}
const portMax = 65_535
const directions: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive']

/**
 * Reads the live audio section that goes with how a leg's sound is protected: whoever encrypts where he
 * can offers one section with SRTP and one without. Where none goes with it the first is read, for the
 * words of the refusal; undefined when there is none at all.
 */
export function readRemoteAudio(
  description: SessionDescription,
  srtp: Encryption,
): RemoteAudio | MalformedSdp | undefined {
  const live = description.media.flatMap((media, index) =>
    isLive(media) ? [{ media, index }] : [],
  )
  const [first] = live.toSorted((a, b) => misfit(a.media, srtp) - misfit(b.media, srtp))
  if (first === undefined) return undefined
  const { media, index } = first
  const names = readPayloadNames(media)
  if ('malformed' in names) return names
  const peer = readBrowserPeer(description, media)
  if (peer !== undefined && 'malformed' in peer) return peer
  const rtcp = readRtcpPort(media)
  if ('malformed' in rtcp) return rtcp
  return {
    index,
    address: media.address,
    port: media.port,
    rtcpMux: attributesNamed(media, 'rtcp-mux').length > 0,
    ...rtcp,
    profile: media.profile,
    secure: isSecure(media),
    direction: readDirection(description, media),
    cryptos: readCryptos(media),
    ...(peer === undefined ? {} : { peer }),
    ...readCodecs(names.byNumber),
    ...readOpus(media, names.byNumber),
  }
}

function isLive({ media, port, profile }: SdpMedia): boolean {
  return media === 'audio' && port !== 0 && /\bRTP\/S?AVPF?$/.test(profile)
}

function isSecure({ profile }: SdpMedia): boolean {
  return /SAVPF?$/.test(profile)
}

/** 0 for a section that goes with this protection, more the less it does. */
function misfit(media: SdpMedia, srtp: Encryption): number {
  if (srtp === 'off') return isSecure(media) ? 1 : 0
  if (srtp === 'dtls') return isBrowserProfile(media.profile) ? 0 : 1
  if (!isSecure(media)) return 2
  return readCryptos(media).length > 0 ? 0 : 1
}

function readCryptos(media: SdpMedia): readonly CryptoLine[] {
  const lines = attributesNamed(media, 'crypto').slice(0, cryptoLinesMax)
  return lines.flatMap(value => parseCrypto(value) ?? [])
}

/** RFC 7587 §6.1: what is not said is not wanted. */
function readOpus(
  media: SdpMedia,
  byNumber: ReadonlyMap<number, string>,
): Pick<RemoteAudio, 'opus'> {
  const number = [...byNumber].find(([, name]) => name === 'opus/48000')?.[0]
  if (number === undefined) return {}
  const format = attributesNamed(media, 'fmtp').find(value => value.startsWith(`${number} `)) ?? ''
  const says = (name: string): boolean => new RegExp(`[ ;]${name} *= *1(?:[ ;]|$)`).test(format)
  return { opus: { dtx: says('usedtx'), fec: says('useinbandfec') } }
}

/** Numbers to lower-case `name/rate`; one number for two things is an error (Microsoft: 488). */
function readPayloadNames(
  media: SdpMedia,
): { readonly byNumber: ReadonlyMap<number, string> } | MalformedSdp {
  const mapped = readMappings(media)
  if ('malformed' in mapped) return mapped
  const byNumber = new Map<number, string>()
  for (const format of media.formats) {
    const number = Number(format)
    if (!/^\d{1,3}$/.test(format) || number > 127) return { malformed: `format ${format}` }
    if (byNumber.has(number)) return { malformed: `payload type ${number} is listed twice` }
    byNumber.set(number, mapped.names.get(number) ?? staticNames[number] ?? '')
  }
  return { byNumber }
}

function readMappings(
  media: SdpMedia,
): { readonly names: ReadonlyMap<number, string> } | MalformedSdp {
  const names = new Map<number, string>()
  for (const value of attributesNamed(media, 'rtpmap')) {
    const match = /^(\d{1,3}) +([^\s/]+\/\d+)(?:\/\d+)?$/.exec(value)
    const number = Number(match?.[1])
    const name = match?.[2]?.toLowerCase()
    if (name === undefined || number > 127) return { malformed: `rtpmap: ${value.slice(0, 40)}` }
    if (names.has(number)) return { malformed: `payload type ${number} is mapped twice` }
    names.set(number, name)
  }
  return { names }
}

function readCodecs(
  byNumber: ReadonlyMap<number, string>,
): Pick<
  RemoteAudio,
  'codecs' | 'digitsPayloadType' | 'fastDigitsPayloadType' | 'noisePayloadType'
> {
  const codecs: OfferedCodec[] = []
  for (const [payloadType, name] of byNumber) {
    const codec = codecByName[name]
    if (codec !== undefined) codecs.push({ codec, payloadType })
  }
  const numberOf = (name: string): number | undefined =>
    [...byNumber].find(([, value]) => value === name)?.[0]
  const digitsPayloadType = numberOf('telephone-event/8000')
  const fastDigitsPayloadType = numberOf('telephone-event/48000')
  const noisePayloadType = numberOf('cn/8000')
  return {
    codecs,
    ...(fastDigitsPayloadType === undefined ? {} : { fastDigitsPayloadType }),
    ...(digitsPayloadType === undefined ? {} : { digitsPayloadType }),
    ...(noisePayloadType === undefined ? {} : { noisePayloadType }),
  }
}

/** RFC 3605; without the attribute RTCP is one above RTP (RFC 3550 §11). */
function readRtcpPort(media: SdpMedia): Pick<RemoteAudio, 'rtcpPort'> | MalformedSdp {
  const value = attributesNamed(media, 'rtcp')[0]
  if (value === undefined) return media.port < portMax ? { rtcpPort: media.port + 1 } : {}
  const port = Number(/^(\d{1,5})(?: |$)/.exec(value)?.[1] ?? Number.NaN)
  return port >= 1 && port <= portMax ? { rtcpPort: port } : { malformed: 'a=rtcp is not a port' }
}

/** The section's word, else the session's, else sendrecv (RFC 4566 §6). */
function readDirection(description: SessionDescription, media: SdpMedia): Direction {
  // An address of zeros is the old way to hold: he does not listen (RFC 3264 §8.4).
  // A browser that has not gathered its candidates yet says zeros too and means nothing by them.
  const held = media.address === '0.0.0.0' && !isBrowserProfile(media.profile)
  const names = [...media.attributes, ...description.attributes].map(({ name }) => name)
  const said = names.flatMap(name => directions.find(direction => direction === name) ?? [])[0]
  if (!held) return said ?? 'sendrecv'
  return said === 'recvonly' || said === 'inactive' ? 'inactive' : 'sendonly'
}
