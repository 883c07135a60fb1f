import type { AgentId, AgentState, Fact, InputBody, TenantState } from '#core'
import type { Clock, Lane } from '#engine'

/** Who works a shift in the demo, and by what chance. */
export interface Shift {
  readonly lane: Pick<Lane, 'submit' | 'read' | 'onFacts'>
  /** Agents played by the demo; the others are left to people who sign in. */
  readonly agents: readonly AgentId[]
  readonly clock: Clock
  /** A number from 0 up to 1; seeded, so that a demo can be repeated. */
  readonly chance: () => number
}

/** How long the demo's agents take for things, from–to in milliseconds. */
const takes = {
  signIn: [300, 4000],
  wrapUp: [4000, 15_000],
  comeBack: [10_000, 25_000],
} as const

const notes = [
  'Asked about delivery; told Friday.',
  'Ordered two, paid by card.',
  'Called back as promised.',
  'Address corrected.',
  'Will send the leaflet.',
  '',
]

/**
 * Lets the demo's agents do what people do with the app: sign in, be available, file their calls,
 * and come back after a missed one. Their phones are played by the emulator. The answer ends it.
 */
export function workShift(shift: Shift): () => void {
  const waiting = new Set<() => void>()
  const later = (span: readonly [number, number], act: () => void): void => {
    const cancel = shift.clock.setTimer(between(shift, span), () => {
      waiting.delete(cancel)
      act()
    })
    waiting.add(cancel)
  }
  const mine = new Set(shift.agents)
  for (const agent of mine) later(takes.signIn, () => begin(shift, agent))
  const stop = shift.lane.onFacts(facts => {
    for (const fact of facts) react(shift, mine, fact, later)
  })
  return () => {
    stop()
    for (const cancel of waiting) cancel()
  }
}

type Later = (span: readonly [number, number], act: () => void) => void

function begin(shift: Shift, agent: AgentId): void {
  const at = shift.lane.read(state => state.agents.get(agent)?.routing.at)
  if (at === 'signed-out') put(shift, { kind: 'agent-signed-in', agent })
  put(shift, { kind: 'agent-state-set', agent, state: 'available' })
}

function react(shift: Shift, mine: ReadonlySet<AgentId>, fact: Fact, later: Later): void {
  if (fact.kind !== 'agent-state-changed' || !mine.has(fact.agent)) return
  const { agent } = fact
  if (fact.to === 'wrap-up') later(takes.wrapUp, () => file(shift, agent))
  if (fact.to === 'not-ready' && fact.from === 'reserved') {
    later(takes.comeBack, () => put(shift, { kind: 'agent-state-set', agent, state: 'available' }))
  }
}

function file(shift: Shift, agent: AgentId): void {
  const open = shift.lane.read(state => openWrapUp(state, state.agents.get(agent)))
  if (open === undefined) return
  const disposition = pickUsual(shift, open.dispositions)
  if (disposition === undefined) return
  const note = pick(shift, notes) ?? ''
  put(shift, { kind: 'wrap-up-completed', agent, interaction: open.interaction, disposition, note })
}

function openWrapUp(
  state: TenantState,
  agent: AgentState | undefined,
): (Pick<WrapUp, 'interaction'> & { dispositions: readonly WrapUp['disposition'][] }) | undefined {
  if (agent?.routing.at !== 'wrap-up') return undefined
  const { interaction } = agent.routing
  const phase = state.interactions.get(interaction)?.phase
  if (phase?.at !== 'wrap-up') return undefined
  return { interaction, dispositions: state.queues.get(phase.queue)?.config.dispositions ?? [] }
}

type WrapUp = Extract<InputBody, { kind: 'wrap-up-completed' }>

/** The demo's agents may be refused like anyone; the desk shows it, and the shift goes on. */
function put(shift: Shift, input: InputBody): void {
  void shift.lane.submit(input).catch(() => {
    // A lane that has stopped says so itself, and loudly.
  })
}

function between(shift: Shift, [from, to]: readonly [number, number]): number {
  return from + shift.chance() * (to - from)
}

function pick<T>(shift: Shift, list: readonly T[]): T | undefined {
  return list[Math.floor(shift.chance() * list.length)]
}

/** One of a list whose first is the usual one and whose last is the rare one, as people write lists. */
function pickUsual<T>(shift: Shift, list: readonly T[]): T | undefined {
  return list[Math.floor(shift.chance() ** 2 * list.length)]
}
