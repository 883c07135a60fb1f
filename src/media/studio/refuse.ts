import type { RefusalReason, Refused } from '../media-engine.ts'

/** An order that cannot be carried out, and why. */
export function refuse(reason: RefusalReason, detail: string): Refused {
  return { ok: false, reason, detail }
}

/** The commonest refusal: an order crossed the end of its leg. */
export function unknownLeg(legId: string): Refused {
  return refuse('unknown-leg', `leg ${legId} is not here`)
}
