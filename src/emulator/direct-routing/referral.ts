import { randomBytes } from 'node:crypto'
import type { WireHeader, WireRequest } from '../wire/message.ts'
import { headerOf } from '../wire/message.ts'

/** Whom a Teams user transfers a call to: a colleague, or a number outside. */
export type TransferTarget =
  | { readonly kind: 'person'; readonly personId: string }
  | { readonly kind: 'number'; readonly number: string }

/** How long the SBC may take until it tells the end of a transfer. */
export const notifyMsMax = 60_000

/** A transfer by REFER: what the SBC must repeat to the letter in its new INVITE (direct-routing §2.10). */
export interface Referral {
  readonly target: TransferTarget
  /** Who hands the call on. */
  readonly by: string
  /** The URI of Refer-To, which becomes the Request-URI unchanged. */
  readonly referTo: string
  /** The value of Referred-By, which is copied verbatim. */
  readonly referredBy: string
}

/** Writes the two fields the way Microsoft does: opaque parameters that make them 400 characters long, no user part for a colleague. */
export function referralTo(
  target: TransferTarget,
  by: { readonly personId: string; readonly directoryId: string; readonly correlation: string },
): Referral {
  const proxy = 'sip.pstnhub.microsoft.com:5061'
  const replacement = `https://api-du-b-euwe.pstnhub.microsoft.com/v1/ngc/callnotification?dci=${randomBytes(64).toString('hex')}`
  const opaque = Buffer.from(replacement).toString('base64').replaceAll('=', '%3D')
  return {
    target,
    by: by.personId,
    referTo:
      target.kind === 'person'
        ? `sip:${proxy};transport=tls;x-m=8:orgid:${target.personId}`
        : `sip:${target.number}@${proxy};user=phone;transport=tls`,
    referredBy: `<sip:${proxy};x-m=8:orgid:${by.personId};x-t=${by.directoryId};x-ti=${by.correlation};x-tt=${opaque}>`,
  }
}

/** The header fields of the REFER. */
export function referHeaders(referral: Referral): readonly WireHeader[] {
  return [
    { name: 'refer-to', value: `<${referral.referTo}>` },
    { name: 'referred-by', value: referral.referredBy },
  ]
}

/** The status a NOTIFY reports in its sipfrag body (RFC 3515 §2.4.5). */
export function reportedStatus(notify: WireRequest): number | undefined {
  const status = /^SIP\/2\.0 (\d{3})/.exec(notify.body)?.[1]
  return status === undefined ? undefined : Number(status)
}

/** Which call a Referred-By speaks of: the correlation id inside, letter case aside. */
export function correlationOf(request: WireRequest): string | undefined {
  return /x-ti=([0-9a-f-]{36})/i.exec(headerOf(request, 'referred-by') ?? '')?.[1]?.toLowerCase()
}
