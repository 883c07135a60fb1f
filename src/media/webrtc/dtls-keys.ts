/**
 * One DTLS handshake with a browser: it ends with SRTP keys or with words why not (RFC 5764).
 *
 *     browser ── ClientHello ──▶ werift's server ──▶ certificate in the SDP's fingerprint?
 *                                                 ──▶ did he who has its key sign? ──▶ keys
 *
 * The browser is the client always, since we offer `actpass` and answer `passive`.
 */
import { X509Certificate, createHash, timingSafeEqual, verify } from 'node:crypto'
import type { DtlsServer } from 'werift'
import { masterKeyBytes, masterSaltBytes } from '../rtp/srtp-keys.ts'
import type { SrtpKey } from '../rtp/srtp.ts'
import type { DtlsIdentity } from './dtls-identity.ts'

/** What came of a handshake. */
export type DtlsOutcome =
  | { readonly ok: true; readonly localKey: SrtpKey; readonly remoteKey: SrtpKey }
  | { readonly ok: false; readonly detail: string }

/** What a handshake needs. */
export interface DtlsParts {
  readonly identity: DtlsIdentity
  /** SHA-256 of the browser's certificate, from its SDP. */
  readonly peerFingerprint: string
  readonly send: (datagram: Uint8Array) => void
  /** Called once. */
  readonly onOutcome: (outcome: DtlsOutcome) => void
}

/** A handshake under way, or done. */
export interface DtlsHandshake {
  receive(datagram: Uint8Array): void
  close(): void
}

const handshakeRecord = 22
const clientHello = 1
const recordHeaderBytes = 13
/** SRTP_AES128_CM_HMAC_SHA1_80, which every browser has to know (RFC 5764 §4.1.2). */
const aes128CmHmacSha1 = 0x0001
const certificateVerify = 15
const finished = 20
/** A flight that no retransmission waits for. */
const afterLastFlight = 99

/** Waits for the browser's ClientHello. */
export function openDtlsHandshake(parts: DtlsParts): DtlsHandshake {
  const { identity, send, onOutcome } = parts
  const { library, certificate } = identity
  let state: 'open' | 'told' | 'closed' = 'open'
  const wire = {
    type: 'ice',
    address: { address: '', family: 'IPv4', port: 0 },
    closed: false,
    onData: (_data: Buffer): void => undefined,
    send: (data: Buffer) => {
      if (state !== 'closed') send(data)
      return Promise.resolve()
    },
    close: () => Promise.resolve(),
  }
  const server = new library.DtlsServer({
    cert: certificate.certPem,
    key: certificate.privateKey,
    signatureHash: certificate.signatureHash,
    transport: wire,
    srtpProfiles: [aes128CmHmacSha1],
    extendedMasterSecret: true,
    certificateRequest: true,
  })
  const tell = (outcome: DtlsOutcome): void => {
    if (state !== 'open') return
    state = 'told'
    onOutcome(outcome)
  }
  server.onConnect.once(() => tell(outcomeOf(server, parts.peerFingerprint)))
  server.onError.once(error => tell({ ok: false, detail: `DTLS: ${String(error)}` }))
  return {
    receive(datagram) {
      // A new ClientHello on keys that are in use would begin anew; a new peer comes by SDP alone.
      if (state === 'closed' || (state === 'told' && isClientHello(datagram))) return
      wire.onData(Buffer.from(datagram))
    },
    close() {
      state = 'closed'
      server.dtls.flight = afterLastFlight
    },
  }
}

/** True for a datagram with which a client begins. */
export function isClientHello(datagram: Uint8Array): boolean {
  return datagram[0] === handshakeRecord && datagram[recordHeaderBytes] === clientHello
}

function outcomeOf(server: DtlsServer, peerFingerprint: string): DtlsOutcome {
  const refusal = doubt(server, peerFingerprint)
  if (refusal !== undefined) return { ok: false, detail: refusal }
  const keys = server.exportKeyingMaterial(
    'EXTRACTOR-dtls_srtp',
    2 * (masterKeyBytes + masterSaltBytes),
  )
  // RFC 5764 §4.2: client key, server key, client salt, server salt; we are the server.
  const saltsAt = 2 * masterKeyBytes
  const masterOf = (side: number): Buffer =>
    Buffer.concat([
      keys.subarray(side * masterKeyBytes, (side + 1) * masterKeyBytes),
      keys.subarray(saltsAt + side * masterSaltBytes, saltsAt + (side + 1) * masterSaltBytes),
    ])
  const keyOf = (side: number): SrtpKey => ({
    suite: 'AES_CM_128_HMAC_SHA1_80',
    master: masterOf(side),
    mkiBytes: 0,
  })
  return { ok: true, remoteKey: keyOf(0), localKey: keyOf(1) }
}

/**
 * Why the far end is not the one that SDP announced. The fingerprint alone proves nothing, since a
 * certificate travels in the clear: its owner also has to sign the handshake (RFC 5246 §7.4.8).
 * werift reads that signature and does not check it, so it is checked here.
 */
function doubt(server: DtlsServer, peerFingerprint: string): string | undefined {
  const certificate = server.remoteCertificate
  if (certificate === undefined) return 'DTLS: the browser showed no certificate'
  const said = Buffer.from(peerFingerprint.replaceAll(':', ''), 'hex')
  const shown = createHash('sha256').update(certificate).digest()
  if (said.length !== shown.length || !timingSafeEqual(said, shown)) {
    return 'DTLS: the certificate is not the one of the SDP'
  }
  const cache = server.dtls.sortedHandshakeCache
  const signed = cache.find(({ msg_type: type }) => type === certificateVerify)?.fragment
  if (signed === undefined) return 'DTLS: the browser did not sign'
  const transcript = cache
    .filter(({ msg_type: type }) => type !== certificateVerify && type !== finished)
    .map(message => message.serialize())
  return isSigned(Buffer.concat(transcript), signed, certificate)
    ? undefined
    : 'DTLS: the signature is not by the certificate’s owner'
}

/** ecdsa_secp256r1_sha256 and rsa_pkcs1_sha256, the two that are asked for (RFC 8446 §4.2.3). */
function isSigned(transcript: Buffer, signed: Buffer, certificate: Buffer): boolean {
  const scheme = signed.readUInt16BE(0)
  const signature = signed.subarray(4, 4 + signed.readUInt16BE(2))
  if (scheme !== 0x0403 && scheme !== 0x0401) return false
  const { publicKey } = new X509Certificate(certificate)
  const wanted = scheme === 0x0403 ? 'ec' : 'rsa'
  return (
    publicKey.asymmetricKeyType === wanted && verify('sha256', transcript, publicKey, signature)
  )
}
