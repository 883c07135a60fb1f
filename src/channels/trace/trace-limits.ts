/** Everything in a trace that has an end. What is over a limit is left out and counted in the log. */
export const traceLimits = {
  /** Messages kept of one leg: a call of an hour with session timers has some fifty. */
  messagesPerLegMax: 200,
  /** Messages kept of one interaction, all its legs together. */
  messagesPerInteractionMax: 1_000,
  /** Characters kept of one message. */
  messageCharactersMax: 16_384,
  /** Calls whose leg is not known yet: an INVITE is heard a moment before it is anybody's. */
  unclaimedCallsMax: 1_000,
  /** Entries handed to the store and not yet kept; more are dropped, so that a slow disk slows no call. */
  waitingMax: 20_000,
  /** How long entries are gathered before they are handed over together. */
  gatherMs: 500,
  /** How long a call is listened to after its end: answers to BYE come late, and come again. */
  tailMs: 5_000,
}

/** The limits of a trace; a test may lower them. */
export type TraceLimits = typeof traceLimits
