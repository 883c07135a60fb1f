/**
 * Offer and answer (RFC 3264) as pure functions: what we have, what he says, what comes of it.
 */
import { randomBytes } from 'node:crypto'
import type { OpusWishes } from '../codecs/opus.ts'
import type { CodecName, Direction, Encryption, Negotiated, Refused } from '../media-engine.ts'
import { masterKeyBytes, masterSaltBytes } from '../rtp/srtp-keys.ts'
import type { SrtpKey } from '../rtp/srtp.ts'
import { browserProfile, ownMid } from './browser-lines.ts'
import type { BrowserLocal, BrowserPeer, DescribedBrowser } from './browser-lines.ts'
import { preferredCrypto } from './crypto-attribute.ts'
import type { CryptoLine } from './crypto-attribute.ts'
import { readRemoteAudio } from './remote-audio.ts'
import type { OfferedCodec, RemoteAudio } from './remote-audio.ts'
import { parseSdp } from './session-description.ts'
import type { SdpMedia } from './session-description.ts'

/** What this leg is willing to do, whatever the peer says. */
export interface LocalAudio {
  readonly codecs: readonly CodecName[]
  readonly srtp: Encryption
  /** Of a leg to a browser: what ICE and DTLS say of us. */
  readonly browser?: BrowserLocal
  /** Our own master key, the same for the leg's whole life so that its counters go on. */
  readonly master: Buffer
  readonly direction: Direction
}

/** What we describe in our own SDP: an offer of everything, or an answer with one codec. */
export interface DescribedAudio {
  readonly codecs: readonly OfferedCodec[]
  readonly digitsPayloadType?: number
  /** For digits on the clock of Opus. */
  readonly fastDigitsPayloadType?: number
  readonly noisePayloadType?: number
  readonly profile: string
  readonly crypto?: CryptoLine
  readonly rtcpMux: boolean
  readonly direction: Direction
  readonly browser?: DescribedBrowser
}

/** All that follows from an exchange. */
export interface Agreement {
  readonly negotiated: Negotiated
  readonly remote: RemoteAudio
  readonly noisePayloadType?: number
  /** Ticks of the digits' clock for each of 8 kHz. */
  readonly digitsRatio: number
  readonly opus?: OpusWishes
  /** Keys that the peer may send with, likeliest first. */
  readonly remoteKeys: readonly SrtpKey[]
  readonly localKey?: SrtpKey
  /** The browser whose keys DTLS brings. */
  readonly peer?: BrowserPeer
}

/** Our answer: his sections in his order, ours in one of them (RFC 3264 §6). */
export interface Answer {
  readonly agreement: Agreement
  readonly described: DescribedAudio
  readonly offered: OfferedSections
}

/** The peer's sections, and which of them is ours; the rest are declined in their places. */
export interface OfferedSections {
  readonly sections: readonly SdpMedia[]
  readonly accepted: number
}

/** Dynamic numbers of our own offers; 96–127, clear of RTCP's types under mux (RFC 5761 §4). */
const offerNumbers: Readonly<Record<CodecName, number>> = {
  PCMU: 0,
  PCMA: 8,
  G722: 9,
  OPUS: 111,
}
const offerDigits = 101
const offerFastDigits = 110
const offerNoise = 13
const offerTag = 1

/** A new master key and salt. */
export function newMaster(): Buffer {
  return randomBytes(masterKeyBytes + masterSaltBytes)
}

/** The most we can do, as an offer. */
export function describeOffer(local: LocalAudio): DescribedAudio {
  const secure = local.srtp === 'sdes'
  return {
    codecs: local.codecs.map(codec => ({ codec, payloadType: offerNumbers[codec] })),
    digitsPayloadType: offerDigits,
    ...(local.codecs.includes('OPUS') ? { fastDigitsPayloadType: offerFastDigits } : {}),
    noisePayloadType: offerNoise,
    profile: profileOf[local.srtp],
    ...(secure ? { crypto: { tag: offerTag, key: localKeyOf(local, undefined) } } : {}),
    rtcpMux: true,
    direction: local.direction,
    ...(local.browser === undefined
      ? {}
      : { browser: { ...local.browser, setup: 'actpass', mid: ownMid } }),
  }
}

