/** The SDP side of one leg: what was described, what was agreed, and when the version rises. */
import type { Direction, LegCreated, LegRequest, Negotiated, Refused } from '../media-engine.ts'
import type { BrowserLocal } from '../sdp/browser-lines.ts'
import { newIceCredentials } from '../webrtc/ice-lite.ts'
import {
  acceptAnswer,
  answerDirection,
  answerOffer,
  describeOffer,
  newMaster,
} from '../sdp/negotiate.ts'
import type {
  Agreement,
  Answer,
  DescribedAudio,
  LocalAudio,
  OfferedSections,
} from '../sdp/negotiate.ts'
import { printSdp } from '../sdp/print-sdp.ts'

/** One leg's descriptions so far. */
export interface Session {
  readonly request: LegRequest
  readonly place: LegCreated
  readonly sessionId: number
  readonly master: Buffer
  wish: Direction
  version: number
  lastBody: string | undefined
  /** What the next answer of the peer's is to: our open offer, or what was agreed on last, which may be answered again. */
  described: DescribedAudio | undefined
  /** Our description in force, offered or answered: what a session refresh repeats (RFC 4028 §7.4). */
  standing: DescribedAudio | undefined
  agreement: Agreement | undefined
  /** The sections of the peer's last offer, which keep their places in ours (RFC 3264 §8). */
  offered: OfferedSections | undefined
  /** What a browser must know of us; new after each of its ICE restarts. */
  browser: BrowserLocal | undefined
}

/** A session before any description. */
export function openSession(
  request: LegRequest,
  place: LegCreated,
  { sessionId, fingerprint }: { readonly sessionId: number; readonly fingerprint?: string },
): Session {
  return {
    request,
    place,
    sessionId,
    master: newMaster(),
    wish: 'sendrecv',
    version: 0,
    lastBody: undefined,
    described: undefined,
    standing: undefined,
    agreement: undefined,
    offered: undefined,
    browser:
      fingerprint === undefined ? undefined : { credentials: newIceCredentials(), fingerprint },
  }
}

/** Our offer. After an agreement the peer's payload number for digits stays (RFC 3264 §8.3.2). */
export function makeOffer(session: Session): string {
  const fresh = describeOffer(localAudio(session))
  const mid = session.agreement?.peer?.mid
  const described = {
    ...fresh,
    ...agreedNumbers(session, fresh),
    ...(fresh.browser && mid !== undefined ? { browser: { ...fresh.browser, mid } } : {}),
  }
  session.described = described
  return print(session, described)
}

function agreedNumbers({ agreement }: Session, fresh: DescribedAudio): Partial<DescribedAudio> {
  if (agreement === undefined) return {}
  const { codec, payloadType, digitsPayloadType: digits } = agreement.negotiated
  const codecs = fresh.codecs.map(one => (one.codec === codec ? { codec, payloadType } : one))
  if (digits === undefined) return { codecs }
  return agreement.digitsRatio === 1
    ? { codecs, digitsPayloadType: digits }
    : { codecs, fastDigitsPayloadType: digits }
}

/** Our answer to an offer; a refusal leaves the session as it was (RFC 3264 §8). */
export function makeAnswer(
  session: Session,
  remoteOffer: string,
): { readonly sdp: string; readonly negotiated: Negotiated } | Refused {
  const read = answerOffer(localAudio(session), remoteOffer)
  if ('ok' in read) return read
  const answer = answerRestart(session, read)
  session.agreement = answer.agreement
  session.described = answer.described
  session.standing = answer.described
  session.offered = answer.offered
  const sdp = print(session, answer.described)
  return { sdp, negotiated: answer.agreement.negotiated }
}

/** A browser with a new name restarts ICE, and is answered with a new name (RFC 8839 §4.4.1). */
function answerRestart(session: Session, answer: Answer): Answer {
  const before = session.agreement?.peer
  const { described, agreement } = answer
  if (described.browser === undefined || before === undefined) return answer
  if (agreement.peer?.ufrag === before.ufrag) return answer
  const { fingerprint, setup, mid } = described.browser
  session.browser = { credentials: newIceCredentials(), fingerprint }
  return { ...answer, described: { ...described, browser: { ...session.browser, setup, mid } } }
}

/** Takes the peer's answer to our last offer. */
export function takeAnswer(session: Session, remoteAnswer: string): Negotiated | Refused {
  if (session.described === undefined) {
    return { ok: false, reason: 'no-offer-pending', detail: 'there is no offer of ours to answer' }
  }
  const agreement = acceptAnswer(localAudio(session), session.described, remoteAnswer)
  if ('ok' in agreement) return agreement
  session.agreement = agreement
  session.standing = session.described
  return agreement.negotiated
}

/** What we want from now on. An offer of ours that has no answer is taken back: it asked for what was wanted before. */
export function want(session: Session, wish: Direction): void {
  session.wish = wish
  session.described = session.standing ?? session.described
}

/** What may flow now: the agreement, narrowed by a wish that was not yet negotiated. */
export function effectiveDirection(session: Session): Direction {
  const { agreement, wish } = session
  if (agreement === undefined) return 'inactive'
  // The agreement is ours already; reversed, it is the peer's side of the same.
  return answerDirection(wish, answerDirection('sendrecv', agreement.negotiated.direction))
}

function localAudio({ request, master, wish, browser }: Session): LocalAudio {
  const { codecs, srtp } = request
  return { codecs, srtp, master, direction: wish, ...(browser === undefined ? {} : { browser }) }
}

function print(session: Session, audio: DescribedAudio): string {
  const { offered } = session
  const at = { ...session.place, sessionId: session.sessionId }
  const body = printSdp({ ...at, version: 0 }, audio, offered)
  // An unchanged description keeps its version (RFC 3264 §8).
  if (body !== session.lastBody) session.version += 1
  session.lastBody = body
  return printSdp({ ...at, version: session.version }, audio, offered)
}
