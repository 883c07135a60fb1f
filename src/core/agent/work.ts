import type { Channel, ChannelCost } from '../channel.ts'
import type { InteractionId, OfferId } from '../ids.ts'
import type { AgentState, IdlePlace, Routing } from './agent.ts'

/**
 * One interaction an agent is at, and what it takes of the agent from the offer to the end of its
 * wrap-up. The cost is that of the moment of the offer: work begun is not weighed anew.
 */
export interface Work {
  readonly interaction: InteractionId
  readonly channel: Channel
  readonly cost: ChannelCost
  readonly stage: Stage
}

/** How far work is; an offer keeps the place among the idle, in case it comes to nothing. */
export type Stage =
  | { readonly at: 'reserved'; readonly offer: OfferId; readonly place: IdlePlace | undefined }
  | { readonly at: 'talking' }
  | { readonly at: 'wrap-up'; readonly until: number }

/** The units in use. Beside an exclusive work, what is interruptible lies still and takes none. */
export function unitsUsed(works: readonly Work[]): number {
  const exclusive = works.some(work => work.cost.exclusive)
  let used = 0
  for (const { cost } of works) if (!exclusive || !cost.interruptible) used += cost.units
  return used
}

/** Whether one more interaction of a cost may be begun beside an agent's works. */
export function hasRoom({ works, units }: AgentState, cost: ChannelCost): boolean {
  if (works.some(work => work.cost.exclusive)) return false
  if (!cost.exclusive) return unitsUsed(works) + cost.units <= units
  return cost.units <= units && works.every(work => work.cost.interruptible)
}

/** The work on an interaction, if the agent is at it. */
export function workOn({ works }: AgentState, interaction: InteractionId): Work | undefined {
  return works.find(work => work.interaction === interaction)
}

/** The one word for an agent: its most demanding work, exclusive before any other, or its duty. */
export function routingOf({ works, duty }: AgentState): Routing {
  let shown: Work | undefined
  for (const work of works) if (shown === undefined || demand(work) > demand(shown)) shown = work
  if (shown === undefined) return duty
  const { interaction, stage } = shown
  switch (stage.at) {
    case 'reserved':
      return { at: 'reserved', interaction, offer: stage.offer }
    case 'talking':
      return { at: 'talking', interaction }
    case 'wrap-up':
      return { at: 'wrap-up', interaction, until: stage.until }
  }
}

const demands: Readonly<Record<Stage['at'], number>> = { talking: 3, reserved: 2, 'wrap-up': 1 }

function demand({ cost, stage }: Work): number {
  return (cost.exclusive ? 10 : 0) + demands[stage.at]
}
