import { setListening } from '../agent/move-agent.ts'
import type { MonitorEnd } from '../facts/floor-fact.ts'
import type { Interaction, Talking } from '../interaction/interaction.ts'
import { hangUp } from '../interaction/legs.ts'
import { clearTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'

/** States that a supervisor's part in a talk is over; the talk and its legs are the caller's to change. */
export function tellMonitorEnded(
  turn: Turn,
  interaction: Interaction,
  { monitor, agent }: Talking,
  how: MonitorEnd,
): void {
  if (monitor === undefined) return
  clearTimer(turn.state.timers, { kind: 'monitor', of: interaction.id })
  const { supervisor } = monitor
  const listener = turn.state.agents.get(supervisor)
  if (listener?.listening === interaction.id) setListening(turn, listener, undefined)
  tell(turn, { kind: 'monitor-ended', interaction: interaction.id, agent, supervisor, how })
}

/** The agent leaves, and the talk the supervisor came for is over, though the customer's call is not. */
export function dropMonitor(turn: Turn, interaction: Interaction, talk: Talking): void {
  if (talk.monitor === undefined) return
  hangUp(turn, interaction, talk.monitor.leg, 'not-needed')
  tellMonitorEnded(turn, interaction, talk, 'talk-ended')
}
