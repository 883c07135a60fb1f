import type { Fact } from '#core'
import type { Book, Piece, Stage } from './book.ts'
import { standInLine, stepOutOfLine } from './book.ts'

/** Writes a fact about an interaction into the book, or says why it cannot be true. */
export function keepInteraction(book: Book, fact: Fact): string | undefined {
  if (!('interaction' in fact) || fact.interaction === undefined) return undefined
  if (fact.kind === 'agent-state-changed') return undefined
  if (fact.kind === 'interaction-arrived') return arrive(book, fact)
  const piece = book.pieces.get(fact.interaction)
  if (piece === undefined) return `${fact.kind} is told about ${fact.interaction}, which is closed`
  return (
    keepBeginning(book, piece, fact) ??
    keepQueue(book, piece, fact) ??
    keepOffer(book, piece, fact) ??
    keepTalk(book, piece, fact) ??
    keepEnd(book, piece, fact)
  )
}

function arrive(book: Book, fact: Extract<Fact, { kind: 'interaction-arrived' }>) {
  if (book.pieces.has(fact.interaction)) return `${fact.interaction} arrived twice`
  book.totals.arrived += 1
  book.pieces.set(fact.interaction, {
    id: fact.interaction,
    arrivedAt: fact.at,
    stage: 'arrived',
    answered: false,
    talks: 0,
    abandonedInQueue: false,
    visit: undefined,
    offer: undefined,
    talk: undefined,
    wrapUp: undefined,
  })
  return undefined
}

function go(piece: Piece, fact: Fact, by: { from: readonly Stage[]; to: Stage }) {
  if (!by.from.includes(piece.stage)) return `${fact.kind} of ${piece.id}, which is ${piece.stage}`
  piece.stage = by.to
  return undefined
}

function keepBeginning(book: Book, piece: Piece, fact: Fact): string | undefined {
  if (fact.kind === 'interaction-refused') {
    book.totals.refused += 1
    return go(piece, fact, { from: ['arrived'], to: 'refused' })
  }
  if (fact.kind === 'interaction-answered') {
    if (piece.answered) return `${piece.id} was answered twice`
    piece.answered = true
    book.totals.answered += 1
    return go(piece, fact, { from: ['arrived'], to: 'in-flow' })
  }
  if (fact.kind === 'step-entered') return go(piece, fact, { from: ['in-flow'], to: 'in-flow' })
  return undefined
}

function keepQueue(book: Book, piece: Piece, fact: Fact): string | undefined {
  if (fact.kind === 'queue-entered') {
    book.totals.queued += 1
    book.places += 1
    const { queue, priority, at } = fact
    piece.visit = { queue, priority, since: at, order: book.places, tried: new Map() }
    const place = standInLine(book, piece, piece.visit)
    if (place !== fact.position) return `${piece.id} is told place ${fact.position}, not ${place}`
    return go(piece, fact, { from: ['in-flow'], to: 'waiting' })
  }
  if (fact.kind !== 'queue-left') return undefined
  if (piece.visit === undefined) return `${piece.id} leaves a queue it is not in`
  if (fact.waitedMs !== fact.at - piece.visit.since) {
    return `${piece.id} waited ${fact.at - piece.visit.since} ms and is told ${fact.waitedMs}`
  }
  const { left } = book.totals
  left[fact.why] = (left[fact.why] ?? 0) + 1
  stepOutOfLine(book, piece)
  piece.visit = undefined
  return leave(piece, fact)
}

function leave(piece: Piece, fact: Extract<Fact, { kind: 'queue-left' }>): string | undefined {
  if (fact.why === 'answered') return go(piece, fact, { from: ['offer-taken'], to: 'matched' })
  if (fact.why === 'abandoned' || fact.why === 'fault') {
    piece.abandonedInQueue = fact.why === 'abandoned'
    return go(piece, fact, { from: ['waiting', 'customer-gone'], to: 'left' })
  }
  // By every other exit the flow goes on.
  return go(piece, fact, { from: ['waiting'], to: 'in-flow' })
}

