import type { Talking } from '../interaction/interaction.ts'

/** A talk as it begins: nobody is on hold, consulted, muted or listening. */
export function newTalk({
  queue,
  agent,
  agentLeg,
  since,
  origin,
}: Pick<Talking, 'queue' | 'agent' | 'agentLeg' | 'since' | 'origin'>): Talking {
  return {
    at: 'talking',
    // Written out: what is spread in comes to lie outside the object, which costs as much again.
    queue,
    agent,
    agentLeg,
    since,
    origin,
    held: undefined,
    away: undefined,
    consult: undefined,
    muted: false,
    monitor: undefined,
  }
}
