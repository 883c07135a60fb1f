import { chanceFor, span } from './hour-chance.ts'
import { openAgents, openCallers } from './hour-people.ts'
import type { Done } from './hour-people.ts'
import { openHour } from './hour-world.ts'

/** How an hour, or some minutes, is to be. */
export interface HourPlan {
  readonly seed: number
  readonly minutes: number
  readonly agents: number
  readonly callsPerMinute: number
  /** Called every minute of the hour, for whoever looks at memory. */
  readonly onMinute?: (minute: number) => void
}

/** What came of it, and what was left when everybody had gone. */
export interface HourEnd {
  readonly callers: Done
  readonly agents: Done
  readonly facts: ReadonlyMap<string, number>
  readonly said: ReadonlyMap<string, number>
  readonly journal: { readonly inputs: number; readonly commits: number }
  readonly left: Left
}

/** All of these are zero where nothing was left behind. */
export interface Left {
  readonly transactions: number
  readonly dialogs: number
  readonly sipTimers: number
  readonly voiceLegs: number
  readonly mediaLegs: number
  readonly mediaSockets: number
  readonly plays: number
  readonly mediaTimers: number
  readonly interactions: number
  readonly legs: number
  readonly ordersOut: number
  /** Timers of all the parts together, when the lane and the sound are closed. */
  readonly timers: number
}

/** Longer than any talk, wait and retransmission: what is there after it is there for ever. */
const afterMs = 20 * 60_000
/** Agents who did not answer are ready again at the next of these. */
const readyEveryMs = 10_000

/** Lives through the plan in its own time. */
export async function liveHour(plan: HourPlan): Promise<HourEnd> {
  const { seed, minutes, agents, callsPerMinute, onMinute } = plan
  const world = await openHour(agents, chanceFor(seed, 'weather'))
  const { clock, lane } = world
  const phones = await openAgents(world, chanceFor(seed, 'agents'))
  const callers = await openCallers(world, chanceFor(seed, 'callers'))
  const arrivals = chanceFor(seed, 'arrivals')
  const endAt = clock.now() + minutes * 60_000
  const next = (): void => {
    if (clock.now() >= endAt) return
    callers.call()
    clock.setTimer(span(arrivals, 60_000 / callsPerMinute), next)
  }
  const ready = (): void => {
    for (const agent of world.agents) {
      void lane.submit({ kind: 'agent-state-set', agent, state: 'available' })
    }
    if (clock.now() < endAt) clock.setTimer(readyEveryMs, ready)
  }
  ready()
  next()
  for (let minute = 1; minute <= minutes; minute += 1) {
    await clock.pass(60_000)
    world.tidy()
    onMinute?.(minute)
  }
  await clock.pass(afterMs)
  const left = await leftOf(world)
  const { facts, said, journal } = world
  return { callers: callers.done, agents: phones, facts, said, journal, left }
}

async function leftOf(world: Awaited<ReturnType<typeof openHour>>): Promise<Left> {
  const { clock, lane, media, sip, voice } = world
  const { transactions, dialogs, timers: sipTimers } = sip.counts()
  const sounds = await media.counts()
  const { interactions, ordersOut } = lane.counts()
  const legs = lane.read(state => state.legs.size)
  await lane.close()
  await media.close()
  return {
    transactions,
    dialogs,
    sipTimers,
    voiceLegs: voice.counts().legs,
    mediaLegs: sounds.legs,
    mediaSockets: sounds.sockets,
    plays: sounds.plays,
    mediaTimers: sounds.timers,
    interactions,
    legs,
    ordersOut,
    timers: clock.timers(),
  }
}
