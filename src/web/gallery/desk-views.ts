import type { DeskView, OfferView } from '#contract'
import { amara, choices, customer, decision, dialled, sales, spanish, support } from './cast.ts'

/** The states a desk can show. */
export const deskCases = [
  'signed-out',
  'not-ready',
  'missed',
  'available',
  'offer',
  'talk',
  'wrap-up',
] as const

export type DeskCase = (typeof deskCases)[number]

function baseAt(at: number): DeskView {
  return {
    at,
    agent: amara,
    state: 'available',
    since: at - 252_000,
    next: { state: 'available' },
    queues: [
      { ...sales, waiting: 0 },
      { ...support, waiting: 3 },
      { ...spanish, waiting: 1 },
    ],
    notReadyReasons: ['Break', 'Lunch', 'Training', 'Meeting', 'Back office'],
  }
}

function offerAt(at: number): OfferView {
  return {
    offer: 'offer-1',
    interaction: 'i-1',
    customer,
    dialled,
    queue: support,
    choices,
    waitedMs: 47_000,
    madeAt: at - 6000,
    until: at + 14_000,
    why: decision,
  }
}

/** The desk of one agent in each of its states, at one moment. */
export function desksAt(at: number): Readonly<Record<DeskCase, DeskView>> {
  const base = baseAt(at)
  const offer = offerAt(at)
  const { interaction, queue } = offer
  return {
    available: base,
    'signed-out': {
      ...base,
      state: 'signed-out',
      since: at - 50_000_000,
      next: { state: 'signed-out' },
    },
    'not-ready': { ...base, state: 'not-ready', reason: 'Lunch', since: at - 754_000 },
    missed: { ...base, state: 'not-ready', reason: 'missed an offer', since: at - 31_000 },
    offer: { ...base, state: 'reserved', since: at - 6000, offer },
    talk: {
      ...base,
      state: 'talking',
      since: at - 187_000,
      next: { state: 'not-ready', reason: 'Lunch' },
      talk: { interaction, customer, dialled, queue, choices, since: at - 187_000, recorded: true },
    },
    'wrap-up': {
      ...base,
      state: 'wrap-up',
      since: at - 12_000,
      wrapUp: {
        interaction,
        customer,
        queue,
        since: at - 12_000,
        until: at + 48_000,
        dispositions: [
          { id: 'solved', name: 'Solved' },
          { id: 'callback', name: 'Will call back' },
          { id: 'order', name: 'Order taken' },
          { id: 'complaint', name: 'Complaint' },
          { id: 'wrong', name: 'Wrong department' },
        ],
      },
    },
  }
}