function keepOffer(book: Book, piece: Piece, fact: Fact): string | undefined {
  if (fact.kind === 'offer-made') {
    book.totals.offers += 1
    stepOutOfLine(book, piece)
    piece.offer = { id: fact.offer, agent: fact.agent, at: fact.at }
    return go(piece, fact, { from: ['waiting'], to: 'offered' })
  }
  if (fact.kind === 'offer-ringing') {
    return go(piece, fact, { from: ['offered'], to: 'offered' })
  }
  if (fact.kind !== 'offer-ended') return undefined
  return endOffer(book, piece, fact)
}

function endOffer(
  book: Book,
  piece: Piece,
  fact: Extract<Fact, { kind: 'offer-ended' }>,
): string | undefined {
  const { offer, visit } = piece
  book.totals.offersEnded += 1
  if (offer?.id !== fact.offer) return `${fact.offer} of ${piece.id} ended and was not out`
  if (fact.rangMs !== fact.at - offer.at) return `${fact.offer} rang for a time that is not its own`
  piece.offer = undefined
  if (fact.result === 'answered') return go(piece, fact, { from: ['offered'], to: 'offer-taken' })
  if (fact.result === 'customer-left') {
    const agent = book.agents.get(fact.agent)
    if (agent !== undefined) agent.keepsPlace = true
    return go(piece, fact, { from: ['offered'], to: 'customer-gone' })
  }
  if (visit === undefined) return `${fact.offer} ended outside any queue`
  visit.tried.set(fact.agent, fact.at)
  standInLine(book, piece, visit)
  return go(piece, fact, { from: ['offered'], to: 'waiting' })
}

function keepTalk(book: Book, piece: Piece, fact: Fact): string | undefined {
  if (fact.kind === 'talk-started') {
    book.totals.talks += 1
    piece.talks += 1
    if (piece.talks > 1) return `${piece.id} was connected twice`
    piece.talk = { agent: fact.agent, at: fact.at }
    return go(piece, fact, { from: ['matched'], to: 'talking' })
  }
  if (fact.kind === 'talk-ended') {
    book.totals.talksEnded += 1
    if (piece.talk?.agent !== fact.agent) return `${piece.id} ends the talk of another`
    if (fact.talkMs !== fact.at - piece.talk.at) return `the talk of ${piece.id} is mismeasured`
    return go(piece, fact, { from: ['talking'], to: 'talked' })
  }
  if (fact.kind === 'wrap-up-started') {
    book.totals.wrapUps += 1
    piece.wrapUp = { agent: fact.agent, at: fact.at }
    return go(piece, fact, { from: ['talked'], to: 'wrap-up' })
  }
  if (fact.kind !== 'wrap-up-ended') return undefined
  book.totals.wrapUpsEnded += 1
  if (fact.wrapUpMs !== fact.at - (piece.wrapUp?.at ?? 0)) {
    return `the wrap-up of ${piece.id} is mismeasured`
  }
  return go(piece, fact, { from: ['wrap-up'], to: 'talked' })
}

const closable: readonly Stage[] = ['arrived', 'refused', 'in-flow', 'talked', 'left']

function keepEnd(book: Book, piece: Piece, fact: Fact): string | undefined {
  if (fact.kind !== 'interaction-closed') return undefined
  book.totals.closed += 1
  book.pieces.delete(piece.id)
  const { outcome } = fact
  if (fact.lastedMs !== fact.at - piece.arrivedAt) return `${piece.id} lasted another time`
  if ((outcome === 'handled') !== piece.talks > 0) {
    return `${piece.id} closed as ${outcome} after ${piece.talks} talks`
  }
  if ((outcome === 'abandoned-in-queue') !== piece.abandonedInQueue) {
    return `${piece.id} closed as ${outcome}, and the queue says otherwise`
  }
  if ((outcome === 'refused') !== (piece.stage === 'refused')) {
    return `${piece.id} closed as ${outcome} and was ${piece.stage}`
  }
  return go(piece, fact, { from: closable, to: piece.stage })
}
