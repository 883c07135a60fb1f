import type { AgentId, Input, InteractionId } from '#core'
import type { Check, Stepped } from './check.ts'

/** Nobody but the agent makes the agent available: not a timer, not the end of a talk. */
export const choicesKept: Check = {
  name: 'choices-kept',
  words: 'who chose a break or signed out is not made available by anybody else',
  begin: () => {
    const away = new Map<AgentId, string>()
    return { step: stepped => notice(stepped, away) }
  },
}

/** What one agent asks for ends no work of another. */
export const ownWorkOnly: Check = {
  name: 'own-work-only',
  words: 'an agent ends talks and wrap-ups of its own, and of nobody else',
  begin: () => ({
    step({ effects, input, quiet }) {
      if (!quiet || !('agent' in input)) return undefined
      for (const effect of effects) {
        if (effect.kind !== 'fact') continue
        const { fact } = effect
        if (fact.kind !== 'talk-ended' && fact.kind !== 'wrap-up-ended') continue
        if (fact.agent === input.agent || isTakenUpAgain(effects, fact)) continue
        return `${String(input.agent)} ends the work of ${fact.agent} on ${fact.interaction}`
      }
      return undefined
    },
  }),
}

/** Who files what it handed on, and is put before it again, files it later. */
function isTakenUpAgain(
  effects: Stepped['effects'],
  { interaction, agent }: { readonly interaction: InteractionId; readonly agent: AgentId },
): boolean {
  return effects.some(
    one =>
      one.kind === 'fact' &&
      (one.fact.kind === 'offer-made' || one.fact.kind === 'talk-started') &&
      one.fact.interaction === interaction &&
      one.fact.agent === agent,
  )
}

function notice(
  { input, effects, refused }: Stepped,
  away: Map<AgentId, string>,
): string | undefined {
  // What timers did in this step, they did before the agent spoke.
  if (refused === undefined) comeBack(input, away)
  for (const effect of effects) {
    if (effect.kind !== 'fact' || effect.fact.kind !== 'agent-state-changed') continue
    const { agent, to, why } = effect.fact
    const choice = away.get(agent)
    if (to === 'available' && choice !== undefined) {
      return `${agent} chose ${choice} and is made available: ${why}`
    }
  }
  if (refused === undefined) goAway(input, away)
  return undefined
}

function comeBack(input: Input, away: Map<AgentId, string>): void {
  // What a supervisor orders holds as if the agent had chosen it.
  const chosen = input.kind === 'agent-state-set' || input.kind === 'agent-state-ordered'
  if (chosen && input.state === 'available') away.delete(input.agent)
}

function goAway(input: Input, away: Map<AgentId, string>): void {
  if (input.kind === 'agent-signed-out') away.set(input.agent, 'to sign out')
  if (input.kind === 'agent-signed-in') away.set(input.agent, 'to be signed in only')
  const chosen = input.kind === 'agent-state-set' || input.kind === 'agent-state-ordered'
  if (chosen && input.state !== 'available') away.set(input.agent, 'not to be available')
}
