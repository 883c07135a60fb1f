import type { PresenceAnswer, PresenceSource, TeamsPresence } from './presence-source.ts'
import { faultOfOurs, type GraphTrouble } from './troubles.ts'

/** Time as the watch needs it. It never steps back. */
export interface WatchClock {
  readonly elapsed: () => number
  readonly setTimer: (ms: number, fire: () => void) => () => void
}

/** How the asking goes: nothing was heard yet, all is well, or something is in the way. */
export type PresenceHealth =
  | { readonly state: 'asking' }
  | { readonly state: 'fine' }
  | { readonly state: 'troubled'; readonly trouble: GraphTrouble }

/** What a watch over one directory's people is made from. */
export interface WatchOptions {
  readonly source: Pick<PresenceSource, 'ask'>
  readonly directory: string
  /** Whom to ask for, by object id; read before each round. */
  readonly people: () => readonly string[]
  readonly clock: WatchClock
  /** From 0 to 1, for waits that differ: many tenants must not ask in one moment. */
  readonly random: () => number
  readonly everyMs: number
  /** What nobody has repeated for so long is not known any more. */
  readonly unknownAfterMs: number
  /** By object id in small letters; nothing where it is not known any more. May say again what was said. */
  readonly onHeard: (heard: ReadonlyMap<string, TeamsPresence | undefined>) => void
  /** Told when the health is another one. */
  readonly onHealth: (health: PresenceHealth) => void
}

/** The people of one directory under watch. */
export interface PresenceWatch {
  readonly health: () => PresenceHealth
  readonly stop: () => void
}

/** The longest pause between two tries at a Graph that does not answer, unless it asks for a longer one. */
export const backOffMsMax = 60_000

/**
 * Asks for presences again and again. One question is under way at a time, so a slow Graph is not
 * asked more than a quick one. After a failure the pauses double up to a minute, and are never
 * shorter than Graph asks for.
 */
export function watchPresence(options: WatchOptions): PresenceWatch {
  const { clock, everyMs, random, unknownAfterMs } = options
  const startedAt = clock.elapsed()
  const heardAt = new Map<string, number>()
  let health: PresenceHealth = { state: 'asking' }
  let failures = 0
  let isStopped = false
  let cancelRound = clock.setTimer(random() * everyMs, begin)
  let cancelAge = clock.setTimer(unknownAfterMs, forget)

  function begin(): void {
    void round()
  }

  async function round(): Promise<void> {
    const trouble = await asked()
    if (isStopped) return
    failures = trouble === undefined ? 0 : failures + 1
    show(trouble === undefined ? { state: 'fine' } : { state: 'troubled', trouble })
    cancelRound = clock.setTimer(pauseMs(options, { failures, trouble }), begin)
  }

  /** Never fails: a fault of ours is a trouble as well, and the next round may be without it. */
  async function asked(): Promise<GraphTrouble | undefined> {
    try {
      const answer = await options.source.ask(options.directory, options.people())
      if (!isStopped) hear(answer)
      return answer.trouble
    } catch (error) {
      return faultOfOurs(error)
    }
  }

  function hear({ presences, trouble }: PresenceAnswer): void {
    for (const id of presences.keys()) heardAt.set(id, clock.elapsed())
    options.onHeard(presences)
    forget()
    if (trouble !== undefined) return
    cancelAge()
    cancelAge = clock.setTimer(unknownAfterMs, forget)
  }

  /** Of whom nothing was heard for long: also who had a presence from before we began. */
  function forget(): void {
    const people = options.people().map(id => id.toLowerCase())
    const now = clock.elapsed()
    const old = people.filter(id => now - (heardAt.get(id) ?? startedAt) >= unknownAfterMs)
    if (old.length > 0) options.onHeard(new Map(old.map(id => [id, undefined])))
    const wanted = new Set(people)
    for (const id of heardAt.keys()) if (!wanted.has(id)) heardAt.delete(id)
  }

  function show(next: PresenceHealth): void {
    const isNews = wordOf(next) !== wordOf(health)
    health = next
    if (isNews) options.onHealth(next)
  }

  return {
    health: () => health,
    stop() {
      isStopped = true
      cancelRound()
      cancelAge()
    },
  }
}

/** The pause before the next round, with dice in it. */
function pauseMs(
  { everyMs, random }: Pick<WatchOptions, 'everyMs' | 'random'>,
  after: { readonly failures: number; readonly trouble: GraphTrouble | undefined },
): number {
  if (after.trouble === undefined) return everyMs * (0.9 + 0.2 * random())
  const most = Math.max(everyMs, backOffMsMax)
  const backOff = Math.min(most, everyMs * 2 ** after.failures) * (0.5 + 0.5 * random())
  return Math.max(backOff, (after.trouble.retryAfterMs ?? 0) * (1 + 0.1 * random()))
}

function wordOf(health: PresenceHealth): string {
  return health.state === 'troubled' ? health.trouble.code : health.state
}
