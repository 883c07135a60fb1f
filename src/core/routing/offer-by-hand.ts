import { withoutWork } from '../agent/move-agent.ts'
import type { AgentState } from '../agent/agent.ts'
import { barrier } from '../agent/barrier.ts'
import { hindrance } from '../agent/readiness.ts'
import { costOf } from '../channel.ts'
import { flags, isOn } from '../flags.ts'
import { channelDecided } from '../interaction/channel-told.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import type { QueueState } from '../queue/queue-state.ts'
import { blocksOf, deskAt } from '../queue/standing.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import type { CandidateReason } from './decision.ts'
import { makeOffers } from './offer.ts'

/** Whom an agent hands work on to, or back to whom it goes, and in which queue it waits meanwhile. */
interface ByHand {
  readonly interaction: Interaction
  readonly visit: Visit
  readonly queue: QueueState
  readonly agent: AgentState
  readonly why: Extract<CandidateReason, { code: 'named-by-agent' | 'handed-it-on' }>['code']
}

/** Puts who waits before an agent whom no rule chose; the decision says whose word it was. */
export function offerByHand(turn: Turn, { why, ...to }: ByHand): void {
  const { interaction, visit, queue, agent } = to
  turn.seeking?.delete(interaction.id)
  if (isOn(turn.state, flags.handBackByRules)) {
    const others = queue.members.length - (deskAt(agent, queue) === undefined ? 0 : 1)
    tell(turn, {
      kind: 'decision-made',
      interaction: interaction.id,
      queue: visit.queue,
      decision: {
        chosen: agent.id,
        candidates: [{ agent: agent.id, verdict: 'chosen', reason: { code: why } }],
        unlisted: others,
        rule: 'handed-on',
        ...channelDecided(turn.state, interaction.channel),
      },
    })
  }
  makeOffers(turn, { interaction, visit, queue, agents: [agent], byHand: true })
}

/**
 * What keeps work from an agent whom no rule chooses: its duty and room, its presence, its phone. That
 * it files the same work is nothing against it, and neither are skills it lacks or queues it does not serve.
 */
export function obstacleByHand(
  turn: Turn,
  { interaction, queue }: Pick<ByHand, 'interaction' | 'queue'>,
  agent: AgentState,
): CandidateReason | undefined {
  const { channel, id, filings } = interaction
  const free = filings.has(agent.id) ? withoutWork(agent, id) : agent
  return (
    hindrance(free, costOf(turn.state.config, channel)) ??
    barrier({ blocks: blocksOf(queue.config, agent.config) }, agent, channel)
  )
}
