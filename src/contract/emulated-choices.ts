/** Presences a person can set, by Teams' own names. */
export const emulatedPresences = [
  'available',
  'busy',
  'in-a-call',
  'in-a-meeting',
  'do-not-disturb',
  'away',
  'offline',
] as const

/** Ways in which the emulated world can go wrong. */
export const emulatedTroubles = [
  'lossy-network',
  'teams-overloaded',
  'teams-times-out',
  'teams-silent',
  'trunk-down',
  'slow-sign-in',
  'slow-graph',
  'graph-overloaded',
] as const

/** How a person's Teams client can be told to meet calls. */
export const emulatedMeetings = ['script', 'hand', 'declines', 'busy', 'offline'] as const

/** A way in which the emulated world can go wrong. */
export type EmulatedTrouble = (typeof emulatedTroubles)[number]
