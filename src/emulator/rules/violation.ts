/** A rule of Direct Routing the SBC under test broke, as a line on its score card. */
export interface Violation {
  readonly code: ViolationCode
  readonly words: string
  /** The page of Microsoft's documentation (or the trace) the rule comes from. */
  readonly rule: string
  readonly atMs: number
  readonly callId: string
  /** What Microsoft does about it; `ignored` means the call goes on, worse than it could. */
  readonly consequence: 'refused' | 'ignored'
}

/** The rules the proxy watches. */
export type ViolationCode =
  | 'contact-missing'
  | 'contact-ip'
  | 'contact-unknown'
  | 'contact-not-in-certificate'
  | 'certificate-weak'
  | 'record-route-ip'
  | 'record-route-differs'
  | 'sips-uri'
  | 'number-without-plus'
  | 'user-phone-missing'
  | 'from-not-e164'
  | 'method-not-allowed'
  | 'replaces-sent'
  | 'requires-extension'
  | 'sdp-missing'
  | 'sdp-unreadable'
  | 'rtp-not-savp'
  | 'crypto-missing'
  | 'codec-missing'
  | 'payload-type-duplicate'
  | 'hold-not-inactive'
  | 'hold-zero-address'
  | 'media-moved'
  | 'origin-version-stuck'
  | 'origin-session-changed'
  | 'request-uri-changed'
  | 'route-missing'
  | 'retry-after-decline'
  | 'options-too-often'
  | 'options-too-rare'
  | 'to-tag-missing'
  | 'ack-missing'
  | 'provisional-missing'
  | 'bye-before-notify'
  | 'notify-missing'
  | 'referred-by-altered'
