import type { AgentId, InteractionId, QueueId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { InputBody } from '../input.ts'
import { agents } from './random-company.ts'
import type { TenantState } from '../state.ts'

/** A floor where chance decides. */
export interface RandomFloor {
  readonly state: TenantState
  readonly random: () => number
}

/** One of a list. */
export function pick<T>(
  { random }: Pick<RandomFloor, 'random'>,
  list: readonly T[],
): T | undefined {
  return list[Math.floor(random() * list.length)]
}

/** What an agent does next: something about its work, or a choice of its own. */
export function agentInput(world: RandomFloor, agent: AgentId): InputBody {
  return agentWorks(world, agent) ?? agentChooses(world, agent)
}

/** What an agent at work may do about it; often nothing. */
function agentWorks(world: RandomFloor, agent: AgentId): InputBody | undefined {
  const work = pick(world, world.state.agents.get(agent)?.works ?? [])
  if (work === undefined || world.random() > 0.3) return undefined
  const { interaction, stage } = work
  switch (stage.at) {
    case 'reserved': {
      const kind = world.random() < 0.6 ? 'offer-accepted' : 'offer-declined'
      return { kind, agent, offer: stage.offer }
    }
    case 'talking':
      return agentTalks(world, agent, interaction)
    case 'wrap-up': {
      if (world.random() < 0.3) return { kind: 'wrap-up-extended', agent, interaction }
      if (world.random() < 0.3) return { kind: 'wrap-up-skipped', agent, interaction }
      return { kind: 'wrap-up-completed', agent, interaction, disposition: toId('sold'), note: '' }
    }
  }
}

/** What is said of a person and a phone, whatever the agent does. */
function outsideWord(world: RandomFloor, agent: AgentId): InputBody {
  const presences = ['available', 'busy', 'in-a-call', 'do-not-disturb', 'unknown'] as const
  const devices = ['ready', 'unreachable', 'unknown'] as const
  return world.random() < 0.7
    ? { kind: 'presence-changed', agent, presence: pick(world, presences) ?? 'unknown' }
    : { kind: 'device-changed', agent, device: pick(world, devices) ?? 'unknown' }
}

/** What an agent may do in a talk, whether it makes sense just then or not. */
function agentTalks(world: RandomFloor, agent: AgentId, interaction: InteractionId): InputBody {
  const asked = { agent, interaction }
  const number = { kind: 'number', number: '+441632960555' } as const
  const colleague = { kind: 'agent', agent: toId<AgentId>(pick(world, agents) ?? 'ann') } as const
  const whom = world.random() < 0.5 ? number : colleague
  const queue = { kind: 'queue', queue: toId<QueueId>('sales') } as const
  const decision = pick(world, ['complete', 'join', 'return'] as const) ?? 'return'
  const wishes: readonly InputBody[] = [
    { kind: 'hang-up-requested', ...asked },
    { kind: 'hold-requested', ...asked },
    { kind: 'resume-requested', ...asked },
    { kind: 'consult-requested', ...asked, to: whom },
    { kind: 'consult-requested', ...asked, to: whom },
    { kind: 'consult-decided', ...asked, decision },
    { kind: 'consult-decided', ...asked, decision },
    { kind: 'consult-decided', ...asked, decision },
    { kind: 'transfer-requested', ...asked, to: world.random() < 0.5 ? queue : whom },
    { kind: 'note-written', ...asked, note: `heard at ${world.state.now}` },
  ]
  const ownEnd: readonly InputBody[] = [
    { kind: 'mute-requested', ...asked, muted: world.random() < 0.5 },
    { kind: 'keys-requested', ...asked, keys: '12#' },
    { kind: 'recording-pause-requested', ...asked, paused: true },
    { kind: 'recording-pause-requested', ...asked, paused: false },
  ]
  // What is kept out of a recording is seldom long.
  const withheld = world.state.interactions.get(interaction)?.recording?.withheld === true
  const asks = pick(world, world.random() < (withheld ? 0.7 : 0.15) ? ownEnd : wishes)
  return asks ?? { kind: 'hang-up-requested', ...asked }
}

function agentChooses(world: RandomFloor, agent: AgentId): InputBody {
  const what = world.random()
  if (world.random() < 0.06) return outsideWord(world, agent)
  if (what < 0.3) return { kind: 'agent-signed-in', agent }
  if (what < 0.85) return { kind: 'agent-state-set', agent, state: 'available' }
  if (what < 0.95) return { kind: 'agent-state-set', agent, state: 'not-ready', reason: 'lunch' }
  return { kind: 'agent-signed-out', agent }
}
