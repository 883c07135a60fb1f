import { finishWork, setListening } from '../agent/move-agent.ts'
import { workOn } from '../agent/work.ts'
import type { Refusal } from '../effect.ts'
import type { InvariantBroken } from '../input.ts'
import { leaveQueue } from '../queue/leave.ts'
import { refuse } from '../refusals.ts'
import { clearTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { close, closeAnyway } from './closing.ts'
import type { Interaction } from './interaction.ts'
import { tellEnded } from './offered.ts'
import { noEntries } from '../sparse.ts'

/**
 * An input broke an invariant, and this stands in its place for ever. What it broke on is ended
 * by force: the agents are freed, the legs hung up, the record says fault. Everybody else goes on.
 */
export function endBroken(turn: Turn, input: InvariantBroken): Refusal {
  const { agent, interaction: id } = input
  if (agent !== undefined) clearTimer(turn.state.timers, { kind: 'back', of: agent })
  const interaction = id === undefined ? undefined : turn.state.interactions.get(id)
  if (interaction !== undefined) endByForce(turn, interaction)
  return refuse('invariant-broken', input.cause)
}

function endByForce(turn: Turn, interaction: Interaction): void {
  const { phase } = interaction
  if (phase.at === 'offered') {
    for (const offer of phase.offers) {
      const how = { result: 'fault', detail: 'a fault of Parley’s own' } as const
      tellEnded(turn, interaction, phase.visit.queue, { offer, ...how })
    }
  }
  if (phase.at === 'talking') {
    const { queue, agent, since } = phase
    const talkMs = turn.at - since
    tell(turn, {
      kind: 'talk-ended',
      interaction: interaction.id,
      queue,
      agent,
      talkMs,
      by: 'fault',
    })
  }
  interaction.filings = noEntries
  clearTimer(turn.state.timers, { kind: 'filing', of: interaction.id })
  if ('visit' in phase) leaveQueue(turn, interaction, phase.visit, 'fault')
  freeAgents(turn, interaction)
  if (phase.at === 'closing') closeAnyway(turn, interaction)
  else close(turn, interaction, 'fault', 'fault')
}

/** Looks at every agent, whatever the phase says: it is the phase that may be wrong. */
function freeAgents(turn: Turn, { id }: Interaction): void {
  for (const agent of turn.state.agents.values()) {
    if (agent.listening === id) setListening(turn, agent, undefined)
    if (workOn(agent, id) !== undefined) {
      finishWork(turn, agent, { interaction: id }, 'the interaction was ended by a fault')
    }
  }
}
