import { agentOf } from '../agent/move-agent.ts'
import type { Channel } from '../channel.ts'
import { channels } from '../channel.ts'
import type { AgentId } from '../ids.ts'
import { channelDecided } from '../interaction/channel-told.ts'
import type { Interaction } from '../interaction/interaction.ts'
import { ringAtOnceMax } from '../limits.ts'
import { findIdle } from '../queue/idle-line.ts'
import type { QueueSide, QueueState } from '../queue/queue-state.ts'
import { waitEndsAt } from '../queue/wait-ends.ts'
import { noMembers, nothing } from '../sparse.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import type { Candidate } from './decision.ts'
import { triedAlready } from './eligible.ts'
import { addOffers } from './offer.ts'

/**
 * Where a queue rings all, whoever became free meanwhile and found nobody waiting rings as well, for
 * what is left of the ring: up to as many phones as may ring at once, and nobody tried just now.
 */
export function joinRings(turn: Turn, freed: ReadonlySet<AgentId>): void {
  for (const queue of ringAllQueues(turn, freed)) {
    for (const channel of channels) {
      for (const interaction of ringingIn(turn, queue.sides[channel])) {
        joinRing(turn, { queue, channel, interaction })
      }
    }
  }
}

function ringingIn({ state }: Turn, { ringing }: QueueSide): readonly Interaction[] {
  return [...ringing].flatMap(id => {
    const interaction = state.interactions.get(id)
    return interaction === undefined ? [] : [interaction]
  })
}

interface Ring {
  readonly queue: QueueState
  readonly channel: Channel
  readonly interaction: Interaction
}

/** The queues of freed agents that ring all, each once. */
function ringAllQueues({ state }: Turn, freed: ReadonlySet<AgentId>): ReadonlySet<QueueState> {
  let queues: Set<QueueState> | undefined
  for (const id of freed) {
    const agent = state.agents.get(id)
    if (agent?.idle === undefined) continue
    for (const { queue } of agent.desks) {
      if (queue.config.rule === 'ring-all') queues = (queues ?? new Set()).add(queue)
    }
  }
  return queues ?? noMembers
}

function joinRing(turn: Turn, ring: Ring): void {
  const { interaction, queue } = ring
  const candidates = lateComers(turn, ring)
  const [chosen, ...also] = candidates.map(({ agent }) => agent)
  if (chosen === undefined) return
  tell(turn, {
    kind: 'decision-made',
    interaction: interaction.id,
    queue: queue.config.id,
    decision: {
      chosen,
      ...(also.length === 0 ? {} : { alsoChosen: also }),
      candidates,
      unlisted: queue.members.length - candidates.length,
      rule: 'ring-all',
      ...channelDecided(turn.state, interaction.channel),
    },
  })
  const agents = [chosen, ...also].map(id => agentOf(turn, id))
  addOffers(turn, { interaction, queue, agents })
}

/** Who is free and rings not yet, in order of choice. After the longest wait nobody is rung any more. */
function lateComers(turn: Turn, { queue, channel, interaction }: Ring): readonly Candidate[] {
  const { phase } = interaction
  if (phase.at !== 'offered') return nothing
  const { visit, offers } = phase
  if (turn.at >= waitEndsAt(interaction, queue.config, visit)) return nothing
  const wanted = ringAtOnceMax - offers.length
  const found: Candidate[] = []
  findIdle(queue.sides[channel].idle, (member, _rank, since) => {
    const agent = queue.members[member]?.agent
    if (agent === undefined || found.length >= wanted) return true
    const rings = offers.some(offer => offer.agent === agent)
    if (rings || triedAlready(turn.state, visit, agent) !== undefined) return false
    const reason = { code: 'rung-with-all', idleMs: turn.at - since } as const
    found.push({ agent, verdict: 'chosen', reason })
    return false
  })
  return found
}
