import type { InputBody, Interaction, LegId, OrderId, TenantState } from '#core'

/** What the outside says is still there. */
export interface Outside {
  readonly live: ReadonlySet<LegId>
  /** Whether the result of an order is still to come. */
  readonly isOut: (order: OrderId) => boolean
}

/** What to tell a state that was made again, in order. */
export interface Differences {
  /** As of the last moment it knows: before anything that was due since then. */
  readonly asOfThen: readonly InputBody[]
  readonly asOfNow: readonly InputBody[]
}

/**
 * A state that was made again remembers legs and orders of before. What of it the outside no
 * longer knows is told to the core as what it is: legs that ended, orders that were lost. When a
 * caller left is unknown; who is with no agent yet left at once, so that no agent who was to be
 * free since then is offered a caller who is gone. A talk is counted to the present.
 */
export function reconcile(state: TenantState, { isOut, live }: Outside): Differences {
  const gone = [...state.legs.keys()].filter(leg => !live.has(leg))
  const waiting = gone.filter(leg => turnOf(state, leg) === 'waiting')
  const before = gone.filter(leg => turnOf(state, leg) === 'before-an-agent')
  const after = gone.filter(leg => turnOf(state, leg) === 'with-an-agent')
  const lost = [...state.orders.keys()].filter(order => !isOut(order))
  return {
    asOfThen: [...waiting, ...before].map(ended),
    asOfNow: [
      ...after.toSorted((a, b) => rank(state, a) - rank(state, b)).map(ended),
      ...lost.map((order): InputBody => ({
        kind: 'order-failed',
        order,
        code: 'lost-in-restart',
        detail: 'Parley was restarted before the result came',
      })),
    ],
  }
}

function turnOf(state: TenantState, leg: LegId): 'waiting' | 'before-an-agent' | 'with-an-agent' {
  const at = interactionOf(state, leg)?.phase.at
  if (at === 'waiting') return 'waiting'
  if (at === 'arrived' || at === 'in-flow') return 'before-an-agent'
  // The leg of an agent who is offered the call is told of later; by then the offer is over.
  return at === 'offered' && rank(state, leg) === 0 ? 'before-an-agent' : 'with-an-agent'
}

/** Customers before all others: a talk is ended by the customer who is gone. */
function rank(state: TenantState, leg: LegId): number {
  return interactionOf(state, leg)?.legs.find(one => one.id === leg)?.party === 'customer' ? 0 : 1
}

function interactionOf(state: TenantState, leg: LegId): Interaction | undefined {
  const id = state.legs.get(leg)
  return id === undefined ? undefined : state.interactions.get(id)
}

function ended(leg: LegId): InputBody {
  return { kind: 'leg-ended', leg, by: 'fault', cause: 'Parley was restarted' }
}
