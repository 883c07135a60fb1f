import { channelNeeds } from '../channel.ts'
import type { Refusal } from '../effect.ts'
import type { InteractionCancelled } from '../input.ts'
import { leaveQueue } from '../queue/leave.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { close } from './closing.ts'
import { withdraw } from './offered.ts'
import { endTalk } from './talking.ts'

/**
 * Whoever sent work takes it back. An agent who is at it already stops there, and wraps up what was
 * done. A caller is no work that anybody could take back: who has somebody on the line hangs up.
 */
export function cancel(turn: Turn, input: InteractionCancelled): Refusal | undefined {
  const interaction = turn.state.interactions.get(input.interaction)
  if (interaction === undefined) return refuse('unknown-interaction', input.interaction)
  const { channel, phase } = interaction
  if (channelNeeds[channel].phone) return refuse('channel-cannot', channel)
  switch (phase.at) {
    case 'wrap-up':
    case 'closing':
      return refuse('already-so', 'over')
    case 'talking':
      endTalk(turn, interaction, phase, 'customer')
      return undefined
    case 'offered':
      withdraw(turn, interaction, phase, 'it was cancelled')
      leaveQueue(turn, interaction, phase.visit, 'cancelled')
      break
    case 'waiting':
      leaveQueue(turn, interaction, phase.visit, 'cancelled')
      break
    case 'arrived':
    case 'in-flow':
    case 'outward':
    case 'bridged':
  }
  close(turn, interaction, 'cancelled')
  return undefined
}
