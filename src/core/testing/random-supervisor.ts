import type { AgentId, InteractionId, QueueId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { InputBody } from '../input.ts'
import type { RandomFloor } from './random-agent.ts'
import { pick } from './random-agent.ts'

/** Sue supervises the busy company, and serves no queue. */
export const supervisor = toId<AgentId>('sue')

/** Something a supervisor may ask for, whether it makes sense just then or not. */
export function superviseWish(world: RandomFloor): InputBody {
  const { state } = world
  const interaction = pick(world, [...state.interactions.keys()]) ?? toId<InteractionId>('i1')
  const agent = pick(world, [...state.agents.keys()]) ?? supervisor
  const queue = toId<QueueId>(world.random() < 0.5 ? 'sales' : 'support')
  const mode = pick(world, ['listen', 'whisper', 'barge'] as const) ?? 'listen'
  const rank = pick(world, ['front', 1, 5] as const) ?? 'front'
  const stated = pick(world, ['available', 'not-ready', 'signed-out'] as const) ?? 'available'
  const talking = [...state.interactions.values()].find(one => one.phase.at === 'talking')?.id
  const by = { supervisor, interaction: talking ?? interaction }
  const waiting = [...state.interactions.values()].find(one => one.phase.at === 'waiting')?.id
  const placed = { supervisor, interaction: waiting ?? interaction }
  const wishes: readonly InputBody[] = [
    { kind: 'monitor-requested', ...by, mode },
    { kind: 'monitor-requested', ...by, mode },
    { kind: 'monitor-requested', ...by, mode },
    { kind: 'monitor-end-requested', ...by },
    { kind: 'take-over-requested', ...by },
    { kind: 'move-ordered', ...placed, queue },
    { kind: 'rank-ordered', ...placed, rank },
    { kind: 'wrap-up-end-ordered', supervisor, agent },
    { kind: 'agent-state-ordered', supervisor, agent, state: stated, reason: 'asked to' },
  ]
  return pick(world, wishes) ?? { kind: 'monitor-requested', ...by, mode }
}
