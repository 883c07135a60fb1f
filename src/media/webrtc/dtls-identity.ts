/** Who a worker is towards browsers: a certificate made at its first browser leg, gone with it. */
import type { DtlsServer, RTCCertificate } from 'werift'

/** The DTLS library, loaded only where a browser calls, and this worker's certificate. */
export interface DtlsIdentity {
  readonly library: { readonly DtlsServer: typeof DtlsServer }
  readonly certificate: RTCCertificate
  /** SHA-256 over the certificate, as `a=fingerprint` says it (RFC 8122 §5). */
  readonly fingerprint: string
}

/** Loads the library and makes the certificate. */
export async function openDtlsIdentity(): Promise<DtlsIdentity> {
  const library = await import('werift')
  const certificate = await library.RTCDtlsTransport.SetupCertificate()
  const found = certificate.getFingerprints().find(({ algorithm }) => algorithm === 'sha-256')
  if (found === undefined) throw new Error('a certificate without a SHA-256 fingerprint')
  return { library, certificate, fingerprint: found.value.toUpperCase() }
}
