import type { AgentState, Presence } from '#core'
import { ownOf } from '#core'
import type { TeamsPresence } from '#microsoft'

/** What somebody does, where Teams says it; it tells more than how available the person is. */
const byActivity: Readonly<Record<string, Presence>> = {
  InACall: 'in-a-call',
  InAConferenceCall: 'in-a-call',
  InAMeeting: 'in-a-meeting',
  Presenting: 'do-not-disturb',
  UrgentInterruptionsOnly: 'do-not-disturb',
}

/** Both lists are open (graph reference §B.1): what is not here is not known. */
const byAvailability: Readonly<Record<string, Presence>> = {
  Available: 'available',
  AvailableIdle: 'available',
  Away: 'away',
  BeRightBack: 'away',
  Busy: 'busy',
  BusyIdle: 'busy',
  DoNotDisturb: 'do-not-disturb',
  Offline: 'offline',
}

/**
 * Teams' two words as one of ours. A call that Teams sees may be the one this agent has from us: it
 * is known already, and must not keep the next one away when it has just ended and Teams, or our
 * last question, is behind. So while the agent is at our call, and files it, that is merely busy.
 */
export function agentPresence(
  { availability, activity }: TeamsPresence,
  agent: Pick<AgentState, 'works' | 'listening'>,
): Presence {
  if (availability === 'DoNotDisturb') return 'do-not-disturb'
  const presence = ownOf(byActivity, activity) ?? ownOf(byAvailability, availability) ?? 'unknown'
  return presence === 'in-a-call' && isOnOurs(agent) ? 'busy' : presence
}

function isOnOurs({ works, listening }: Pick<AgentState, 'works' | 'listening'>): boolean {
  if (listening !== undefined) return true
  return works.some(({ channel, stage }) => channel === 'voice' && stage.at !== 'reserved')
}
