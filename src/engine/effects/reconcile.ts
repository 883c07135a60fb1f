import type { InputBody, LegId, TenantState } from '#core'

/**
 * After a restart the state remembers legs and orders of the process before. What of it the
 * outside no longer knows is told to the core as what it is: legs that ended, orders that were
 * lost. Customers come first, so that nobody is offered a call whose caller is gone.
 */
export function reconcile(state: TenantState, live: ReadonlySet<LegId>): InputBody[] {
  const gone = [...state.legs.keys()].filter(leg => !live.has(leg))
  const customers = gone.filter(leg => partyOf(state, leg) === 'customer')
  const agents = gone.filter(leg => partyOf(state, leg) !== 'customer')
  return [
    ...customers.map(ended),
    ...agents.map(ended),
    ...[...state.orders].map(([order]): InputBody => ({
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

function partyOf(state: TenantState, leg: LegId): 'customer' | 'agent' | undefined {
  const interaction = state.legs.get(leg)
  return interaction && state.interactions.get(interaction)?.legs.get(leg)?.party
}
