import { agentOf } from '../agent/move-agent.ts'
import type { Interaction, Monitor, Talking } from '../interaction/interaction.ts'
import { arrange } from '../talk/hearing.ts'
import { clearTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { isFree } from './is-free.ts'
import { takeOver } from './take-over.ts'

/** The supervisor's phone was answered. */
export function monitorAnswered(turn: Turn, interaction: Interaction, talk: Talking): void {
  const { monitor, agent } = talk
  if (monitor?.state !== 'ringing') return
  clearTimer(turn.state.timers, { kind: 'monitor', of: interaction.id })
  const up: Monitor = { ...monitor, state: 'up', since: turn.at }
  const { supervisor, mode } = up
  tell(turn, { kind: 'monitor-answered', interaction: interaction.id, agent, supervisor, mode })
  const now = { ...talk, monitor: up }
  if (up.takesOver && isFree(turn, agentOf(turn, supervisor))) {
    takeOver(turn, interaction, now, up)
  } else {
    arrange(turn, interaction, talk, now)
  }
}