const profileOf: Readonly<Record<Encryption, string>> = {
  off: 'RTP/AVP',
  sdes: 'RTP/SAVP',
  dtls: browserProfile,
}

/** Answers an offer, or says why not. */
export function answerOffer(local: LocalAudio, text: string): Answer | Refused {
  const read = readAudio(text, local.srtp)
  if ('ok' in read) return read
  const { remote, media } = read
  const crypto = local.srtp === 'sdes' ? preferredCrypto(remote.cryptos) : undefined
  const refusal = refuseSecurity(local, remote, crypto)
  if (refusal !== undefined) return refusal
  const chosen = remote.codecs.find(({ codec }) => local.codecs.includes(codec))
  if (chosen === undefined) return noCommonCodec(local, remote)
  const direction = answerDirection(local.direction, remote.direction)
  const localKey = crypto === undefined ? undefined : localKeyOf(local, crypto)
  const described: DescribedAudio = {
    codecs: [chosen],
    ...describedDigits(remote, chosen.codec),
    ...noiseOf(remote, chosen.codec),
    profile: remote.profile,
    ...(crypto && localKey ? { crypto: { tag: crypto.tag, key: localKey } } : {}),
    rtcpMux: remote.rtcpMux,
    direction,
    ...(local.browser && remote.peer
      ? { browser: { ...local.browser, setup: 'passive', mid: remote.peer.mid } }
      : {}),
  }
  const agreement = agree(remote, chosen, {
    srtp: local.srtp,
    direction,
    remoteKeys: crypto === undefined ? [] : [crypto.key],
    ...(localKey === undefined ? {} : { localKey }),
  })
  return { agreement, described, offered: { sections: media, accepted: remote.index } }
}

/** Reads the answer to what we described; the peer may have sent several crypto lines. */
export function acceptAnswer(
  local: LocalAudio,
  described: DescribedAudio,
  text: string,
): Agreement | Refused {
  const read = readAudio(text, local.srtp)
  if ('ok' in read) return read
  const { remote } = read
  const ours = described.crypto
  const matching = remote.cryptos.filter(({ key }) => key.suite === ours?.key.suite)
  // The tag should be ours (RFC 4568 §5.1.3); a Microsoft answer may number its lines anew.
  const ranked = matching.toSorted((a, b) => rankTag(a, ours) - rankTag(b, ours))
  const refusal = refuseSecurity(local, remote, ranked[0])
  if (refusal !== undefined) return refusal
  const offered = new Set(described.codecs.map(({ codec }) => codec))
  const chosen = remote.codecs.find(({ codec }) => offered.has(codec))
  if (chosen === undefined) return noCommonCodec(local, remote)
  return agree(remote, chosen, {
    srtp: local.srtp,
    direction: answerDirection(described.direction, remote.direction),
    remoteKeys: local.srtp === 'sdes' ? ranked.map(({ key }) => key) : [],
    ...(ours === undefined ? {} : { localKey: ours.key }),
  })
}

function readAudio(
  text: string,
  srtp: Encryption,
): { readonly remote: RemoteAudio; readonly media: readonly SdpMedia[] } | Refused {
  const description = parseSdp(text)
  if ('malformed' in description) return refuse('malformed-sdp', description.malformed)
  const remote = readRemoteAudio(description, srtp)
  if (remote === undefined) return refuse('no-audio', 'no RTP audio section with a port')
  if ('malformed' in remote) return refuse('malformed-sdp', remote.malformed)
  return { remote, media: description.media }
}

function refuseSecurity(
  local: LocalAudio,
  remote: RemoteAudio,
  crypto: CryptoLine | undefined,
): Refused | undefined {
  if (local.srtp === 'off') {
    if (!remote.secure) return undefined
    return refuse('srtp-unexpected', `${remote.profile} on a leg without SRTP`)
  }
  if (local.srtp === 'dtls') return refuseBrowser(remote)
  if (!remote.secure) return refuse('srtp-required', `${remote.profile} on a leg with SRTP`)
  if (crypto !== undefined) return undefined
  return refuse('srtp-required', 'no crypto line with AES_CM_128_HMAC_SHA1_80 or _32')
}

