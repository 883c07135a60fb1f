import { X509Certificate, createPrivateKey } from 'node:crypto'
import type { TlsIdentity } from '#sip'

const dayMs = 86_400_000

/** What is wrong with a certificate, and what to do. */
export interface CertificateFault {
  readonly words: string
  readonly remedy: string
}

/** Whole days until a certificate runs out; fewer than none where it has. */
export function leftOf({ cert }: TlsIdentity, at: number): number {
  return Math.floor((Date.parse(new X509Certificate(cert).validTo) - at) / dayMs)
}

/** Why a pair would not do for these names now (Direct Routing, planning page, 2023); nothing where it does. */
export function certificateFault(
  names: readonly string[],
  tls: TlsIdentity,
  at: number,
): CertificateFault | undefined {
  try {
    const certificate = new X509Certificate(tls.cert)
    if (names.some(name => certificate.checkHost(name) === undefined)) {
      return fault('it names another host', 'Use a certificate with this name in it.')
    }
    if (!certificate.checkPrivateKey(createPrivateKey(tls.key))) {
      return fault('the key is not its key', 'Name the key the certificate was made for.')
    }
    if (Date.parse(certificate.validFrom) > at) {
      const words = `it is valid from ${certificate.validFrom}`
      return fault(words, 'Look at the clock of this machine.')
    }
    return leftOf(tls, at) < 0 ? fault('it has run out', 'Renew it.') : undefined
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return fault(`it cannot be read: ${words}`, 'Name files that begin with -----BEGIN.')
  }
}

function fault(words: string, remedy: string): CertificateFault {
  return { words, remedy }
}
