import type { AgentId, Channel, Fact, InteractionId, TenantConfig } from '#core'
import type { Book } from './book.ts'
import type { Check, Stepped } from './check.ts'
import { mayServe } from './keep-agents.ts'

/** What an agent has to do never takes more of it than there is, and an exclusive work is alone. */
export const roomKept: Check = {
  name: 'room-kept',
  words: 'an agent’s works keep within its units, and nothing stands beside an exclusive one',
  begin: () => {
    const rooms: Rooms = new Map()
    return { step: stepped => keepRooms(stepped, rooms) }
  },
}

/** Work that waits beside an agent who has room for it has been forgotten. */
export const roomUsed: Check = {
  name: 'room-used',
  words: 'no task waits while an agent on duty has room for it',
  begin: () => {
    const rooms: Rooms = new Map()
    return {
      step: stepped => {
        keepRooms(stepped, rooms)
        return stepped.deep ? unused(stepped, rooms) : undefined
      },
    }
  },
}

/** What each agent is at, as the facts have it, with what it cost when it was offered. */
type Rooms = Map<AgentId, Map<InteractionId, Cost>>

interface Cost {
  readonly channel: Channel
  readonly units: number
  readonly exclusive: boolean
  readonly interruptible: boolean
  over: boolean
}

const usual: Readonly<Record<Channel, Omit<Cost, 'over' | 'channel'>>> = {
  voice: { units: 100, exclusive: true, interruptible: false },
  task: { units: 30, exclusive: false, interruptible: false },
}

function costOf(config: TenantConfig | undefined, channel: Channel): Cost {
  return { ...usual[channel], ...config?.channels?.[channel], channel, over: false }
}

function keepRooms({ effects, book }: Stepped, rooms: Rooms): string | undefined {
  for (const effect of effects) {
    if (effect.kind !== 'fact' || !('agent' in effect.fact)) continue
    const wrong = keep(book, rooms, effect.fact)
    if (wrong !== undefined) return wrong
  }
  for (const works of rooms.values()) {
    for (const [id, { over }] of works) if (over) works.delete(id)
  }
  return undefined
}

type OfAgent = Extract<Fact, { readonly agent: AgentId }>

function keep(book: Book, rooms: Rooms, fact: OfAgent): string | undefined {
  const works = rooms.get(fact.agent) ?? new Map<InteractionId, Cost>()
  rooms.set(fact.agent, works)
  if (fact.kind === 'offer-made') {
    const cost = costOf(book.config, fact.leg === undefined ? 'task' : 'voice')
    const wrong = misfit(book, fact.agent, works, cost)
    works.set(fact.interaction, cost)
    return wrong && `${fact.offer} goes to ${fact.agent}: ${wrong}`
  }
  if (fact.kind === 'talk-started' && !works.has(fact.interaction)) {
    // An expert takes over what it was not offered by a queue.
    works.set(fact.interaction, costOf(book.config, fact.channel ?? 'voice'))
  }
  moveOn(works, fact)
  return undefined
}

/** What a fact makes of work that an agent has. */
function moveOn(works: Map<InteractionId, Cost>, fact: OfAgent): void {
  if (fact.kind === 'offer-ended' && fact.result !== 'answered') works.delete(fact.interaction)
  if (fact.kind === 'wrap-up-ended') works.delete(fact.interaction)
  if (fact.kind !== 'talk-ended' && fact.kind !== 'wrap-up-started') return
  const cost = works.get(fact.interaction)
  if (cost !== undefined) cost.over = fact.kind === 'talk-ended'
}

/** Why one more does not fit beside an agent's works; those whose talk ended in this step are gone. */
function misfit(
  { agentConfigs }: Book,
  id: AgentId,
  works: ReadonlyMap<InteractionId, Cost>,
  cost: Cost,
): string | undefined {
  const living = [...works.values()].filter(one => !one.over)
  if (living.some(one => one.exclusive)) return 'it is at exclusive work'
  if (cost.exclusive) {
    return living.every(one => one.interruptible) ? undefined : 'it is at other work'
  }
  const used = living.reduce((sum, one) => sum + one.units, cost.units)
  const of = agentConfigs.get(id)?.units ?? 100
  return used > of ? `${used} of ${of} units would be in use` : undefined
}

function unused(stepped: Stepped, rooms: Rooms): string | undefined {
  const { book, state } = stepped
  if (book.config?.channels?.task === undefined) return undefined
  for (const [id, line] of book.agents) {
    if (!mayTakeTask(stepped, rooms, id)) continue
    for (const waiting of book.waiting.values()) {
      const tasks = waiting.filter(one => one.channel === 'task')
      const forgotten = tasks.find(one => mayServe(book, line, one, state.now))
      if (forgotten !== undefined) return `${forgotten.id} waits while ${id} has room for it`
    }
  }
  return undefined
}

/** Duty is what the agent chose, or the router for it; what it is at, the facts say. */
function mayTakeTask({ book, state }: Stepped, rooms: Rooms, id: AgentId): boolean {
  const agent = state.agents.get(id)
  const works = rooms.get(id) ?? new Map<InteractionId, Cost>()
  // Who is consulted has work that no fact of an offer tells of.
  if (agent?.duty.at !== 'available' || agent.works.length !== works.size) return false
  return misfit(book, id, works, costOf(book.config, 'task')) === undefined
}
