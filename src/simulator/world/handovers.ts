import type { AgentId, Fact, InputBody, InteractionId, LegId } from '#core'
import { toId } from '#core'
import type { Chance } from './chance.ts'
import { below, chanceFor, happens, pick, span } from './chance.ts'
import type { World } from './world.ts'

/**
 * What may happen in the middle of a talk besides its end: holds, by app and by phone,
 * consultations that are completed, joined or taken back, transfers to people, queues and
 * numbers. Nobody asks whether it makes sense just then: the house has to know.
 */
export function handOver(world: World, fact: Extract<Fact, { kind: 'talk-started' }>): void {
  const { handovers } = world.scenario.agents
  const chance = chanceFor(world.seed, `talk of ${fact.interaction} at ${fact.at}`)
  if (!happens(chance, handovers)) return
  const { agent, interaction } = fact
  const times = 1 + below(chance, 6)
  for (let n = 0; n < times; n += 1) {
    world.agenda.after(span(chance, world.scenario.callers.talkMs / 2), () =>
      world.tell(somethingDone(world, chance, { agent, interaction })),
    )
  }
}

/** What agents do at their own end of a talk: mute, keys, a recording that is paused and goes on. */
export function doAtOwnEnd(world: World, fact: Extract<Fact, { kind: 'talk-started' }>): void {
  const chance = chanceFor(world.seed, `own end of ${fact.interaction} at ${fact.at}`)
  if (!happens(chance, world.scenario.agents.ownEnd)) return
  const { agent, interaction } = fact
  const talk = { agent, interaction }
  const all: readonly InputBody[] = [
    { kind: 'mute-requested', ...talk, muted: true },
    { kind: 'mute-requested', ...talk, muted: false },
    { kind: 'keys-requested', ...talk, keys: '12#' },
    { kind: 'keys-requested', ...talk, keys: 'no keys' },
    { kind: 'recording-pause-requested', ...talk, paused: true },
    { kind: 'recording-pause-requested', ...talk, paused: false },
  ]
  const times = 2 + below(chance, 4)
  for (let n = 0; n < times; n += 1) {
    const done = pick(chance, all)
    if (done === undefined) continue
    world.agenda.after(span(chance, world.scenario.callers.talkMs / 2), () => world.tell(done))
  }
}

const devices = ['ready', 'unreachable', 'unknown', 'ready'] as const

/** What may happen to an agent at any moment: presence, a phone that drops out, wrap-up put off. */
export function somethingBesides(
  world: World,
  agent: AgentId,
  chance: Chance,
): InputBody | undefined {
  const routing = world.state().agents.get(agent)?.routing
  const interaction = routing !== undefined && 'interaction' in routing && routing.interaction
  const presences = ['available', 'busy', 'in-a-call', 'away', 'offline', 'unknown'] as const
  const device = pick(chance, world.scenario.company.variety ? devices : [])
  const noted =
    interaction === false
      ? []
      : [{ kind: 'note-written', agent, interaction, note: 'Later.' } as const]
  const all: readonly (InputBody | undefined)[] = [
    ...(device === undefined ? [] : [{ kind: 'device-changed', agent, device } as const, ...noted]),
    { kind: 'presence-changed', agent, presence: pick(chance, presences) ?? 'unknown' },
    interaction === false ? undefined : { kind: 'wrap-up-extended', agent, interaction },
    interaction === false ? undefined : { kind: 'wrap-up-skipped', agent, interaction },
  ]
  return pick(chance, all)
}

interface Talk {
  readonly agent: AgentId
  readonly interaction: InteractionId
}

function somethingDone(world: World, chance: Chance, talk: Talk): InputBody {
  const agentLeg = agentLegIn(world, talk.interaction)
  const decision = pick(chance, ['complete', 'join', 'return'] as const) ?? 'return'
  const all: readonly InputBody[] = [
    { kind: 'hold-requested', ...talk },
    { kind: 'resume-requested', ...talk },
    { kind: 'leg-held', leg: agentLeg },
    { kind: 'leg-resumed', leg: agentLeg },
    { kind: 'transfer-requested', ...talk, to: somewhere(world, chance) },
    { kind: 'consult-requested', ...talk, to: somebody(world, chance) },
    { kind: 'consult-requested', ...talk, to: somebody(world, chance) },
    { kind: 'consult-decided', ...talk, decision },
    { kind: 'consult-decided', ...talk, decision },
  ]
  return pick(chance, all) ?? { kind: 'time-passed' }
}

function agentLegIn(world: World, id: InteractionId): LegId {
  const phase = world.state().interactions.get(id)?.phase
  const leg = phase?.at === 'talking' ? phase.agentLeg : undefined
  return leg ?? toId<LegId>('nobody')
}

type Somebody = Extract<InputBody, { kind: 'consult-requested' }>['to']

function somebody(world: World, chance: Chance): Somebody {
  if (happens(chance, 0.4)) return { kind: 'number', number: '+441632960777' }
  // One more than there are: who asks for nobody has to be told so.
  const n = below(chance, world.scenario.company.agents + 1)
  return { kind: 'agent', agent: toId<AgentId>(`a${n}`) }
}

function somewhere(
  world: World,
  chance: Chance,
): Extract<InputBody, { kind: 'transfer-requested' }>['to'] {
  if (happens(chance, 0.6)) return somebody(world, chance)
  return { kind: 'queue', queue: toId(`q${below(chance, world.scenario.company.queues + 1)}`) }
}
