import { channelNeeds, channels } from '../channel.ts'
import type { InteractionId } from '../ids.ts'
import type { QueueState } from '../queue/queue-state.ts'
import { flags, isOn } from '../flags.ts'
import { nobodySignedIn } from '../queue/enter.ts'
import { standing } from '../queue/line.ts'
import type { Turn } from '../turn.ts'
import { leaveWaiting } from './due.ts'

/**
 * The last fitting agent signed out of a queue that lets nobody wait without one, or a configuration
 * took the last away: live customers who wait there leave by the exit for it. An agent who is not
 * ready may be back in a moment, and is waited for; so is one who signs out after the present work.
 */
export function leaveDeserted(turn: Turn): void {
  if (turn.deserted === undefined || !isOn(turn.state, flags.leaveDeserted)) return
  for (const queue of turn.deserted) {
    const exit = nobodySignedIn(queue)
    if (exit === undefined) continue
    for (const id of liveIn(queue)) {
      const interaction = turn.state.interactions.get(id)
      if (interaction?.phase.at !== 'waiting') continue
      leaveWaiting(turn, interaction, interaction.phase.visit, exit)
    }
  }
}

/** Who waits on the line, in order. It is a list of its own: they leave while it is gone through. */
function liveIn({ sides }: QueueState): readonly InteractionId[] {
  const live = channels.filter(channel => channelNeeds[channel].live)
  return live.flatMap(channel => [...standing(sides[channel].waiting)].map(place => place.who))
}
