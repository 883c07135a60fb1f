import type { AgentId, Fact, InteractionId } from '#core'
import type { AgentLine, Book, Piece } from './book.ts'
import { comesBefore } from './book.ts'
import type { Check, Stepped } from './check.ts'
import { mayServe, wishesMet } from './keep-agents.ts'

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
function tooLate(book: Book, { id, visit }: Piece, fact: OfferMade): string | undefined {
  const max = visit && book.queueConfigs.get(visit.queue)?.waitMsMax
  if (visit === undefined || max === undefined || fact.at < visit.since + max) return undefined
  return `${fact.offer} is made ${fact.at - visit.since} ms into the wait of ${id}, and ${max} are allowed`
}

type OfferMade = Extract<Fact, { kind: 'offer-made' }>

interface Offered {
  readonly fact: OfferMade
  readonly piece: Piece
  readonly agent: AgentLine
}

function offersIn({ effects, book }: Stepped): Offered[] {
  const offers: Offered[] = []
  for (const effect of effects) {
    if (effect.kind !== 'fact' || effect.fact.kind !== 'offer-made') continue
    const { fact } = effect
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
      if (other.visit === undefined || !comesBefore(other.visit, visit)) break
      if (!mayServe(book, agent, other, state.now)) continue
      return `${piece.id} is offered to ${agent.id} before ${other.id}, which waits in front of it`
    }
  }
  return undefined
}

function betterLeft({ book, state }: Stepped, { piece, agent }: Offered): string | undefined {
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
