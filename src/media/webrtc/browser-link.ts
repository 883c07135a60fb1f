/**
 * The wire to one browser, in the place of a leg's plain sockets: ICE finds the way, DTLS makes the
 * keys, and what is left is RTP like any other's.
 *
 *     datagram ─▶ first octet 0–3: ICE │ 20–63: DTLS │ 128–191: RTP and RTCP (RFC 7983 §7)
 *
 * Invariants: 1. Nothing but ICE checks is believed from a source that has passed none. 2. Keys
 * belong to one fingerprint; another fingerprint in SDP, as from a page that was loaded anew, begins
 * another handshake and the leg goes on. 3. The port never changes; only the browser's side may.
 */
import type { LegSockets } from '../leg/port-range.ts'
import type { Source } from '../rtp/source-latch.ts'
import type { SrtpKey } from '../rtp/srtp.ts'
import type { BrowserPeer } from '../sdp/browser-lines.ts'
import { isClientHello, openDtlsHandshake } from './dtls-keys.ts'
import type { DtlsHandshake, DtlsOutcome } from './dtls-keys.ts'
import type { DtlsIdentity } from './dtls-identity.ts'
import {
  answerCheck,
  iceLostMsMax,
  isAdmitted,
  openIceLite,
  useIceCredentials,
  wayOf,
} from './ice-lite.ts'
import type { IceCredentials } from './ice-lite.ts'

/** How the wire is doing. `lost` may come back; `failed` does not without a new description. */
export type BrowserConnection =
  | { readonly state: 'connected' }
  | { readonly state: 'lost' }
  | { readonly state: 'failed'; readonly detail: string }

/** What the link tells its leg. */
export interface BrowserEars {
  readonly onKeys: (keys: { readonly localKey: SrtpKey; readonly remoteKey: SrtpKey }) => void
  readonly onConnection: (connection: BrowserConnection) => void
}

/** The leg sees one source only: what came over the link came from the browser. */
const theBrowser: Source = { address: 'browser', port: 1 }

/** A leg's sockets with a browser at their other end. */
export class BrowserLink implements LegSockets {
  readonly identity: DtlsIdentity
  readonly port: number
  readonly rtcpPort: number
  onDatagram: LegSockets['onDatagram'] = () => undefined
  ears: BrowserEars | undefined
  readonly #sockets: LegSockets
  readonly #nowMs: () => number
  readonly #ice = openIceLite()
  #handshake: DtlsHandshake | undefined
  #peerFingerprint = ''
  /** Our name in ICE when the handshake began. */
  #handshakeUfrag = ''
  #state: 'new' | 'connected' | 'lost' | 'failed' = 'new'
  #keyed = false

  constructor(sockets: LegSockets, identity: DtlsIdentity, nowMs: () => number) {
    this.identity = identity
    this.port = sockets.port
    this.rtcpPort = sockets.rtcpPort
    this.#sockets = sockets
    this.#nowMs = nowMs
    sockets.onDatagram = (channel, bytes, from) => {
      if (channel === 'rtp') this.#receive(bytes, from)
    }
  }

  /** Packets of sources that knew no password. */
  get strangers(): number {
    return this.#ice.strangers
  }

  /** A description was agreed on: who may check, and whose certificate is expected. */
  usePeer(credentials: IceCredentials, peer: BrowserPeer): void {
    useIceCredentials(this.#ice, credentials)
    if (peer.fingerprint === this.#peerFingerprint) return
    this.#peerFingerprint = peer.fingerprint
    this.#shakeHands()
  }

  #shakeHands(): void {
    this.#handshake?.close()
    this.#handshakeUfrag = this.#ice.credentials[0]?.ufrag ?? ''
    this.#keyed = false
    const handshake = openDtlsHandshake({
      identity: this.identity,
      peerFingerprint: this.#peerFingerprint,
      send: bytes => this.#toBrowser(bytes),
      onOutcome: outcome => {
        if (this.#handshake === handshake) this.#finish(outcome)
      },
    })
    this.#handshake = handshake
  }

  send(_channel: 'rtp' | 'rtcp', bytes: Uint8Array): void {
    this.#toBrowser(bytes)
  }

  /** Notices a browser that fell silent, and one that is back. */
  tend(): void {
    if (this.#state === 'new' || this.#state === 'failed' || !this.#keyed) return
    const silent = this.#nowMs() - this.#ice.heardMs >= iceLostMsMax
    this.#tell(silent ? { state: 'lost' } : { state: 'connected' })
  }

  close(): void {
    this.#handshake?.close()
    this.#sockets.close()
  }

  #receive(bytes: Uint8Array, from: Source): void {
    const kind = (bytes[0] ?? 0xff) >> 6
    const first = bytes[0] ?? 0xff
    if (first < 4) {
      const reply = answerCheck(this.#ice, bytes, from, this.#nowMs())
      if (reply !== undefined) this.#sockets.send('rtp', reply, from)
    } else if (!isAdmitted(this.#ice, from)) {
      this.#ice.strangers += 1
    } else if (first >= 20 && first < 64) {
      this.#receiveDtls(bytes)
    } else if (kind === 2) {
      this.onDatagram('rtp', bytes, theBrowser)
    }
  }

  /** A browser with the same certificate as before may begin anew once it has restarted ICE. */
  #receiveDtls(bytes: Uint8Array): void {
    const anew = this.#keyed && this.#ice.wayUfrag !== this.#handshakeUfrag
    if (anew && isClientHello(bytes)) this.#shakeHands()
    this.#handshake?.receive(bytes)
  }

  #toBrowser(bytes: Uint8Array): void {
    const way = wayOf(this.#ice)
    if (way !== undefined) this.#sockets.send('rtp', bytes, way)
  }

  #finish(outcome: DtlsOutcome): void {
    if (!outcome.ok) {
      this.#tell({ state: 'failed', detail: outcome.detail })
      return
    }
    this.#keyed = true
    this.ears?.onKeys(outcome)
    this.#tell({ state: 'connected' })
  }

  #tell(connection: BrowserConnection): void {
    if (connection.state === this.#state) return
    this.#state = connection.state
    this.ears?.onConnection(connection)
  }
}
