import type { Fact } from '#core'
import type { Book, Piece, Stage, Visit } from './book.ts'
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
    keepHandover(piece, fact) ??
    keepOrders(book, piece, fact) ??
    keepEnd(book, piece, fact)
  )
}

function arrive(book: Book, fact: Extract<Fact, { kind: 'interaction-arrived' }>) {
  if (book.pieces.has(fact.interaction)) return `${fact.interaction} arrived twice`
  book.totals.arrived += 1
  book.pieces.set(fact.interaction, {
    id: fact.interaction,
    arrivedAt: fact.at,
    channel: fact.channel,
    stage: fact.channel === 'voice' ? 'arrived' : 'in-flow',
    answered: false,
    talks: 0,
    outside: false,
    abandonedInQueue: false,
    visit: undefined,
    offers: new Map(),
    byHand: false,
    wasIn: false,
    handedBy: undefined,
    moved: undefined,
    served: undefined,
    lost: undefined,
    talk: undefined,
    wrapUps: new Map(),
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
  if (fact.kind === 'step-entered') {
    return go(piece, fact, { from: ['in-flow', 'handed'], to: 'in-flow' })
  }
  return undefined
}

function keepQueue(book: Book, piece: Piece, fact: Fact): string | undefined {
  if (fact.kind === 'queue-entered') {
    book.totals.queued += 1
    book.places += 1
    const returned = fact.returned === true ? returnedVisit(piece, fact) : undefined
    if (fact.returned === true && returned === undefined) return `${piece.id} is back from nowhere`
    piece.visit = returned ?? visitOf(book, piece, fact)
    piece.handedBy = undefined
    piece.moved = undefined
    const place = standInLine(book, piece, piece.visit)
    if (place !== fact.position) return `${piece.id} is told place ${fact.position}, not ${place}`
    return go(piece, fact, { from: ['in-flow', 'handed'], to: 'waiting' })
  }
  if (fact.kind !== 'queue-left') return undefined
  if (piece.visit === undefined) return turnedAway(book, piece, fact)
  if (fact.waitedMs !== fact.at - piece.visit.here) {
    return `${piece.id} waited ${fact.at - piece.visit.here} ms and is told ${fact.waitedMs}`
  }
  const { left } = book.totals
  left[fact.why] = (left[fact.why] ?? 0) + 1
  stepOutOfLine(book, piece)
  if (fact.why === 'answered') piece.served = piece.visit
  piece.visit = undefined
  return leave(piece, fact)
}

/** Who leaves a queue it never entered was turned away: at once, on its way, and by a full line where it says so. */
function turnedAway(book: Book, piece: Piece, fact: QueueLeft): string | undefined {
  const { queue, why, waitedMs } = fact
  const isAway = why === 'full' || why === 'closed' || why === 'no-agents'
  if (!isAway || waitedMs !== 0) return `${piece.id} leaves a queue it is not in`
  const waiting = book.waiting.get(queue)?.length ?? 0
  const max = book.queueConfigs.get(queue)?.waitingMax ?? 0
  if (why === 'full' && waiting < max) return `${queue} is full with ${waiting} of ${max}`
  return go(piece, fact, { from: ['in-flow', 'handed'], to: piece.stage })
}

type QueueLeft = Extract<Fact, { kind: 'queue-left' }>
type QueueEntered = Extract<Fact, { kind: 'queue-entered' }>

/** Who is moved keeps its age and its place among equals, and is new to everybody there. */
function visitOf(
  book: Book,
  { handedBy, moved }: Piece,
  { queue, priority, at }: QueueEntered,
): Visit {
  const tried = new Map(handedBy === undefined ? [] : [[handedBy, at] as const])
  const { since, order } = moved ?? { since: at, order: book.places }
  return { queue, priority, front: undefined, since, here: at, order, tried, handedBy }
}

/** Who is back after its agent's phone was lost has the age and the seat it came with, and stands before everybody. */
function returnedVisit({ served, lost }: Piece, { at, queue }: QueueEntered): Visit | undefined {
  if (served === undefined || lost === undefined || served.queue !== queue) return undefined
  const tried = new Map([[lost, at] as const])
  return { ...served, front: 0, here: at, tried, handedBy: undefined }
}

function leave(piece: Piece, fact: QueueLeft): string | undefined {
  if (fact.why === 'answered') return go(piece, fact, { from: ['offer-taken'], to: 'matched' })
  if (fact.why === 'abandoned' || fact.why === 'fault' || fact.why === 'cancelled') {
    piece.abandonedInQueue = fact.why === 'abandoned'
    return go(piece, fact, { from: ['waiting', 'customer-gone'], to: 'left' })
  }
  // By every other exit the flow goes on.
  return go(piece, fact, { from: ['waiting'], to: 'in-flow' })
}

function keepOffer(book: Book, piece: Piece, fact: Fact): string | undefined {
  if (fact.kind === 'decision-made') piece.byHand = fact.decision.rule === 'handed-on'
  if (fact.kind === 'offer-made') {
    book.totals.offers += 1
    if (piece.offers.size > 0 && book.queueConfigs.get(fact.queue)?.rule !== 'ring-all') {
      return `${piece.id} is offered twice at once`
    }
    stepOutOfLine(book, piece)
    piece.offers.set(fact.offer, { agent: fact.agent, at: fact.at })
    return go(piece, fact, { from: ['waiting', 'offered'], to: 'offered' })
  }
  if (fact.kind === 'offer-ringing') {
    return go(piece, fact, { from: ['offered'], to: 'offered' })
  }
  if (fact.kind !== 'offer-ended') return undefined
  return endOffer(book, piece, fact)
}

type OfferEnded = Extract<Fact, { kind: 'offer-ended' }>

function endOffer(book: Book, piece: Piece, fact: OfferEnded): string | undefined {
  const offer = piece.offers.get(fact.offer)
  book.totals.offersEnded += 1
  if (offer === undefined) return `${fact.offer} of ${piece.id} ended and was not out`
  if (fact.rangMs !== fact.at - offer.at) return `${fact.offer} rang for a time that is not its own`
  piece.offers.delete(fact.offer)
  if (fact.result === 'answered') return go(piece, fact, { from: ['offered'], to: 'offer-taken' })
  if (fact.result === 'answered-elsewhere') {
    keepPlace(book, fact)
    return go(piece, fact, { from: ['offer-taken'], to: 'offer-taken' })
  }
  if (fact.result === 'customer-left') {
    keepPlace(book, fact)
    return go(piece, fact, { from: ['offered', 'customer-gone'], to: 'customer-gone' })
  }
  return offerFailed(book, piece, fact)
}

/** While another phone rings for it, an interaction stays offered. */
function offerFailed(book: Book, piece: Piece, fact: OfferEnded): string | undefined {
  const { visit, offers } = piece
  if (visit === undefined) return `${fact.offer} ended outside any queue`
  visit.tried.set(fact.agent, fact.at)
  if (visit.handedBy === fact.agent) visit.handedBy = undefined
  if (offers.size > 0) return go(piece, fact, { from: ['offered'], to: 'offered' })
  standInLine(book, piece, visit)
  return go(piece, fact, { from: ['offered'], to: 'waiting' })
}

function keepPlace(book: Book, { agent }: OfferEnded): void {
  const line = book.agents.get(agent)
  if (line !== undefined) line.keepsPlace = true
}

function keepTalk(book: Book, piece: Piece, fact: Fact): string | undefined {
  if (fact.kind === 'talk-started') {
    book.totals.talks += 1
    piece.talks += 1
    if (piece.stage === 'handed') book.totals.takenOver += 1
    piece.handedBy = undefined
    piece.talk = { agent: fact.agent, at: fact.at }
    return go(piece, fact, { from: ['matched', 'handed'], to: 'talking' })
  }
  if (fact.kind === 'talk-ended') {
    book.totals.talksEnded += 1
    if (piece.talk?.agent !== fact.agent) return `${piece.id} ends the talk of another`
    if (fact.talkMs !== fact.at - piece.talk.at) return `the talk of ${piece.id} is mismeasured`
    const goesOn = goesOnAfter.has(fact.by)
    piece.lost = fact.by === 'phone-lost' ? fact.agent : undefined
    const to = goesOn ? 'handed' : 'talked'
    return go(piece, fact, { from: ['talking'], to })
  }
  return keepWrapUp(book, piece, fact)
}

function keepWrapUp(book: Book, piece: Piece, fact: Fact): string | undefined {
  if (fact.kind === 'wrap-up-started') {
    book.totals.wrapUps += 1
    piece.wrapUps.set(fact.agent, fact.at)
    if (piece.stage === 'talked') piece.stage = 'wrap-up'
    return piece.talks === 0 ? `${piece.id} is wrapped up after no talk` : undefined
  }
  if (fact.kind !== 'wrap-up-ended') return undefined
  book.totals.wrapUpsEnded += 1
  const since = piece.wrapUps.get(fact.agent)
  if (since === undefined || fact.wrapUpMs !== fact.at - since) {
    return `the wrap-up of ${piece.id} by ${fact.agent} is mismeasured`
  }
  piece.wrapUps.delete(fact.agent)
  if (piece.stage === 'wrap-up' && piece.wrapUps.size === 0) piece.stage = 'talked'
  return undefined
}

/** Ends of talks after which the customer is still there, and goes on. */
const goesOnAfter: ReadonlySet<string> = new Set(['transfer', 'take-over', 'phone-lost'])

/** Hand-overs: who is handed on talks no more, waits again, or is called for outside. */
function keepHandover(piece: Piece, fact: Fact): string | undefined {
  if (fact.kind === 'transferred') {
    if (piece.talk?.agent !== fact.agent) return `${piece.id} is handed on by another`
    piece.wasIn = fact.to.kind !== 'queue'
    if (fact.to.kind !== 'number' && !fact.consulted) piece.handedBy = fact.agent
    return go(piece, fact, { from: ['talking'], to: 'talking' })
  }
  if (inTalk.has(fact.kind)) return go(piece, fact, { from: ['talking'], to: 'talking' })
  if (fact.kind === 'consult-ended') {
    return go(piece, fact, { from: ['talking', 'talked'], to: piece.stage })
  }
  if (fact.kind === 'number-rung') {
    return go(piece, fact, { from: ['handed', 'in-flow'], to: 'outward' })
  }
  if (fact.kind === 'number-answered') {
    piece.outside = true
    return go(piece, fact, { from: ['outward'], to: 'bridged' })
  }
  return fact.kind === 'number-ended' ? numberEnded(piece, fact) : undefined
}

/** What happens in a talk and does not end it. */
const inTalk: ReadonlySet<Fact['kind']> = new Set([
  'held',
  'resumed',
  'consult-started',
  'consult-answered',
  'consult-joined',
  'monitor-started',
  'monitor-answered',
  'monitor-changed',
  'taken-over',
])

function numberEnded(
  piece: Piece,
  fact: Extract<Fact, { kind: 'number-ended' }>,
): string | undefined {
  if (fact.how === 'talked') return go(piece, fact, { from: ['bridged'], to: 'left' })
  const to = fact.how === 'customer-left' ? 'left' : 'handed'
  return go(piece, fact, { from: ['outward'], to })
}

/** What a supervisor does with who waits, and to whom a talk is that is taken over. */
function keepOrders(book: Book, piece: Piece, fact: Fact): string | undefined {
  const { visit } = piece
  if (fact.kind === 'interaction-moved') {
    piece.moved = visit
    return go(piece, fact, { from: ['waiting'], to: 'waiting' })
  }
  if (fact.kind !== 'interaction-ranked') return undefined
  if (visit === undefined) return `${piece.id} is ranked and waits nowhere`
  stepOutOfLine(book, piece)
  visit.front = fact.rank < 1 ? fact.rank : undefined
  if (visit.front === undefined) visit.priority = fact.rank
  const place = standInLine(book, piece, visit)
  return place === fact.position
    ? go(piece, fact, { from: ['waiting'], to: 'waiting' })
    : `${piece.id} is told place ${fact.position}, not ${place}`
}

const closable: readonly Stage[] = ['arrived', 'refused', 'in-flow', 'talked', 'left']

function keepEnd(book: Book, piece: Piece, fact: Fact): string | undefined {
  if (fact.kind !== 'interaction-closed') return undefined
  book.totals.closed += 1
  book.pieces.delete(piece.id)
  const { outcome } = fact
  if (fact.lastedMs !== fact.at - piece.arrivedAt) return `${piece.id} lasted another time`
  if ((outcome === 'handled') !== (piece.stage === 'talked')) {
    return `${piece.id} closed as ${outcome} after ${piece.talks} talks`
  }
  if (piece.abandonedInQueue && outcome !== 'abandoned-in-queue') {
    return `${piece.id} closed as ${outcome}, and the queue says otherwise`
  }
  if (outcome === 'abandoned-in-queue' && piece.stage !== 'left') {
    return `${piece.id} closed as ${outcome}, and is ${piece.stage}`
  }
  if ((outcome === 'refused') !== (piece.stage === 'refused')) {
    return `${piece.id} closed as ${outcome} and was ${piece.stage}`
  }
  return go(piece, fact, { from: closable, to: piece.stage })
}
