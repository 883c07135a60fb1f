import { agentOf, finishWork, moveWork } from '../agent/move-agent.ts'
import type { AgentId, QueueId } from '../ids.ts'
import { clearTimer, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import type { Filing, Interaction } from './interaction.ts'
import { wrapUpOfMs } from './wrap-up-time.ts'
import { withEntry, withoutEntry } from '../sparse.ts'

/**
 * An agent leaves a talk that goes on, and wraps up its own part beside whatever becomes of the
 * customer. The interaction is closed only when this is over, too.
 */
export function startFiling(
  turn: Turn,
  interaction: Interaction,
  of: { readonly queue: QueueId; readonly agent: AgentId },
  why: string,
): void {
  const agent = agentOf(turn, of.agent)
  const wrapUpMs = wrapUpOfMs(turn, of)
  if (wrapUpMs === 0) {
    finishWork(turn, agent, { interaction: interaction.id }, why)
    return
  }
  const until = turn.at + wrapUpMs
  const to = { interaction: interaction.id, stage: { at: 'wrap-up', until } } as const
  moveWork(turn, agent, to, why)
  keepFiling(turn, interaction, { ...of, since: turn.at, until })
  tell(turn, { kind: 'wrap-up-started', interaction: interaction.id, ...of, until })
}

/** Keeps a wrap-up under way, or its new end. */
export function keepFiling(turn: Turn, interaction: Interaction, filing: Filing): void {
  interaction.filings = withEntry(interaction.filings, filing.agent, filing)
  timeFilings(turn, interaction)
}

/** Forgets a wrap-up that is over. */
export function dropFiling(turn: Turn, interaction: Interaction, agent: AgentId): void {
  interaction.filings = withoutEntry(interaction.filings, agent)
  timeFilings(turn, interaction)
}

/** One timer serves them all: it is set to the one that ends first. */
function timeFilings(turn: Turn, interaction: Interaction): void {
  const timer = { kind: 'filing', of: interaction.id } as const
  const ends = [...interaction.filings.values()].map(filing => filing.until)
  if (ends.length === 0) clearTimer(turn.state.timers, timer)
  else setTimer(turn.state.timers, timer, Math.min(...ends))
}
