import { channelNeeds } from '../channel.ts'
import type { Refusal } from '../effect.ts'
import type { OfferAccepted } from '../input.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { offeredWork } from './offered.ts'
import { startTalk } from './talking.ts'

/** The agent takes an offer at the desk. One whose phone rings is taken by answering the phone. */
export function accept(turn: Turn, input: OfferAccepted): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  const work = offeredWork(agent, input.offer)
  if (work === undefined) return refuse('not-your-offer', input.offer)
  if (channelNeeds[work.channel].phone) return refuse('channel-cannot', work.channel)
  const interaction = turn.state.interactions.get(work.interaction)
  const phase = interaction?.phase
  const offer =
    phase?.at === 'offered' ? phase.offers.find(one => one.id === input.offer) : undefined
  if (interaction === undefined || phase?.at !== 'offered' || offer === undefined) {
    throw new Error(`invariant: ${input.offer} is nowhere`)
  }
  startTalk(turn, interaction, { phase, offer })
  return undefined
}
