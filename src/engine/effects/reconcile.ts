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
 * Customers come first, and of them those who wait: no agent who becomes free is offered a
 * caller who is gone.
 */
export function reconcile(state: TenantState, { isOut, live }: Outside): InputBody[] {
  const gone = [...state.legs.keys()].filter(leg => !live.has(leg))
  const customers = gone
    .filter(leg => partyOf(state, leg) === 'customer')
    .toSorted((a, b) => turnOf(state, a) - turnOf(state, b))
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

/** Who waits is told of before whoever holds an agent. */
function turnOf(state: TenantState, leg: LegId): number {
  const interaction = state.legs.get(leg)
  const at = interaction && state.interactions.get(interaction)?.phase.at
  if (at === 'waiting') return 0
  return at === 'offered' || at === 'talking' || at === 'wrap-up' ? 2 : 1
}

function partyOf(state: TenantState, leg: LegId): string | undefined {
  const interaction = state.legs.get(leg)
  return interaction && state.interactions.get(interaction)?.legs.get(leg)?.party
}
