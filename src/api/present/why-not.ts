import type { WhyNotView } from '#contract'
import {
  candidateWords,
  type AgentId,
  type Decision,
  type Names,
  type QueueId,
  type TenantConfig,
} from '#core'
import type { PlacedFact } from '#engine'

type Said = Pick<WhyNotView['decisions'][number], 'verdict' | 'why'>

/** What each decision about an interaction said of an agent, the oldest first. */
export async function decisionsOf(
  agent: AgentId,
  of: {
    readonly facts: readonly PlacedFact[]
    readonly configAt: (seq: number) => Promise<TenantConfig | undefined>
    readonly names: Pick<Names, 'queue'>
  },
): Promise<WhyNotView['decisions']> {
  const said: WhyNotView['decisions'] = []
  for (const { seq, fact } of of.facts) {
    if (fact.kind !== 'decision-made') continue
    const { at, queue, decision } = fact
    // Only a decision that leaves some of the queue's agents out needs the members of that time.
    const config = decision.unlisted > 0 ? await of.configAt(seq) : undefined
    const isMember = decision.unlisted > 0 && serves(agent, queue, config)
    const named = { id: queue, name: of.names.queue(queue) }
    said.push({ at, queue: named, ...saidOf(decision, agent, isMember) })
  }
  return said
}

/** Whether an agent served a queue; where the configuration of then is gone, nothing says otherwise. */
function serves(agent: AgentId, queue: QueueId, config: TenantConfig | undefined): boolean {
  if (config === undefined) return true
  return config.agents.some(({ id, queues }) => id === agent && queues.includes(queue))
}

/** A verdict that says it all has no reason beside it. */
function saidOf(decision: Decision, agent: AgentId, isMember: boolean): Said {
  const found = decision.candidates.find(one => one.agent === agent)
  if (found !== undefined) {
    return { verdict: found.verdict, why: candidateWords(found.reason, decision.channel) }
  }
  if (!isMember) return { verdict: 'not-a-member', why: '' }
  const isByHand = decision.rule === 'handed-on'
  const why = isByHand ? 'an agent named somebody, and nobody else was looked at' : ''
  return { verdict: 'unlisted', why }
}
