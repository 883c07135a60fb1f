import type { AgentId, Fact, InteractionId, QueueId } from '#core'
import type { AgentLine, Book, Piece, Visit } from './book.ts'
import { comesBefore } from './book.ts'
import type { Check, Stepped } from './check.ts'
import { levelsOf, mayServe, placeIn, wishesMet } from './keep-agents.ts'

/** Who waits longer, in the same or a more urgent line, is not overtaken at an agent both could have had. */
export const nobodyOvertaken: Check = {
  name: 'nobody-overtaken',
  words: 'of those whom an agent may serve, the first in line is offered',
  begin: () => ({
    step: stepped => firstOf(offersIn(stepped), offer => overtaken(stepped, offer)),
  }),
}

/** Of the free agents who may serve, the one with most of the wished skills is taken, then the longest idle. */
export const bestAgentTaken: Check = {
  name: 'best-agent-taken',
  words: 'an offer goes to the agent with most preferred skills, and of those to the longest idle',
  begin: () => {
    // The place of a reserved agent is kept in the book until the offer is answered.
    return { step: stepped => firstOf(offersIn(stepped), offer => betterLeft(stepped, offer)) }
  },
}

/** An interaction that waits beside a free agent who may serve it has been forgotten. */
export const nobodyForgotten: Check = {
  name: 'nobody-forgotten',
  words: 'no interaction waits while an agent who may serve it is free',
  begin: () => ({ step: forgotten }),
}

/** An offer goes to somebody the rules allow. */
export const offersAllowed: Check = {
  name: 'offers-allowed',
  words:
    'an offer goes to a fitting member of the queue who was not just tried, within the longest wait',
  begin: () => ({
    step: stepped =>
      firstOf(offersIn(stepped), ({ piece, agent, fact }) =>
        mayServe(stepped.book, agent, piece, fact.at)
          ? tooLate(stepped.book, piece, fact)
          : `${fact.offer} of ${piece.id} goes to ${agent.id}, who may not serve it`,
      ),
  }),
}

/** Whose longest wait is over leaves the queue, and is offered to nobody any more. */
function tooLate(book: Book, { id, visit, channel }: Piece, fact: OfferMade): string | undefined {
  if (channel === 'task') return undefined
  const max = visit && book.queueConfigs.get(visit.queue)?.waitMsMax
  if (visit === undefined || max === undefined || fact.at < visit.here + max) return undefined
  return `${fact.offer} is made ${fact.at - visit.here} ms into the wait of ${id}, and ${max} are allowed`
}

type OfferMade = Extract<Fact, { kind: 'offer-made' }>

interface Offered {
  readonly fact: OfferMade
  readonly piece: Piece
  readonly agent: AgentLine
}

function offersIn({ effects, book }: Stepped): Offered[] {
  const offers: Offered[] = []
  const byRule = new Set<InteractionId>()
  for (const effect of effects) {
    if (effect.kind !== 'fact') continue
    const { fact } = effect
    if (fact.kind === 'decision-made') {
      // What an agent hands to another, or gets back, is chosen by no rule.
      if (fact.decision.rule === 'handed-on') byRule.delete(fact.interaction)
      else byRule.add(fact.interaction)
    }
    if (fact.kind !== 'offer-made' || !byRule.has(fact.interaction)) continue
    const parties = partiesOf(book, fact)
    if (parties !== undefined) offers.push({ fact, ...parties })
  }
  return offers
}

function partiesOf(
  book: Book,
  fact: { readonly interaction: InteractionId; readonly agent: AgentId },
): { piece: Piece; agent: AgentLine } | undefined {
  const piece = book.pieces.get(fact.interaction)
  const agent = book.agents.get(fact.agent)
  return piece === undefined || agent === undefined ? undefined : { piece, agent }
}

function firstOf<T>(list: readonly T[], look: (one: T) => string | undefined): string | undefined {
  for (const one of list) {
    const found = look(one)
    if (found !== undefined) return found
  }
  return undefined
}

function overtaken({ book, state }: Stepped, { piece, agent }: Offered): string | undefined {
  const { visit } = piece
  if (visit === undefined) return undefined
  for (const queue of book.agentConfigs.get(agent.id)?.queues ?? []) {
    for (const other of book.waiting.get(queue) ?? []) {
      // Channels have lines of their own: who has room for a task may have none for a call.
      if (other.channel !== piece.channel || !mayServe(book, agent, other, state.now)) continue
      if (other.visit === undefined || !isBefore(book, agent.id, [other.visit, visit], state.now))
        break
      return `${piece.id} is offered to ${agent.id} before ${other.id}, which waits in front of it`
    }
  }
  return undefined
}

/** The weight of a queue where nobody says otherwise. */
const usualWeight = 100

/**
 * In one queue by the line. Between queues of one priority by the wait times the weight: the agent's
 * own where one chooses for itself, the queue's where several were freed together; which it was is
 * not told, so only who comes first by both has been overtaken.
 */
