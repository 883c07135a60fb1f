/** The SDP side of one leg: what was described, what was agreed, and when the version rises. */
import type { Direction, LegCreated, LegRequest, Negotiated, Refused } from '../media-engine.ts'
import {
  acceptAnswer,
  answerDirection,
  answerOffer,
  describeOffer,
  newMaster,
} from '../sdp/negotiate.ts'
import type { Agreement, DescribedAudio, LocalAudio, OfferedSections } from '../sdp/negotiate.ts'
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
  /** Our offer that waits for its answer, or was answered last: 183 and 200 may both answer it. */
  described: DescribedAudio | undefined
  agreement: Agreement | undefined
}

/** A session before any description. */
export function openSession(request: LegRequest, place: LegCreated, sessionId: number): Session {
  return {
    request,
    place,
    sessionId,
    master: newMaster(),
    wish: 'sendrecv',
    version: 0,
    lastBody: undefined,
    described: undefined,
    agreement: undefined,
  }
}

/** Our offer. After an agreement the peer's payload number for digits stays (RFC 3264 §8.3.2). */
export function makeOffer(session: Session): string {
  const fresh = describeOffer(localAudio(session))
  const agreed = session.agreement?.negotiated.digitsPayloadType
  const described = agreed === undefined ? fresh : { ...fresh, digitsPayloadType: agreed }
  session.described = described
  return print(session, described)
}

/** Our answer to an offer; a refusal leaves the session as it was (RFC 3264 §8). */
export function makeAnswer(
  session: Session,
  remoteOffer: string,
): { readonly sdp: string; readonly negotiated: Negotiated } | Refused {
  const answer = answerOffer(localAudio(session), remoteOffer)
  if ('ok' in answer) return answer
  session.agreement = answer.agreement
  session.described = undefined
  const sdp = print(session, answer.described, answer.offered)
  return { sdp, negotiated: answer.agreement.negotiated }
}

/** Takes the peer's answer to our last offer. */
export function takeAnswer(session: Session, remoteAnswer: string): Negotiated | Refused {
  if (session.described === undefined) {
    return { ok: false, reason: 'no-offer-pending', detail: 'there is no offer of ours to answer' }
  }
  const agreement = acceptAnswer(localAudio(session), session.described, remoteAnswer)
  if ('ok' in agreement) return agreement
  session.agreement = agreement
  return agreement.negotiated
}

/** What may flow now: the agreement, narrowed by a wish that was not yet negotiated. */
export function effectiveDirection(session: Session): Direction {
  const { agreement, wish } = session
  if (agreement === undefined) return 'inactive'
  // The agreement is ours already; reversed, it is the peer's side of the same.
  return answerDirection(wish, answerDirection('sendrecv', agreement.negotiated.direction))
}

function localAudio({ request, master, wish }: Session): LocalAudio {
  return { codecs: request.codecs, srtp: request.srtp, master, direction: wish }
}

function print(session: Session, audio: DescribedAudio, offered?: OfferedSections): string {
  const at = { ...session.place, sessionId: session.sessionId }
  const body = printSdp({ ...at, version: 0 }, audio, offered)
  // An unchanged description keeps its version (RFC 3264 §8).
  if (body !== session.lastBody) session.version += 1
  session.lastBody = body
  return printSdp({ ...at, version: session.version }, audio, offered)
}
