import { hasDuplicates, readOffer } from './offer.ts'
import type { Offer } from './offer.ts'
import { refusals } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import type { ViolationCode } from './violation.ts'

/** A broken rule, and the refusal that follows if Microsoft refuses. */
export interface Finding {
  readonly code: ViolationCode
  readonly refusal?: Refusal
}

/** The voice codecs Teams' media processor speaks with us; telephone-event and noise are none. */
const voices = new Set(['PCMU/8000', 'PCMA/8000', 'G722/8000'])

/** The one suite every SBC must offer (direct-routing §3.1). */
const suite = 'AES_CM_128_HMAC_SHA1_80'

/** The profiles that mean SRTP by SDES; feedback (SAVPF) is not for this leg. */
const secureProfiles = new Set(['RTP/SAVP', 'UDP/TLS/RTP/SAVP'])

/** An SBC's description as it came, and as it was read. */
export interface Described {
  readonly offer: Offer
  readonly body: string
}

/** What an offer amounted to: its parts when it can be read, and everything that is wrong with it. */
export interface CheckedOffer {
  readonly offer: Offer | undefined
  readonly findings: readonly Finding[]
}

/** Checks the offer of a new call. */
export function checkOffer(body: string): CheckedOffer {
  if (body.trim() === '') {
    const missing = { code: 'sdp-missing', refusal: refusals.offerMissing } as const
    return { offer: undefined, findings: [missing] }
  }
  const offer = readOffer(body)
  if (offer === undefined) {
    const unreadable = { code: 'sdp-unreadable', refusal: refusals.offerUnreadable } as const
    return { offer, findings: [unreadable] }
  }
  const findings: Finding[] = []
  if (!secureProfiles.has(offer.profile)) {
    findings.push({ code: 'rtp-not-savp', refusal: refusals.offerNotSecure })
  }
  if (!offer.cryptoSuites.includes(suite)) {
    findings.push({ code: 'crypto-missing', refusal: refusals.offerNotSecure })
  }
  if (!offer.formats.some(({ codec }) => voices.has(codec))) {
    findings.push({ code: 'codec-missing', refusal: refusals.offerWithoutCodec })
  }
  if (hasDuplicates(offer)) {
    findings.push({ code: 'payload-type-duplicate', refusal: refusals.offerWithoutCodec })
  }
  if (offer.address === '0.0.0.0') findings.push({ code: 'hold-zero-address' })
  return { offer, findings }
}

/** Checks the offer of a re-INVITE against the one before it (direct-routing §2.8). */
export function checkReoffer(body: string, before: Described): CheckedOffer {
  if (body.trim() === '') return { offer: undefined, findings: [{ code: 'sdp-missing' }] }
  const checked = checkOffer(body)
  const { offer } = checked
  if (offer === undefined) return checked
  const findings: Finding[] = checked.findings.map(finding =>
    finding.code === 'hold-zero-address'
      ? { ...finding, refusal: refusals.holdUnsupported }
      : finding,
  )
  if (offer.direction === 'sendonly' || offer.direction === 'recvonly') {
    findings.push({ code: 'hold-not-inactive', refusal: refusals.holdUnsupported })
  }
  const moved = offer.address !== before.offer.address || offer.port !== before.offer.port
  if (moved && offer.address !== '0.0.0.0') findings.push({ code: 'media-moved' })
  findings.push(...checkOrigin({ offer, body }, before))
  return { offer, findings }
}

/** Whatever changed in a description, offer or answer, it is the same session with a higher version (RFC 3264 §8). */
export function checkOrigin(changed: Described, before: Described): readonly Finding[] {
  const [now, was] = [changed.offer.origin, before.offer.origin]
  if (changed.body === before.body) return []
  if (now.session !== was.session) return [{ code: 'origin-session-changed' }]
  return now.version > was.version ? [] : [{ code: 'origin-version-stuck' }]
}
