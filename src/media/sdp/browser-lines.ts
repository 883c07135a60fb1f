/**
 * What WebRTC adds to a description: how the browser proves that it may talk (ICE, RFC 8839) and who
 * it is (DTLS, RFC 8842). All else about the sound stays as it is with any phone.
 */
import type { IceCredentials } from '../webrtc/ice-lite.ts'
import { attributesNamed } from './session-description.ts'
import type { MalformedSdp, SdpMedia, SessionDescription } from './session-description.ts'

/** The browser, as its description introduces it. */
export interface BrowserPeer {
  readonly ufrag: string
  /** SHA-256 of its certificate, in upper case with colons. */
  readonly fingerprint: string
  readonly setup: 'active' | 'passive' | 'actpass'
  /** The name of its audio section, repeated in every answer (RFC 9143 §7). */
  readonly mid: string
}

/** Ourselves, in the same words. */
export interface BrowserLocal {
  readonly credentials: IceCredentials
  readonly fingerprint: string
}

/** What is printed of it: an offer leaves the roles open, an answer takes the server's. */
export interface DescribedBrowser extends BrowserLocal {
  readonly setup: 'actpass' | 'passive'
  readonly mid: string
}

/** The name of our own audio section. */
export const ownMid = '0'

/** The profile of every WebRTC section (RFC 8829 §5.1.2). */
export const browserProfile = 'UDP/TLS/RTP/SAVPF'

/** True for a section whose keys come by DTLS, and whose address comes by ICE. */
export function isBrowserProfile(profile: string): boolean {
  return profile.startsWith('UDP/TLS/')
}

/** Reads the browser's part; undefined where there is none. */
export function readBrowserPeer(
  description: SessionDescription,
  media: SdpMedia,
): BrowserPeer | MalformedSdp | undefined {
  if (!isBrowserProfile(media.profile)) return undefined
  // Each may stand in the section or, for all sections, before them (RFC 8839 §5.4, RFC 8122 §5).
  const one = (name: string): string | undefined =>
    attributesNamed(media, name)[0] ??
    description.attributes.find(attribute => attribute.name === name)?.value
  const ufrag = one('ice-ufrag')
  if (ufrag === undefined || !/^[\w+/=-]{4,256}$/.test(ufrag)) return { malformed: 'a=ice-ufrag' }
  const setup = one('setup')
  if (setup !== 'active' && setup !== 'passive' && setup !== 'actpass') {
    return { malformed: 'a=setup' }
  }
  const said = [...attributesNamed(media, 'fingerprint'), ...sessionFingerprints(description)]
  const fingerprint = said.flatMap(sha256Of)[0]
  if (fingerprint === undefined) return { malformed: 'no a=fingerprint with sha-256' }
  const mid = one('mid') ?? ''
  if (!/^[\w.+-]{0,32}$/.test(mid)) return { malformed: 'a=mid' }
  return { ufrag, fingerprint, setup, mid }
}

function sessionFingerprints(description: SessionDescription): readonly string[] {
  return description.attributes
    .filter(({ name }) => name === 'fingerprint')
    .map(({ value }) => value)
}

function sha256Of(value: string): readonly string[] {
  const match = /^sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i.exec(value)
  return match?.[1] === undefined ? [] : [match[1].toUpperCase()]
}

/** Lines before the sections: a lite agent says so, and one bundle holds all (RFC 8839 §5.3). */
export function printBrowserSession({ mid }: DescribedBrowser): readonly string[] {
  return [...(mid === '' ? [] : [`a=group:BUNDLE ${mid}`]), 'a=ice-lite']
}

/** Lines of the section, with the one address at which we listen. */
export function printBrowserSection(
  { credentials, fingerprint, setup, mid }: DescribedBrowser,
  { address, port }: { readonly address: string; readonly port: number },
): readonly string[] {
  return [
    ...(mid === '' ? [] : [`a=mid:${mid}`]),
    `a=ice-ufrag:${credentials.ufrag}`,
    `a=ice-pwd:${credentials.password}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    `a=setup:${setup}`,
    // The priority of a host candidate of the first component (RFC 8445 §5.1.2.1).
    `a=candidate:1 1 udp 2130706431 ${address} ${port} typ host`,
    'a=end-of-candidates',
    'a=msid:parley voice',
  ]
}
