import { isIP } from 'node:net'
import type { EmulatedPerson, EmulatedTenant } from '../config.ts'
import { provesName } from '../wire/links.ts'
import type { PeerProof } from '../wire/links.ts'
import { headerOf, valuesOf } from '../wire/message.ts'
import type { WireRequest } from '../wire/message.ts'
import { parseNamedUri, parseSipUri } from '../wire/sip-uri.ts'
import type { SipUri } from '../wire/sip-uri.ts'
import type { Finding } from './check-offer.ts'
import { refusals } from './refusal.ts'
import type { Tenancy } from './tenancy.ts'

/** Methods Microsoft's Allow lists, and ACK, which is none to refuse (direct-routing §2.1). */
export const allowed = 'INVITE,ACK,OPTIONS,CANCEL,BYE,NOTIFY'

/** Numbers with a plus, up to the 15 digits of E.164; short extensions are written with it too. */
const plusNumber = /^\+\d{1,15}$/

/** Something that may be made into a number by rules of the tenant, but was not. */
const anyNumber = /^[+\d().-]+$/

/** Which SBC speaks, and for which tenant. */
export interface CheckedSender {
  readonly findings: readonly Finding[]
  readonly fqdn: string | undefined
  readonly contact: SipUri | undefined
  readonly tenant: EmulatedTenant | undefined
}

/** Where a call is meant to go. */
export interface CheckedCallee {
  readonly findings: readonly Finding[]
  readonly person: EmulatedPerson | undefined
}

/** Rules for anything an SBC sends outside a dialog: who it is and whether it may (direct-routing §1.5, §2.2). */
export function checkSender(
  request: WireRequest,
  proof: PeerProof | undefined,
  tenancy: Tenancy,
): CheckedSender {
  const [value] = valuesOf(request, 'contact')
  const contact = value === undefined ? undefined : parseNamedUri(value)?.uri
  const none = { fqdn: undefined, contact: undefined, tenant: undefined }
  if (contact === undefined) {
    return { ...none, findings: [{ code: 'contact-missing', refusal: refusals.malformed }] }
  }
  const fqdn = contact.host
  if (isAddress(fqdn)) {
    return { ...none, findings: [{ code: 'contact-ip', refusal: refusals.contactIsAddress }] }
  }
  const tenant = tenancy.tenantOf(fqdn)
  const findings: Finding[] = [...proofFindings(proof, fqdn)]
  if (tenant === undefined) {
    findings.push({ code: 'contact-unknown', refusal: refusals.trunkUnknown })
  }
  findings.push(...routeFindings(request, fqdn))
  if (contact.scheme === 'sips' || request.uri.toLowerCase().startsWith('sips:')) {
    findings.push({ code: 'sips-uri', refusal: refusals.schemeUnsupported })
  }
  return { findings, fqdn, contact, tenant }
}

/** The top Record-Route is where the proxy sends its own requests of a call (direct-routing §1.6). */
function routeFindings(request: WireRequest, fqdn: string): readonly Finding[] {
  const [route] = valuesOf(request, 'record-route')
  const host = route === undefined ? fqdn : (parseNamedUri(route)?.uri.host ?? '')
  if (isAddress(host)) return [{ code: 'record-route-ip', refusal: refusals.routeIsAddress }]
  return host === fqdn ? [] : [{ code: 'record-route-differs' }]
}

/** An IP address where a name must stand, which a certificate can prove. */
export function isAddress(host: string): boolean {
  return isIP(host.replace(/^\[|\]$/g, '')) !== 0
}

function proofFindings(proof: PeerProof | undefined, fqdn: string): readonly Finding[] {
  if (proof === undefined || !provesName(proof, fqdn)) {
    return [{ code: 'contact-not-in-certificate', refusal: refusals.certificateMismatch }]
  }
  return proof.rsa ? [] : [{ code: 'certificate-weak', refusal: refusals.certificateMismatch }]
}

/** Rules for every request: extensions that were never promised (direct-routing §2.1). */
export function checkExtensions(request: WireRequest): readonly Finding[] {
  const findings: Finding[] = []
  if (headerOf(request, 'replaces') !== undefined) {
    findings.push({ code: 'replaces-sent', refusal: refusals.replacesUnsupported })
  }
  if (valuesOf(request, 'require').some(extension => extension.toLowerCase() !== 'timer')) {
    findings.push({ code: 'requires-extension', refusal: refusals.extensionUnsupported })
  }
  return findings
}

/** Rules for the dialled number and the caller's (direct-routing §2.2). */
export function checkCallee(
  request: WireRequest,
  tenant: EmulatedTenant,
  tenancy: Tenancy,
): CheckedCallee {
  const findings: Finding[] = []
  const from = parseNamedUri(headerOf(request, 'from') ?? '')?.uri.user ?? ''
  if (!plusNumber.test(from) && from !== 'anonymous') findings.push({ code: 'from-not-e164' })
  const callee = parseSipUri(request.uri)
  const number = callee?.user ?? ''
  if (!plusNumber.test(number)) {
    const refusal = anyNumber.test(number) ? refusals.numberMalformed : refusals.numberUnassigned
    return { findings: [...findings, { code: 'number-without-plus', refusal }], person: undefined }
  }
  if (callee?.params.get('user') !== 'phone') findings.push({ code: 'user-phone-missing' })
  return { findings, person: tenancy.personOf(tenant, number) }
}
