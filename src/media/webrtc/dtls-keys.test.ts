import { DtlsClient, RTCDtlsTransport, CipherContext, RTCCertificate } from 'werift'
import { expect, test } from 'vitest'
import { openDtlsIdentity } from './dtls-identity.ts'
import type { DtlsIdentity } from './dtls-identity.ts'
import { openDtlsHandshake } from './dtls-keys.ts'
import type { DtlsOutcome } from './dtls-keys.ts'

const identity = await openDtlsIdentity()

async function newCertificate(): Promise<RTCCertificate> {
  const made = await CipherContext.createSelfSignedCertificateWithKey({ signature: 3, hash: 4 }, 23)
  return new RTCCertificate(made.keyPem, made.certPem, made.signatureHash)
}

function fingerprintOf(certificate: RTCCertificate): string {
  return certificate.getFingerprints().find(({ algorithm }) => algorithm === 'sha-256')?.value ?? ''
}

/** A browser that shows one certificate and signs with one key, against our side. */
async function shakeHands(
  shown: { readonly certificate: RTCCertificate; readonly keyOf: RTCCertificate },
  peerFingerprint: string,
): Promise<{ readonly outcome: DtlsOutcome; readonly client: DtlsClient }> {
  const { promise, resolve } = Promise.withResolvers<DtlsOutcome>()
  const wire = {
    type: 'ice',
    address: { address: '', family: 'IPv4', port: 0 },
    closed: false,
    onData: (_data: Buffer): void => undefined,
    send: (data: Buffer): Promise<void> => {
      setImmediate(() => ours.receive(data))
      return Promise.resolve()
    },
    close: () => Promise.resolve(),
  }
  const client = new DtlsClient({
    cert: shown.certificate.certPem,
    key: shown.keyOf.privateKey,
    signatureHash: shown.certificate.signatureHash,
    transport: wire,
    srtpProfiles: [1],
    extendedMasterSecret: true,
  })
  const ours = openDtlsHandshake({
    identity,
    peerFingerprint,
    send: bytes => setImmediate(() => wire.onData(Buffer.from(bytes))),
    onOutcome: resolve,
  })
  await client.connect()
  const outcome = await promise
  ours.close()
  return { outcome, client }
}

test('A browser that is who its SDP says gets keys, and both sides have the same', async () => {
  const certificate = await newCertificate()
  const shown = { certificate, keyOf: certificate }
  const { outcome, client } = await shakeHands(shown, fingerprintOf(certificate))
  if (!outcome.ok) throw new Error(outcome.detail)
  const theirs = client.extractSessionKeys(16, 14)
  expect([
    Buffer.concat([theirs.localKey, theirs.localSalt]).equals(outcome.remoteKey.master),
    Buffer.concat([theirs.remoteKey, theirs.remoteSalt]).equals(outcome.localKey.master),
  ]).toEqual([true, true])
})

test('A certificate that the SDP did not announce is refused', async () => {
  const certificate = await newCertificate()
  const { outcome } = await shakeHands({ certificate, keyOf: certificate }, identity.fingerprint)
  expect(outcome).toEqual({ ok: false, detail: 'DTLS: the certificate is not the one of the SDP' })
})

test('Somebody else’s certificate does not help who has not its key', async () => {
  const certificate = await newCertificate()
  const keyOf = await newCertificate()
  const { outcome } = await shakeHands({ certificate, keyOf }, fingerprintOf(certificate))
  expect(outcome).toEqual({
    ok: false,
    detail: 'DTLS: the signature is not by the certificate’s owner',
  })
})

test('A worker has one certificate for all its browsers', async () => {
  const again: DtlsIdentity = await openDtlsIdentity()
  expect(again.fingerprint).toBe(identity.fingerprint)
  expect(RTCDtlsTransport.localCertificate).toBe(identity.certificate)
})
