import type { Talking } from '../interaction/interaction.ts'

/** A talk as it begins: nobody is on hold, consulted, muted or listening. */
export function newTalk(
  begun: Pick<Talking, 'queue' | 'agent' | 'agentLeg' | 'since' | 'origin'>,
): Talking {
  return {
    at: 'talking',
    ...begun,
    held: undefined,
    away: undefined,
    consult: undefined,
    muted: false,
    monitor: undefined,
  }
}
