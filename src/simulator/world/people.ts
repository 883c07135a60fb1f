import type { AgentId, Fact, InputBody, InteractionId, OfferId } from '#core'
import { toId } from '#core'
import type { Chance } from './chance.ts'
import { chanceFor, happens, pick, span } from './chance.ts'
import { disposition } from './company.ts'
import { somethingBesides } from './handovers.ts'
import type { World } from './world.ts'
import { leavesOut } from './world.ts'

/** Everybody who works here, each with a mind of his own. */
export interface People {
  /** What agents do about what happened. */
  readonly hear: (fact: Fact) => void
}

/** Agents come to work, one after another, and live their day. */
export function openShift(world: World): People {
  const minds = new Map<AgentId, Chance>()
  const { agents, company } = world.scenario
  for (let n = 0; n < company.agents; n += 1) {
    const agent = toId<AgentId>(`a${n}`)
    if (leavesOut(world, `agent ${agent}`)) continue
    const mind = chanceFor(world.seed, `agent ${agent}`)
    minds.set(agent, mind)
    world.agenda.after(n * 20, () => comeToWork(world, agent))
    if (!agents.shift) continue
    every(world, mind, { ms: agents.breakEveryMs, act: () => takeBreak(world, agent, mind) })
    every(world, mind, { ms: agents.signOutEveryMs, act: () => goOut(world, agent, mind) })
    every(world, mind, { ms: agents.changesEveryMs, act: () => change(world, agent, mind) })
    every(world, mind, { ms: agents.nonsenseEveryMs, act: () => doNonsense(world, agent, mind) })
  }
  return {
    hear(fact) {
      if (!('agent' in fact) || fact.agent === undefined) return
      const mind = minds.get(fact.agent)
      if (mind !== undefined) react(world, fact, mind)
    },
  }
}

function every(world: World, mind: Chance, what: { ms: number; act: () => void }): void {
  if (what.ms === 0) return
  world.agenda.after(span(mind, what.ms), () => {
    if (world.closing) return
    what.act()
    every(world, mind, what)
  })
}

function comeToWork(world: World, agent: AgentId): void {
  world.tell({ kind: 'agent-signed-in', agent })
  world.tell({ kind: 'agent-state-set', agent, state: 'available' })
}

function takeBreak(world: World, agent: AgentId, mind: Chance): void {
  world.tell({ kind: 'agent-state-set', agent, state: 'not-ready', reason: 'break' })
  world.agenda.after(span(mind, world.scenario.agents.breakMs), () => beBack(world, agent))
}

function goOut(world: World, agent: AgentId, mind: Chance): void {
  world.tell({ kind: 'agent-signed-out', agent })
  world.agenda.after(span(mind, world.scenario.agents.breakMs), () => comeToWork(world, agent))
}

function change(world: World, agent: AgentId, mind: Chance): void {
  const changed = somethingBesides(world, agent, mind)
  if (changed !== undefined) world.tell(changed)
}

function beBack(world: World, agent: AgentId): void {
  world.tell({ kind: 'agent-state-set', agent, state: 'available' })
}

function react(world: World, fact: Fact, mind: Chance): void {
  const { agents } = world.scenario
  if (fact.kind === 'offer-made') {
    if (!happens(mind, agents.declines)) return
    const { agent, offer } = fact
    world.agenda.after(span(mind, 3000), () => world.tell({ kind: 'offer-declined', agent, offer }))
  } else if (fact.kind === 'wrap-up-started') {
    if (happens(mind, agents.filesWrapUp)) fileLater(world, fact, mind)
  } else if (fact.kind === 'agent-state-changed' && fact.to === 'not-ready') {
    // Whom the router set not ready says so himself when he is back.
    if (fact.why === 'signed in' || fact.reason === 'break') return
    world.agenda.after(span(mind, agents.backMs), () => beBack(world, fact.agent))
  }
}

function fileLater(
  world: World,
  fact: Pick<Extract<Fact, { kind: 'wrap-up-ended' }>, 'agent' | 'interaction'>,
  mind: Chance,
): void {
  const { agent, interaction } = fact
  const wrong = happens(mind, 0.1)
  world.agenda.after(span(mind, world.scenario.company.wrapUpMs / 2), () => {
    const filed = { kind: 'wrap-up-completed', agent, interaction, note: '' } as const
    if (wrong) world.tell({ ...filed, disposition: toId('never-heard-of') })
    world.tell({ ...filed, disposition: toId(disposition) })
  })
}

/** Things that make no sense: the house has to say so, and change nothing. */
function doNonsense(world: World, agent: AgentId, mind: Chance): void {
  const living = pick(mind, [...world.state().interactions.keys()])
  const interaction = living ?? toId<InteractionId>('i1')
  const nonsense: readonly InputBody[] = [
    { kind: 'hang-up-requested', agent, interaction },
    { kind: 'wrap-up-completed', agent, interaction, disposition: toId(disposition), note: '' },
    { kind: 'offer-declined', agent, offer: toId<OfferId>('f1') },
    { kind: 'agent-signed-in', agent },
    { kind: 'agent-state-set', agent, state: 'available' },
    { kind: 'agent-state-set', agent, state: 'not-ready', reason: '  ' },
    { kind: 'agent-signed-in', agent: toId<AgentId>('nobody') },
    {
      kind: 'wrap-up-completed',
      agent,
      interaction,
      disposition: toId(disposition),
      note: 'x'.repeat(5000),
    },
    { kind: 'order-done', order: toId('o0') },
    { kind: 'leg-ended', leg: toId('c1'), by: 'far-end', cause: 'told again' },
    { kind: 'time-passed' },
  ]
  const done = pick(mind, nonsense)
  if (done !== undefined && !(done.kind === 'leg-ended' && world.legs.has(done.leg))) {
    world.tell(done)
  }
}
