/**
 * Our side of ICE, as a lite agent: we have an address that the browser can reach, so we never
 * search for a way. The browser checks, we answer, and the pair it nominates is the way
 * (RFC 8445 §2.5). Its candidates need not even be told to us: whoever knows the password may talk.
 *
 *     browser ── check(ufrag, HMAC) ──▶ known password? ── reply, source is admitted
 *             ── check + USE-CANDIDATE ─▶ this source is the way from now on
 *
 * A browser whose network changes checks from its new address, with the old password or, after an
 * ICE restart, with a new one; both lead to the same leg.
 */
import { randomBytes } from 'node:crypto'
import type { Source } from '../rtp/source-latch.ts'
import {
  isIntact,
  parseBindingRequest,
  printBindingSuccess,
  printRoleConflict,
} from './stun-message.ts'

/** What a check must know of us (RFC 8445 §5.3). */
export interface IceCredentials {
  readonly ufrag: string
  readonly password: string
}

/** The newest, and the one before it while an ICE restart is under way (RFC 8445 §9). */
const credentialsMax = 2
/** Addresses that one browser may check from: networks, relays and their families. */
export const iceSourcesMax = 16
/**
 * A browser checks its chosen pair every two and a half seconds; with two checks missing the way is
 * lost (RFC 7675 §5.1 waits up to thirty, which a person on the phone does not).
 */
export const iceLostMsMax = 6_000

/** Who may talk, and where we talk to. */
export interface IceLite {
  credentials: readonly IceCredentials[]
  /** Sources that knew a password, oldest first. */
  admitted: readonly Source[]
  nominated: Source | undefined
  /** The name by which the way was found; a check under a newer one opens a new way. */
  wayUfrag: string
  heardMs: number
  strangers: number
}

/** Waits for the first check. */
export function openIceLite(): IceLite {
  return {
    credentials: [],
    admitted: [],
    nominated: undefined,
    wayUfrag: '',
    heardMs: 0,
    strangers: 0,
  }
}

/** New credentials: 48 bits of name and 132 of password (RFC 8445 §5.3 asks 24 and 128). */
export function newIceCredentials(): IceCredentials {
  return { ufrag: randomBytes(6).toString('hex'), password: randomBytes(17).toString('hex') }
}

/** Checks may use these from now on, and for a while still the ones before. */
export function useIceCredentials(ice: IceLite, credentials: IceCredentials): void {
  if (ice.credentials[0]?.ufrag === credentials.ufrag) return
  ice.credentials = [credentials, ...ice.credentials].slice(0, credentialsMax)
}

/** Takes a datagram that begins like STUN; returns the reply, or undefined for a stranger's. */
export function answerCheck(
  ice: IceLite,
  bytes: Uint8Array,
  from: Source,
  nowMs: number,
): Buffer | undefined {
  const request = parseBindingRequest(bytes)
  const ours = request?.username.split(':')[0]
  const known = ice.credentials.find(({ ufrag }) => ufrag === ours)
  if (request === undefined || known === undefined || !isIntact(request, known.password)) {
    // Silence tells a stranger nothing, and cannot be turned against a third party.
    ice.strangers += 1
    return undefined
  }
  if (request.senderIsControlled) return printRoleConflict(request, known.password)
  if (known === ice.credentials[0] && ice.wayUfrag !== known.ufrag) {
    // The restart has arrived: the old way served until now (RFC 8445 §9).
    ice.wayUfrag = known.ufrag
    ice.admitted = []
    ice.nominated = undefined
  }
  admit(ice, from)
  ice.heardMs = nowMs
  if (request.useCandidate) ice.nominated = { ...from }
  return printBindingSuccess(request, from, known.password)
}

/** May this source talk? Only one that has passed a check. */
export function isAdmitted(ice: IceLite, from: Source): boolean {
  return ice.admitted.some(source => isSame(source, from))
}

/** Where to send: the nominated source; before there is one, the first that passed a check. */
export function wayOf(ice: IceLite): Source | undefined {
  return ice.nominated ?? ice.admitted[0]
}

function admit(ice: IceLite, from: Source): void {
  if (isAdmitted(ice, from)) return
  const { nominated } = ice
  const kept = ice.admitted.slice(-(iceSourcesMax - 1))
  const lost = nominated !== undefined && !kept.some(source => isSame(source, nominated))
  ice.admitted = [...(lost ? [nominated, ...kept.slice(1)] : kept), { ...from }]
}

function isSame(one: Source, other: Source): boolean {
  return one.port === other.port && one.address === other.address
}
