import type { Effect, InteractionId } from '#core'
import { toId } from '#core'
import type { Check, Stepped } from './check.ts'

/** The core's longest wait for legs to be gone after an end. */
const closingMsMax = 30_000
/** The longest a caller without an agent can be kept by prompts and menus of this world. */
const flowMsMax = 600_000

/** Nothing lasts longer than its rule says: not a ring, not a wait, not a wrap-up. */
export const nothingForEver: Check = {
  name: 'nothing-for-ever',
  words: 'rings, waits and wrap-ups end in their time',
  begin: () => {
    const tasks = new Set<InteractionId>()
    return { step: stepped => tooLong(stepped, tasks) }
  },
}

/** An end that nobody confirms comes all the same. */
export const endsCome: Check = {
  name: 'ends-come',
  words: 'a closing interaction is gone in its time, whether the outside confirms it or not',
  begin: () => {
    const since = new Map<string, number>()
    return { step: stepped => (stepped.deep ? closesTooLong(stepped, since) : undefined) }
  },
}

function closesTooLong(stepped: Stepped, since: Map<string, number>): string | undefined {
  const { interactions, now } = stepped.state
  for (const id of since.keys()) if (!interactions.has(toId(id))) since.delete(id)
  for (const { filings, id, phase } of interactions.values()) {
    if (phase.at !== 'closing') continue
    // Whoever handed it on may file it as long as it likes; the end is due when that is over.
    if (filings.size > 0) {
      since.delete(id)
      continue
    }
    const begun = since.get(id) ?? now
    since.set(id, begun)
    if (now - begun > closingMsMax + slackOf(stepped)) return `${id} closes since ${now - begun} ms`
  }
  return undefined
}

/** What of an outage may lie in a duration: timers of a house that is down fire when it is up again. */
function slackOf({ scenario }: Stepped): number {
  const { kill, clock, journal } = scenario.faults
  const outage = (kill?.downMs ?? 0) + (clock?.byMs ?? 0) + (journal?.slowMs ?? 0)
  // Outages are exponential, and a journal that fails keeps the house shut for a while.
  return outage * 12 + (journal === undefined ? 0 : 60_000)
}

function tooLong(stepped: Stepped, tasks: Set<InteractionId>): string | undefined {
  const slack = slackOf(stepped)
  for (const effect of stepped.effects) {
    noteTask(effect, tasks)
    const lasted = durationIn(effect, stepped, tasks)
    if (lasted !== undefined && lasted.ms > lasted.msMax + slack) {
      return `${lasted.what} lasted ${lasted.ms} ms, and ${lasted.msMax} are allowed`
    }
  }
  return stepped.deep ? livesTooLong(stepped, slack) : undefined
}

/** Which are tasks is kept apart from the book, which forgets what is closed in the same step. */
function noteTask(effect: Effect, tasks: Set<InteractionId>): void {
  if (effect.kind !== 'fact') return
  const { fact } = effect
  if (fact.kind === 'interaction-arrived' && fact.channel === 'task') tasks.add(fact.interaction)
}

function durationIn(
  effect: Effect,
  { scenario: { company, agents } }: Stepped,
  tasks: ReadonlySet<InteractionId>,
): { what: string; ms: number; msMax: number } | undefined {
  if (effect.kind !== 'fact') return undefined
  const { fact } = effect
  const { ringMs, waitMsMax, wrapUpMs } = company
  if (fact.kind === 'offer-ended') return { what: fact.offer, ms: fact.rangMs, msMax: ringMs }
  // Where agents put the end of it off, its length is theirs.
  if (fact.kind === 'wrap-up-ended' && agents.changesEveryMs === 0) {
    return { what: `wrap-up of ${fact.interaction}`, ms: fact.wrapUpMs, msMax: wrapUpMs }
  }
  // Nobody is on the line for a task: it waits until somebody takes it, or takes it back.
  if (fact.kind === 'queue-left' && !tasks.has(fact.interaction)) {
    // A phone that rings when the longest wait ends is left to ring, and so is that of who handed it on.
    const rings = agents.handovers > 0 ? 2 : 1
    const msMax = waitMsMax + rings * ringMs
    return { what: `wait of ${fact.interaction}`, ms: fact.waitedMs, msMax }
  }
  return undefined
}

/** Without a talk, an interaction is over after its flow, at most two queues, and the closing. */
function livesTooLong({ book, scenario, state }: Stepped, slack: number): string | undefined {
  const { waitMsMax, ringMs } = scenario.company
  const max = flowMsMax + 2 * (waitMsMax + ringMs) + closingMsMax + slack
  for (const piece of book.pieces.values()) {
    // Whom a supervisor moves begins its longest wait anew.
    const since = Math.max(piece.arrivedAt, piece.visit?.here ?? 0)
    const talked = piece.talks > 0 || piece.outside
    if (piece.channel === 'voice' && !talked && state.now - since > max) {
      return `${piece.id} is ${piece.stage} since ${state.now - piece.arrivedAt} ms and goes nowhere`
    }
  }
  return undefined
}
