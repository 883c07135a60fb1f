import type { AgentId, InputBody } from '#core'
import { toId } from '#core'
import type { Chance } from './chance.ts'
import { below, chanceFor, pick, span } from './chance.ts'
import type { World } from './world.ts'
import { leavesOut } from './world.ts'

/** Who supervises this world; serves no queue, and is at a phone. */
export const supervisor = toId<AgentId>('sue')

/** The supervisor begins to act on the floor, now and then, whether it makes sense or not. */
export function beginSupervising(world: World): void {
  const { everyMs, serves } = world.scenario.supervisor
  if (everyMs > 0) actLater(world, 1)
  if (serves) beAvailable(world, 1)
}

/** Whoever serves as well is available again and again, whatever came in between. */
function beAvailable(world: World, n: number): void {
  if (world.closing) return
  if (n === 1) world.tell({ kind: 'agent-signed-in', agent: supervisor })
  world.tell({ kind: 'agent-state-set', agent: supervisor, state: 'available' })
  const chance = chanceFor(world.seed, `supervisor available ${n}`)
  world.agenda.after(span(chance, 120_000), () => beAvailable(world, n + 1))
}

function actLater(world: World, n: number): void {
  const chance = chanceFor(world.seed, `order ${n}`)
  world.agenda.after(span(chance, world.scenario.supervisor.everyMs), () => {
    if (world.closing) return
    if (!leavesOut(world, `order ${n}`)) world.tell(orderOf(world, chance))
    actLater(world, n + 1)
  })
}

/** Something a supervisor may ask for: of somebody who talks, of somebody who waits, of an agent. */
function orderOf(world: World, chance: Chance): InputBody {
  const { interactions } = world.state()
  const all = [...interactions.values()]
  const talking = pick(
    chance,
    all.filter(one => one.phase.at === 'talking'),
  )
  const waiting = pick(
    chance,
    all.filter(one => one.phase.at === 'waiting'),
  )
  const none = toId<never>('i1')
  const talk = { supervisor, interaction: talking?.id ?? none }
  const place = { supervisor, interaction: waiting?.id ?? none }
  const { agents, queues } = world.scenario.company
  const agent = toId<AgentId>(`a${below(chance, agents + 1)}`)
  const queue = toId<never>(`q${below(chance, queues + 1)}`)
  const mode = pick(chance, ['listen', 'whisper', 'barge'] as const) ?? 'listen'
  const rank = pick(chance, ['front', 1, 5] as const) ?? 'front'
  const wishes: readonly InputBody[] = [
    { kind: 'monitor-requested', ...talk, mode },
    { kind: 'monitor-requested', ...talk, mode },
    { kind: 'monitor-end-requested', ...talk },
    { kind: 'take-over-requested', ...talk },
    { kind: 'move-ordered', ...place, queue },
    { kind: 'rank-ordered', ...place, rank },
    { kind: 'wrap-up-end-ordered', supervisor, agent },
    {
      kind: 'agent-state-ordered',
      supervisor,
      agent,
      state: pick(chance, ['available', 'not-ready'] as const) ?? 'available',
      reason: 'asked to',
    },
  ]
  return pick(chance, wishes) ?? { kind: 'time-passed' }
}
