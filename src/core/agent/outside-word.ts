import type { Refusal } from '../effect.ts'
import type { DeviceChanged, PresenceChanged } from '../input.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { restand } from './move-agent.ts'

/** The person's presence changed: the routing state stays what it is, the lines it stands in may not. */
export function presenceChanged(turn: Turn, input: PresenceChanged): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  const { presence } = input
  if (agent.presence === presence) return refuse('already-so', presence)
  tell(turn, {
    kind: 'agent-presence-changed',
    agent: agent.id,
    from: agent.presence,
    to: presence,
  })
  restand(turn, agent, () => {
    agent.presence = presence
  })
  return undefined
}

/** The agent's phone or tab can ring, cannot, or nobody knows. */
export function deviceChanged(turn: Turn, input: DeviceChanged): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  const { device } = input
  if (agent.device === device) return refuse('already-so', device)
  tell(turn, { kind: 'agent-device-changed', agent: agent.id, from: agent.device, to: device })
  restand(turn, agent, () => {
    agent.device = device
  })
  return undefined
}
