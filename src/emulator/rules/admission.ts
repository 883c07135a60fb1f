import { checkOffer } from './check-offer.ts'
import type { Finding } from './check-offer.ts'
import { checkCallee, checkExtensions, checkSender } from './check-request.ts'
import type { CheckedCallee, CheckedSender } from './check-request.ts'
import type { EmulatedPerson, EmulatedTenant } from '../config.ts'
import type { Offer } from './offer.ts'
import type { PeerProof } from '../wire/links.ts'
import { headerOf } from '../wire/message.ts'
import type { WireRequest } from '../wire/message.ts'
import { parseNamedUri } from '../wire/sip-uri.ts'
import { refusals } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import type { Tenancy } from './tenancy.ts'

/** What the rules say about a request outside a dialog: everything broken, and the first refusal. */
export interface Admission {
  readonly findings: readonly Finding[]
  readonly refusal: Refusal | undefined
  readonly sender: CheckedSender
}

/** What the rules say about a new call. */
export interface CallAdmission extends Admission {
  readonly person: EmulatedPerson | undefined
  readonly offer: Offer | undefined
}

/** Judges an OPTIONS. */
export function admitOptions(
  request: WireRequest,
  proof: PeerProof | undefined,
  tenancy: Tenancy,
): Admission {
  const sender = checkSender(request, proof, tenancy)
  const findings = [...sender.findings, ...checkExtensions(request)]
  return { findings, refusal: firstRefusal(findings), sender }
}

/** Judges an INVITE (one that follows a REFER names its callee otherwise), in Microsoft's order of look-up: who, then whose number, then what media (direct-routing §2.2). */
export function admitCall(
  request: WireRequest,
  proof: PeerProof | undefined,
  tenancy: Tenancy,
  referred?: CheckedCallee,
): CallAdmission {
  const sender = checkSender(request, proof, tenancy)
  const callee = referred ?? calleeOf(request, sender.tenant, tenancy)
  const { offer, findings: offerFindings } = checkOffer(request.body)
  const findings = [
    ...sender.findings,
    ...checkExtensions(request),
    ...callee.findings,
    ...offerFindings,
  ]
  const unassigned =
    sender.tenant !== undefined && callee.person === undefined
      ? refusals.numberUnassigned
      : undefined
  const refusal =
    firstRefusal([...sender.findings, ...checkExtensions(request), ...callee.findings]) ??
    blockOf(request, sender.tenant) ??
    unassigned ??
    firstRefusal(offerFindings)
  return { findings, refusal, sender, person: callee.person, offer }
}

/** A caller whom the organisation's administrator blocked (direct-routing §2.9). */
function blockOf(request: WireRequest, tenant: EmulatedTenant | undefined): Refusal | undefined {
  const from = parseNamedUri(headerOf(request, 'from') ?? '')?.uri.user ?? ''
  return tenant?.blockedCallers?.includes(from) === true ? refusals.callerBlocked : undefined
}

function calleeOf(
  request: WireRequest,
  tenant: EmulatedTenant | undefined,
  tenancy: Tenancy,
): CheckedCallee {
  return tenant === undefined
    ? { findings: [], person: undefined }
    : checkCallee(request, tenant, tenancy)
}

function firstRefusal(findings: readonly Finding[]): Refusal | undefined {
  return findings.find(finding => finding.refusal !== undefined)?.refusal
}
