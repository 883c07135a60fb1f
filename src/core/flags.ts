import type { TenantState } from './state.ts'

/**
 * Every change of mind of the core, by a number that is never used again. A journal decides as it
 * did: code asks whether its flag is on, and does as before where it is not. A flag goes on for a
 * tenant by an input, so that every replay changes its mind at the same place of the past.
 */
export const flags = {
  /** Time that passed with nothing due is refused as `nothing-due`; before, it was taken in silence. */
  refuseIdleTime: 1,
  /** An agent who hands a customer on wraps up its own part; before, only the last agent did. */
  wrapUpAfterTransfer: 2,
  /** Who was handed on to a queue looks for the one who did so again after a while; before, it never did. */
  lookAgainAfterTransfer: 3,
  /** A step that finds nothing to say, as its values are empty, goes on; before, the caller stayed in it for ever. */
  goOnUnsaid: 4,
  /** Of several freed in one step, who is first in any line is served first; before, each freed agent chose for itself. */
  freedTogether: 5,
  /** Where all ring at once, whoever becomes free meanwhile rings as well; before, only who was free at its beginning. */
  ringWhoComesFree: 6,
  /** Who waits leaves when the last fitting agent signs out, where a queue lets nobody wait without; before, it stayed. */
  leaveDeserted: 7,
  /** A talk with a number outside has a longest time; before, it had none. */
  boundBridged: 8,
  /** A supervisor in somebody else's talk is offered nothing, and is in one talk only; before, one who was available was. */
  listenAlone: 9,
  /** An agent who let offers pass and says to be ready again is offered the same at once; before, only after a while. */
  readyEndsPassing: 10,
  /** A customer whose agent's phone is lost in a talk waits again, before everybody; before, the call ended for both. */
  keepCustomerOfLostPhone: 11,
  /** A phone whose answer was lost in a restart, and which outlived it, is hung up; before, it stayed in a silent call. */
  hangUpLostAnswer: 12,
  /** Work nobody takes goes back, if the rules allow it, to the one who handed it on, once who declined is let go, and a decision says so. */
  handBackByRules: 13,
  /** Who was in a talk already is turned away by no hours and no full line; before, a transfer was refused, or led out. */
  keepWhoWasIn: 14,
  /** What a configuration takes away is kept while it is in use, and leaves no timer behind; before, it went at once. */
  keepWhatIsUsed: 15,
  /** A line that empties without an answer forgets its last, and waits divide among those on duty; before, neither was so. */
  soundWaits: 16,
  /** Who would wait in a queue that is gone, for a channel taken no longer, or speak to a recording that failed, goes on; before, it stayed. */
  leaveDeadEnds: 17,
  /** A queue tells whom it turned away, or let go since nobody was signed in, and a decision of whose channel it is; before, no fact did. */
  tellWhole: 18,
  /** Words of phones that nothing waits for, and what an agent at work chose already, are refused; before, taken in silence. */
  refuseIdleWords: 19,
  /** Sub-flows and opening hours are those of the configuration an interaction began with; before, those of the newest. */
  pinFlows: 20,
} as const

/** The flags a configuration published by this version brings with it. */
export const currentFlags: readonly number[] = Object.values(flags)

/** Whether a tenant's journal has come to a change of mind. */
export function isOn(state: TenantState, flag: number): boolean {
  return state.flags.includes(flag)
}
