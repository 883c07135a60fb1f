import type { OrderId } from '#core'
import { checkState } from '#core'
import { keepAgent } from './keep-agents.ts'
import { keepInteraction } from './keep-interactions.ts'
import type { Check, Stepped } from './check.ts'
import type { Book } from './book.ts'

/** Every fact fits those before it: no interaction told of after its end, nobody connected twice. */
export const factsTrue: Check = {
  name: 'facts-true',
  words: 'each fact is possible after those before it, and measures what it says',
  begin: () => ({ step: keepFacts }),
}

/** The invariants the core writes above its own state. */
export const stateSound: Check = {
  name: 'state-sound',
  words: 'the core’s state keeps its own invariants',
  begin: () => ({ step: ({ deep, state }) => (deep ? checkState(state)[0] : undefined) }),
}

/** An order has a number of its own, and its result is wanted until it comes, and then no more. */
export const ordersOnce: Check = {
  name: 'orders-once',
  words: 'each order is given once and has one result',
  begin: () => {
    let last = 0
    return {
      step({ effects, state, input, refused }) {
        for (const effect of effects) {
          if (effect.kind !== 'order') continue
          const n = orderNumber(effect.issued.id)
          if (n <= last) return `order ${effect.issued.id} was given before`
          last = n
          if (!state.orders.has(effect.issued.id)) return `${effect.issued.id} is not waited for`
        }
        if (input.kind !== 'order-done' && input.kind !== 'order-failed') return undefined
        if (state.orders.has(input.order)) return `${input.order} is waited for after its result`
        const known = orderNumber(input.order) <= last
        return known || refused !== undefined ? undefined : `${input.order} was never given`
      },
    }
  },
}

/** An input that makes no sense changes nothing. */
export const refusalsIdle: Check = {
  name: 'refusals-change-nothing',
  words: 'an input that is refused has no effect',
  begin: () => ({
    step: ({ refused, quiet, effects, input }) =>
      refused !== undefined && quiet && effects.length > 0
        ? `${input.kind} was refused (${refused.code}) and had ${effects.length} effects`
        : undefined,
  }),
}

/** What a phone says has an effect, or is refused with the reason. */
export const silencesSaid: Check = {
  name: 'silences-said',
  words: 'what a phone says and changes nothing is refused, with why',
  begin: () => ({
    step: ({ refused, effects, input }) =>
      refused === undefined && effects.length === 0 && wordsOfPhones.has(input.kind)
        ? `${input.kind} changed nothing, and nobody said why`
        : undefined,
  }),
}

const wordsOfPhones: ReadonlySet<string> = new Set<Stepped['input']['kind']>([
  'digit-pressed',
  'leg-held',
  'leg-resumed',
  'silence-heard',
])

/** Time goes on: facts are told with the moment of their input, and no moment comes twice for ever. */
export const timeGoesOn: Check = {
  name: 'time-goes-on',
  words: 'the state’s time never goes back, its timers come due once, and facts bear their moment',
  begin: () => {
    let now = 0
    let idle = 0
    return {
      step({ state, effects, input }) {
        if (state.now < now) return `time went back by ${now - state.now} ms`
        idle =
          input.kind === 'time-passed' && effects.length === 0 && state.now === now ? idle + 1 : 0
        if (idle > idleTicksMax) return 'a timer is due again and again'
        now = state.now
        for (const effect of effects) {
          if (effect.kind === 'fact' && effect.fact.at !== now)
            return `${effect.fact.kind} bears another time`
        }
        return undefined
      },
    }
  },
}

/** Times in a row that time passes, not a moment goes by, and nothing happens. */
const idleTicksMax = 100

function orderNumber(id: OrderId): number {
  return Number(id.slice(1))
}

function keepFacts({ effects, book, input }: Stepped): string | undefined {
  if (input.kind === 'tenant-configured') takeConfig(book, input.config)
  for (const effect of effects) {
    if (effect.kind !== 'fact') continue
    const wrong = keepAgent(book, effect.fact) ?? keepInteraction(book, effect.fact)
    if (wrong !== undefined) return wrong
  }
  if (input.kind === 'tenant-configured') forgetGone(book)
  return undefined
}

/** Who left for good and comes again is somebody new, of whom nothing is known; a talk is listened to till its end. */
function forgetGone({ agents, agentConfigs }: Book): void {
  for (const { id, at, listens } of agents.values()) {
    if (at === 'signed-out' && !listens && !agentConfigs.has(id)) agents.delete(id)
  }
}

/** Agents and queues that are gone from the configuration serve nobody; those at work finish. */
function takeConfig(book: Book, config: NonNullable<Book['config']>): void {
  book.config = config
  const { task, voice } = config.channels ?? {}
  book.several ||= task !== undefined || voice?.exclusive === false
  book.agentConfigs.clear()
  book.queueConfigs.clear()
  for (const agent of config.agents) book.agentConfigs.set(agent.id, agent)
  for (const queue of config.queues) book.queueConfigs.set(queue.id, queue)
}
