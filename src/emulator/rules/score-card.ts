import type { Violation, ViolationCode } from './violation.ts'

/** Lines the score card keeps, before it forgets the oldest. */
export const violationsMax = 2000

/** What every rule says about itself: words for people, and where it is written. */
export const violationRules: Readonly<
  Record<ViolationCode, readonly [words: string, rule: string]>
> = {
  'contact-missing': ['Contact is mandatory, in OPTIONS too.', 'SIP protocol: OPTIONS §1.5'],
  'contact-ip': [
    'Contact holds an IP address instead of the paired FQDN.',
    'SIP protocol §1.5, 2.2',
  ],
  'contact-unknown': ['No tenant knows the FQDN in Contact.', 'SIP protocol: tenant look-up §2.2'],
  'contact-not-in-certificate': [
    'The certificate shown does not prove the FQDN in Contact.',
    'Plan Direct Routing: certificates §1.3',
  ],
  'certificate-weak': ['The certificate is not RSA.', 'Plan Direct Routing: suites §1.3'],
  'record-route-ip': ['Record-Route holds an IP address.', 'SIP protocol §1.6'],
  'record-route-differs': ['Record-Route names another host than Contact.', 'SIP protocol §1.6'],
  'sips-uri': ['sips: URIs are not supported.', 'SIP protocol §1.2'],
  'number-without-plus': ['The dialled number is not E.164 with a plus.', 'SIP protocol §2.2'],
  'user-phone-missing': ['The Request-URI lacks user=phone.', 'SIP protocol §2.2'],
  'from-not-e164': ['The caller in From is not E.164 with a plus.', 'SIP protocol §2.2'],
  'method-not-allowed': ["The method is not in Microsoft's Allow.", 'Method matrix §2.1'],
  'replaces-sent': ['Requests with Replaces are refused since April 2022.', 'SIP protocol §2.1'],
  'requires-extension': ['Require names something other than timer.', 'Method matrix §2.1'],
  'sdp-missing': ['The request carries no SDP.', 'SIP protocol §2.2, hold §2.8'],
  'sdp-unreadable': ['The SDP cannot be read.', 'Response codes §2.9'],
  'rtp-not-savp': ['The audio is not RTP/SAVP.', 'Media protocols §3.1'],
  'crypto-missing': ['No AES_CM_128_HMAC_SHA1_80 key is offered.', 'Media protocols §3.1'],
  'codec-missing': ['No codec is offered that Teams speaks here.', 'Media protocols §3.2'],
  'payload-type-duplicate': ['A payload type has two meanings.', 'Response codes §2.9'],
  'hold-not-inactive': ['Hold must be a=inactive.', 'SIP protocol: hold §2.8'],
  'hold-zero-address': ['c=0.0.0.0 is not understood.', 'SIP protocol: hold §2.8'],
  'media-moved': ['A changed media address is never followed.', 'Plan Direct Routing §2.8'],
  'origin-version-stuck': ['The description changed, its o= version did not rise.', 'RFC 3264 §8'],
  'origin-session-changed': ['The session in o= is not that of before.', 'RFC 3264 §8'],
  'request-uri-changed': [
    'The Request-URI is not the Contact, byte for byte.',
    'Trace of 2020 §2.5',
  ],
  'route-missing': ["The Route to Microsoft's Record-Route is missing.", 'Trace of 2020 §2.5'],
  'retry-after-decline': ['The same call was tried again after a 603.', 'SIP protocol §1.7'],
  'options-too-often': ['OPTIONS came within less than a minute.', 'Monitor Direct Routing §1.5'],
  'options-too-rare': ['No OPTIONS came for three minutes.', 'Monitor Direct Routing §1.5'],
  'to-tag-missing': ['An answer of the SBC carries no To tag.', 'RFC 3261 §8.2.6.2'],
  'provisional-missing': [
    'The SBC said nothing to an INVITE for ten seconds.',
    'Trunk failover §2.9: 408/500001',
  ],
  'ack-missing': ['The 200 was never acknowledged.', 'Response codes §2.9: 408/1106'],
  'bye-before-notify': [
    'BYE came before the NOTIFY of the transfer.',
    'SIP protocol: transfer §2.10',
  ],
  'notify-missing': [
    'No NOTIFY told the end of a transfer within a minute.',
    'SIP protocol: transfer §2.10',
  ],
  'referred-by-altered': ['Referred-By is not the one of the REFER.', 'SIP protocol §2.10'],
}

/** The strict log of the SBC under test. */
export interface ScoreCard {
  note(code: ViolationCode, where: { readonly callId: string; readonly refused: boolean }): void
  violations(): readonly Violation[]
  forget(): void
}

/** Opens an empty score card. */
export function openScoreCard(
  now: () => number,
  onViolation: (violation: Violation) => void,
): ScoreCard {
  let kept: readonly Violation[] = []
  return {
    note: (code, where) => {
      const [words, rule] = violationRules[code]
      const consequence = where.refused ? 'refused' : 'ignored'
      const violation = {
        code,
        words,
        rule,
        atMs: now(),
        callId: where.callId,
        consequence,
      } as const
      kept = [...kept, violation].slice(-violationsMax)
      onViolation(violation)
    },
    violations: () => kept,
    forget: () => {
      kept = []
    },
  }
}
