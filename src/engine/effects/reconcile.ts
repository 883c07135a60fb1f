import type { InputBody, LegId, OrderId, TenantState } from '#core'

/** What the outside says is still there. */
export interface Outside {
  readonly live: ReadonlySet<LegId>
  /** Whether the result of an order is still to come. */
  readonly isOut: (order: OrderId) => boolean
}

/**
 * A state that was made again remembers legs and orders of before. What of it the outside no
 * longer knows is told to the core as what it is: legs that ended, orders that were lost.
 * Customers come first, so that nobody is offered a call whose caller is gone.
 */
export function reconcile(state: TenantState, { isOut, live }: Outside): InputBody[] {
  const gone = [...state.legs.keys()].filter(leg => !live.has(leg))
  const customers = gone.filter(leg => partyOf(state, leg) === 'customer')
  const others = gone.filter(leg => partyOf(state, leg) !== 'customer')
  const lost = [...state.orders.keys()].filter(order => !isOut(order))
  return [
    ...customers.map(ended),
    ...others.map(ended),
    ...lost.map((order): InputBody => ({
      kind: 'order-failed',
      order,
      code: 'lost-in-restart',
      detail: 'Parley was restarted before the result came',
    })),
  ]
}

function ended(leg: LegId): InputBody {
  return { kind: 'leg-ended', leg, by: 'fault', cause: 'Parley was restarted' }
}

function partyOf(state: TenantState, leg: LegId): string | undefined {
  const interaction = state.legs.get(leg)
  return interaction && state.interactions.get(interaction)?.legs.get(leg)?.party
}
