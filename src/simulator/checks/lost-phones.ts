import type { AgentId, Effect, Fact, InteractionId } from '#core'
import type { Check, Stepped } from './check.ts'

/** How long an agent is left alone whose phone was lost. */
const aloneMs = 60_000

/** A broken leg of an agent costs no customer the call. */
export const customersKept: Check = {
  name: 'customers-kept',
  words: 'a customer whose agent’s phone is lost in a talk is still there, and waits or talks on',
  begin: () => ({ step: lostCustomer }),
}

/** Nothing is offered to an agent whose phone was lost until it says to be ready, or a minute is over. */
export const lostLeftAlone: Check = {
  name: 'lost-left-alone',
  words: 'an agent whose phone was lost in a talk is offered nothing for a while',
  begin: () => {
    const lostAt = new Map<AgentId, number>()
    return { step: stepped => offeredTooSoon(stepped, lostAt) }
  },
}

function lostCustomer({ effects, book }: Stepped): string | undefined {
  const facts = effects.flatMap(factOf)
  for (const [index, fact] of facts.entries()) {
    if (fact.kind !== 'leg-ended' || fact.party !== 'agent' || fact.by !== 'fault') continue
    const { interaction } = fact
    const after = facts.slice(index).filter(one => endsTalk(one, interaction))
    if (after.some(one => one.kind === 'talk-ended' && one.by !== 'phone-lost')) {
      return `the talk of ${interaction} ended with the agent’s phone, as if somebody had hung up`
    }
    const stage = book.pieces.get(interaction)?.stage
    const isGone = stage === undefined || stage === 'handed' || stage === 'talked'
    if (after.length > 0 && isGone) return `${interaction} is nowhere after its agent’s phone`
  }
  return undefined
}

function endsTalk(fact: Fact, interaction: InteractionId): boolean {
  return fact.kind === 'talk-ended' && fact.interaction === interaction
}

function offeredTooSoon(
  { effects, input }: Stepped,
  lostAt: Map<AgentId, number>,
): string | undefined {
  if (input.kind === 'agent-state-set' || input.kind === 'agent-signed-out') {
    lostAt.delete(input.agent)
  }
  for (const fact of effects.flatMap(factOf)) {
    if (fact.kind === 'agent-state-ordered') lostAt.delete(fact.agent)
    if (fact.kind === 'talk-ended' && fact.by === 'phone-lost') lostAt.set(fact.agent, fact.at)
    if (fact.kind !== 'offer-made') continue
    const lost = lostAt.get(fact.agent)
    if (lost !== undefined && fact.at < lost + aloneMs) {
      return `${fact.agent} is offered ${fact.interaction}, and its phone was just lost`
    }
  }
  return undefined
}

function factOf(effect: Effect): readonly Fact[] {
  return effect.kind === 'fact' ? [effect.fact] : []
}
