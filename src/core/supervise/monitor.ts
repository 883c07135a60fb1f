import type { AgentState } from '../agent/agent.ts'
import { agentOf, setListening } from '../agent/move-agent.ts'
import type { Refusal } from '../effect.ts'
import { flags, isOn } from '../flags.ts'
import type { Interaction, Monitor, Talking } from '../interaction/interaction.ts'
import { customerLegOf, hangUp, makeLeg } from '../interaction/legs.ts'
import { consultRingMs } from '../limits.ts'
import { refuse } from '../refusals.ts'
import { arrange } from '../talk/hearing.ts'
import { setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { give, tell } from '../turn.ts'
import type { MonitorEnd } from '../facts/floor-fact.ts'
import { tellMonitorEnded } from './monitor-end.ts'
import type { MonitorEndRequested, MonitorMode, MonitorRequested } from './supervise-input.ts'
import { isFree } from './is-free.ts'
import { talkOf } from './talk-of.ts'

/**
 * ```
 *            ┌─ no answer, busy ─▶ (gone; the talk never noticed)
 *  ringing ──┤
 *            └─ answered ─▶ up: listen ⇄ whisper ⇄ barge ──▶ (gone) or taken over
 * ```
 * One supervisor at a time is in a talk. The customer and the agent are never kept waiting for
 * the supervisor's phone, and its failing changes nothing for them.
 */
export function requestMonitor(
  turn: Turn,
  supervisor: AgentState,
  input: MonitorRequested,
): Refusal | undefined {
  const found = talkOf(turn, input.interaction)
  if ('code' in found) return found
  const { interaction, talk } = found
  const { monitor } = talk
  if (monitor?.supervisor === supervisor.id) return changeMode(turn, found, monitor, input.mode)
  const refused = mayNotListen(turn, supervisor, talk)
  if (refused !== undefined) return refused
  ringSupervisor(turn, interaction, talk, { supervisor, mode: input.mode, takesOver: false })
  return undefined
}

/** Why a supervisor may not come into a talk; nothing where it may. */
export function mayNotListen(
  turn: Turn,
  supervisor: AgentState,
  talk: Talking,
): Refusal | undefined {
  if (talk.agent === supervisor.id) return refuse('own-talk', talk.agent)
  if (talk.agentLeg === undefined) return refuse('channel-cannot', 'nobody talks')
  if (talk.monitor !== undefined) return refuse('monitored-already', talk.monitor.supervisor)
  if (!isFree(turn, supervisor) || supervisor.listening !== undefined)
    return refuse('supervisor-busy', supervisor.id)
  return undefined
}

/** The supervisor leaves, and the talk goes on. */
export function requestMonitorEnd(turn: Turn, input: MonitorEndRequested): Refusal | undefined {
  const found = talkOf(turn, input.interaction)
  if ('code' in found) return found
  const { interaction, talk } = found
  if (talk.monitor?.supervisor !== input.supervisor) {
    return refuse('not-monitored', input.interaction)
  }
  endMonitor(turn, interaction, talk, 'ended')
  return undefined
}

/** Calls the supervisor's own phone, beside the talk. */
export function ringSupervisor(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  who: {
    readonly supervisor: AgentState
    readonly mode: MonitorMode
    readonly takesOver: boolean
  },
): void {
  const customerLeg = customerLegOf(interaction)
  if (customerLeg === undefined) throw new Error(`invariant: ${interaction.id} has no customer`)
  const { supervisor, mode, takesOver } = who
  const leg = makeLeg(turn, interaction, supervisor.id)
  const ring = give(turn, interaction, {
    kind: 'ring',
    leg,
    customerLeg: customerLeg.id,
    agent: supervisor.id,
    to: supervisor.config.address,
    from: interaction.dialled,
    fromName: agentOf(turn, talk.agent).config.name,
  })
  const { id } = supervisor
  const state = 'ringing'
  const monitor: Monitor = { supervisor: id, mode, state, leg, ring, since: turn.at, takesOver }
  arrange(turn, interaction, talk, { ...talk, monitor })
  if (isOn(turn.state, flags.listenAlone)) setListening(turn, supervisor, interaction.id)
  const until = turn.at + consultRingMs
  setTimer(turn.state.timers, { kind: 'monitor', of: interaction.id }, until)
  const parties = { interaction: interaction.id, agent: talk.agent, supervisor: id }
  tell(turn, { kind: 'monitor-started', ...parties, mode, leg, until })
}

/** A supervisor's part is over, however that came; the talk goes on as if nobody had been there. */
export function endMonitor(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  how: MonitorEnd,
): void {
  const { monitor } = talk
  if (monitor === undefined) return
  hangUp(turn, interaction, monitor.leg, 'not-needed')
  tellMonitorEnded(turn, interaction, talk, how)
  arrange(turn, interaction, talk, { ...talk, monitor: undefined })
}

function changeMode(
  turn: Turn,
  { interaction, talk }: { interaction: Interaction; talk: Talking },
  monitor: Monitor,
  mode: MonitorMode,
): Refusal | undefined {
  if (monitor.mode === mode) return refuse('already-so', mode)
  const { agent } = talk
  const { supervisor } = monitor
  arrange(turn, interaction, talk, { ...talk, monitor: { ...monitor, mode } })
  tell(turn, { kind: 'monitor-changed', interaction: interaction.id, agent, supervisor, mode })
  return undefined
}
