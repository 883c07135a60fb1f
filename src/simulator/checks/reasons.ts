import type { AgentId, Fact, InteractionId } from '#core'
import type { Check, Stepped } from './check.ts'
import { mayBeHanded } from './keep-agents.ts'

/** Every offer has a why: a decision of the same step that names the agent. */
export const offersExplained: Check = {
  name: 'offers-explained',
  words: 'an offer goes to whom a decision names, and what is handed on to nobody who is away',
  begin: () => ({ step: unexplained }),
}

type Decided = Extract<Fact, { kind: 'decision-made' }>['decision']

function unexplained({ effects, book }: Stepped): string | undefined {
  const decisions = new Map<InteractionId, Decided>()
  for (const effect of effects) {
    if (effect.kind !== 'fact') continue
    const { fact } = effect
    if (fact.kind === 'decision-made') decisions.set(fact.interaction, fact.decision)
    if (fact.kind !== 'offer-made') continue
    const { agent, interaction, offer } = fact
    const decision = decisions.get(interaction)
    if (decision === undefined || !names(decision, agent)) {
      return `${offer} goes to ${agent}, whom no decision names`
    }
    const line = book.agents.get(agent)
    const piece = book.pieces.get(interaction)
    if (line === undefined || piece === undefined) continue
    if (decision.rule === 'handed-on' && !mayBeHanded(book, line, piece)) {
      return `${interaction} is handed to ${agent}, who is away: ${line.presence}, ${line.device}`
    }
  }
  return undefined
}

function names({ chosen, alsoChosen }: Decided, agent: AgentId): boolean {
  return chosen === agent || alsoChosen?.includes(agent) === true
}
