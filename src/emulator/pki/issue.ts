import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { isIP } from 'node:net'
import type { EmulatorClock } from '../clock.ts'
import type { IssuedIdentity } from '../emulator.ts'
import { freshSerial, keyPem, rsa } from './authority.ts'
import type { Authority } from './authority.ts'

const dayMs = 86_400_000

/** As long as public authorities may (CA/Browser Forum, 398 days until 2026). */
export const leafDaysMax = 397

/** As many names as one certificate may carry. */
export const namesMax = 100

/** An order for a certificate. */
export interface IssueOrder {
  /** FQDNs, wildcards or addresses; the first is the common name. */
  readonly names: readonly string[]
  /** A negative number makes an expired one, for tests of refusal. */
  readonly days?: number
  /** An elliptic key, as certbot makes by default, for tests of refusal; RSA when left out. */
  readonly elliptic?: boolean
}

const elliptic = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Certifies a fresh key for these names, for both sides of a TLS connection. */
export async function issueIdentity(
  authority: Authority,
  clock: EmulatorClock,
  order: IssueOrder,
): Promise<IssuedIdentity> {
  const [commonName] = order.names
  if (commonName === undefined || order.names.length > namesMax) {
    throw new RangeError(`A certificate carries 1 to ${namesMax} names.`)
  }
  const algorithm = order.elliptic === true ? elliptic : rsa
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.create({
    serialNumber: freshSerial(),
    subject: [{ CN: [commonName] }],
    issuer: authority.certificate.subjectName,
    notBefore: new Date(Math.min(clock.now(), clock.now() + (order.days ?? 0) * dayMs) - dayMs),
    notAfter: new Date(clock.now() + (order.days ?? leafDaysMax) * dayMs),
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: rsa,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension(order.names.map(alternativeName)),
      await AuthorityKeyIdentifierExtension.create(authority.certificate),
    ],
  })
  return {
    key: await keyPem(keys.privateKey),
    cert: `${certificate.toString('pem')}\n${authority.pem}\n`,
    ca: authority.pem,
  }
}

function alternativeName(name: string): { type: 'ip' | 'dns'; value: string } {
  return { type: isIP(name) === 0 ? 'dns' : 'ip', value: name }
}
