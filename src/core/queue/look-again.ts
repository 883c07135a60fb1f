import type { Interaction, Visit } from '../interaction/interaction.ts'
import { triedAgainAfterMs } from '../limits.ts'
import { setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'

/**
 * Sets the moment a waiting interaction looks again by itself: when the first of those it tried
 * may be tried again. That one may be free all the while, and nothing else would say so.
 */
export function lookAgainLater(turn: Turn, interaction: Interaction, visit: Visit): void {
  let soonest: number | undefined
  for (const triedAt of visit.tried.values()) {
    const again = triedAt + triedAgainAfterMs
    if (again > turn.at && (soonest === undefined || again < soonest)) soonest = again
  }
  if (soonest === undefined) return
  setTimer(turn.state.timers, { kind: 'retry', of: interaction.id }, soonest)
}