/** The browser must be ready to begin DTLS, since a server is all we are (RFC 5763 §5). */
function refuseBrowser({ peer, profile, rtcpMux }: RemoteAudio): Refused | undefined {
  if (peer === undefined) return refuse('srtp-required', `${profile} on a browser's leg`)
  if (!rtcpMux) return refuse('malformed-sdp', 'a browser without a=rtcp-mux')
  if (peer.setup !== 'passive') return undefined
  return refuse('srtp-required', 'a=setup:passive leaves nobody to begin DTLS')
}

function noCommonCodec(local: LocalAudio, remote: RemoteAudio): Refused {
  const theirs = remote.codecs.map(({ codec }) => codec).join(' ') || 'none that we know'
  return refuse('no-common-codec', `ours: ${local.codecs.join(' ')}; theirs: ${theirs}`)
}

function agree(
  remote: RemoteAudio,
  chosen: OfferedCodec,
  rest: Pick<Agreement, 'remoteKeys' | 'localKey'> & Pick<Negotiated, 'direction' | 'srtp'>,
): Agreement {
  const { direction, srtp, remoteKeys, localKey } = rest
  const { digitsPayloadType, digitsRatio } = digitsOf(remote, chosen.codec)
  return {
    negotiated: {
      ...chosen,
      ...(digitsPayloadType === undefined ? {} : { digitsPayloadType }),
      srtp,
      rtcpMux: remote.rtcpMux,
      direction,
      remote: { address: remote.address, port: remote.port },
    },
    remote,
    ...noiseOf(remote, chosen.codec),
    digitsRatio,
    ...(remote.opus === undefined ? {} : { opus: remote.opus }),
    remoteKeys,
    ...(localKey === undefined ? {} : { localKey }),
    ...(remote.peer === undefined ? {} : { peer: remote.peer }),
  }
}

/**
 * The number for digits that goes with a codec: of its own clock where the peer has one, since both
 * share a stream (RFC 4733 §2.1); several phones offer 8 kHz alone and mean it for Opus too.
 */
function digitsOf(
  remote: RemoteAudio,
  codec: CodecName,
): { readonly digitsPayloadType?: number; readonly digitsRatio: number } {
  const { digitsPayloadType, fastDigitsPayloadType } = remote
  if (codec === 'OPUS' && fastDigitsPayloadType !== undefined) {
    return { digitsPayloadType: fastDigitsPayloadType, digitsRatio: fastRatio }
  }
  return digitsPayloadType === undefined
    ? { digitsRatio: 1 }
    : { digitsPayloadType, digitsRatio: 1 }
}

/** 48 kHz against 8. */
const fastRatio = 6

function describedDigits(
  remote: RemoteAudio,
  codec: CodecName,
): Pick<DescribedAudio, 'digitsPayloadType' | 'fastDigitsPayloadType'> {
  const { digitsPayloadType, digitsRatio } = digitsOf(remote, codec)
  if (digitsPayloadType === undefined) return {}
  return digitsRatio === 1 ? { digitsPayloadType } : { fastDigitsPayloadType: digitsPayloadType }
}

/** Comfort noise of 8 kHz goes with the codecs of that clock; Opus has its own (RFC 7587 §3.1.3). */
function noiseOf(remote: RemoteAudio, codec: CodecName): Pick<DescribedAudio, 'noisePayloadType'> {
  const { noisePayloadType } = remote
  return noisePayloadType === undefined || codec === 'OPUS' ? {} : { noisePayloadType }
}

function localKeyOf(local: LocalAudio, remote: CryptoLine | undefined): SrtpKey {
  const suite = remote?.key.suite ?? 'AES_CM_128_HMAC_SHA1_80'
  return { suite, master: local.master, mkiBytes: 0 }
}

function rankTag(line: CryptoLine, ours: CryptoLine | undefined): number {
  return line.tag === ours?.tag ? 0 : 1
}

/** What is left of our wish when the peer only sends, only receives, or neither (RFC 3264 §6.1). */
export function answerDirection(wish: Direction, remote: Direction): Direction {
  const send = sends(wish) && receives(remote)
  const receive = receives(wish) && sends(remote)
  if (send) return receive ? 'sendrecv' : 'sendonly'
  return receive ? 'recvonly' : 'inactive'
}

/** True when this direction lets its owner send. */
export function sends(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'sendonly'
}

/** True when this direction lets its owner receive. */
export function receives(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'recvonly'
}

function refuse(reason: Refused['reason'], detail: string): Refused {
  return { ok: false, reason, detail }
}