function isBefore(
  book: Book,
  agent: AgentId,
  [first, second]: readonly [Visit, Visit],
  now: number,
): boolean {
  if (first.queue === second.queue) return comesBefore(first, second)
  const [one, other] = [first.front ?? first.priority, second.front ?? second.priority]
  if (one !== other) return one < other
  const own = book.agentConfigs.get(agent)?.weights ?? {}
  return [own, {}].every((weights: Readonly<Record<string, number>>) => {
    const claim = ({ queue, since }: Visit): number =>
      (now - since) * (weights[queue] ?? book.queueConfigs.get(queue)?.weight ?? usualWeight)
    return (
      claim(first) > claim(second) || (claim(first) === claim(second) && first.order < second.order)
    )
  })
}

function betterLeft(stepped: Stepped, offered: Offered): string | undefined {
  const { book } = stepped
  const queue = offered.piece.visit?.queue
  switch (queue && (book.queueConfigs.get(queue)?.rule ?? 'longest-idle')) {
    case undefined:
    case 'longest-idle':
      return fitterLeft(stepped, offered)
    case 'ring-all':
      return phoneLeft(stepped, offered)
    case 'serial':
      return earlierLeft(stepped, offered, 0)
    case 'round-robin':
      return earlierLeft(stepped, offered, stepped.turnsBefore.get(offered.fact.queue) ?? 0)
    case 'best-skilled':
      return betterSkilledLeft(stepped, offered)
  }
}

/** All who may serve ring, up to as many as may ring at once. */
function phoneLeft({ book, state }: Stepped, { piece }: Offered): string | undefined {
  if (piece.offers.size === 0 || piece.offers.size >= ringAtOnceMax) return undefined
  for (const other of book.available.values()) {
    if (!mayServe(book, other, piece, state.now)) continue
    return `${piece.id} rings ${piece.offers.size} phones, and not that of ${other.id}`
  }
  return undefined
}

/** As many phones as may ring at once for one interaction. */
const ringAtOnceMax = 16

/** By the order of the configuration from a place on, round and round. */
function earlierLeft(
  { book, state, effects }: Stepped,
  { piece, agent, fact: { queue } }: Offered,
  from: number,
): string | undefined {
  // Of several offers of one step, each moves the turn: which was when is not told.
  if (effects.filter(one => isOfferFrom(one, queue)).length > 1) return undefined
  const rank = (line: AgentLine): number => {
    const place = placeIn(book, queue, line.id)
    return place >= from ? place : place + wholeTurn
  }
  for (const other of book.available.values()) {
    if (!mayServe(book, other, piece, state.now) || rank(other) > rank(agent)) continue
    return `${piece.id} goes to ${agent.id}; ${other.id} comes before it in the order`
  }
  return undefined
}

function isOfferFrom(effect: Stepped['effects'][number], queue: QueueId): boolean {
  return effect.kind === 'fact' && effect.fact.kind === 'offer-made' && effect.fact.queue === queue
}

/** More than any queue has agents. */
const wholeTurn = 1_000_000

function betterSkilledLeft(
  { book, state }: Stepped,
  { piece, agent }: Offered,
): string | undefined {
  const levels = levelsOf(book, agent, piece)
  for (const other of book.available.values()) {
    if (!mayServe(book, other, piece, state.now)) continue
    const theirs = levelsOf(book, other, piece)
    if (theirs > levels || (theirs === levels && idleLonger(other, agent))) {
      return `${piece.id} goes to ${agent.id}; ${other.id} is more able or idle longer`
    }
  }
  return undefined
}

function fitterLeft({ book, state }: Stepped, { piece, agent }: Offered): string | undefined {
  const wishes = wishesMet(book, agent, piece)
  for (const other of book.available.values()) {
    if (!mayServe(book, other, piece, state.now)) continue
    const theirs = wishesMet(book, other, piece)
    if (theirs > wishes)
      return `${piece.id} goes to ${agent.id}; ${other.id} has more of the skills`
    if (theirs === wishes && idleLonger(other, agent)) {
      return `${piece.id} goes to ${agent.id}; ${other.id} is idle longer`
    }
  }
  return undefined
}

function idleLonger(a: AgentLine, b: AgentLine): boolean {
  if (a.idle === undefined || b.idle === undefined) return false
  return (
    a.idle.since < b.idle.since || (a.idle.since === b.idle.since && a.idle.order < b.idle.order)
  )
}

function forgotten({ book, state }: Stepped): string | undefined {
  if (book.available.size === 0) return undefined
  for (const line of book.waiting.values()) {
    if (line.length === 0) continue
    for (const agent of book.available.values()) {
      const waits = line.find(piece => mayServe(book, agent, piece, state.now))
      if (waits !== undefined) return `${waits.id} waits while ${agent.id} is free to serve it`
    }
  }
  return undefined
}
