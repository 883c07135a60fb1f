import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import type { TlsIdentity } from './transport/points.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const validity = { notBefore: new Date(0), notAfter: new Date(4_102_444_800_000) }

/** An authority of one test's own: its certificate, and what it signs. */
export async function createAuthority(): Promise<{
  readonly ca: string
  /** A certificate for a name, with a serial number to tell it from others. */
  readonly issue: (name: string, serial?: string) => Promise<TlsIdentity>
}> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const root = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=Throwaway Root',
    ...validity,
    signingAlgorithm: algorithm,
    keys,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  })
  const ca = root.toString('pem')
  const issue = async (name: string, serial = '02'): Promise<TlsIdentity> => {
    const own = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const leaf = await X509CertificateGenerator.create({
      serialNumber: serial,
      subject: `CN=${name}`,
      issuer: root.subject,
      ...validity,
      signingAlgorithm: algorithm,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
    })
    const key = await crypto.subtle.exportKey('pkcs8', own.privateKey)
    return { key: PemConverter.encode(key, 'PRIVATE KEY'), cert: leaf.toString('pem'), ca }
  }
  return { ca, issue }
}
