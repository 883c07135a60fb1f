import { enter, lifetimeMs, set, stay, tell, transmit } from './machine.ts'
import type { Step, TransactionEvent, TransactionState } from './machine.ts'

/**
 * The non-INVITE server transaction (RFC 3261 §17.2.2).
 *
 *     trying ──1xx sent──▶ proceeding ──200-699 sent──▶ completed ──J──▶ terminated
 *       └──200-699 sent───────────────────────▲
 */
export function requestServer(state: TransactionState, event: TransactionEvent): Step {
  switch (event.type) {
    case 'response':
      return onResponse(state, event.status)
    case 'repeat':
      // §17.2.2: in trying the repeated request is discarded, later the newest response answers it.
      return state.phase === 'proceeding' || state.phase === 'completed'
        ? { state, actions: [transmit] }
        : stay(state)
    case 'timer':
      return event.timer === 'J' ? enter(state, 'terminated', []) : stay(state)
    case 'transport-failed':
      return state.phase === 'terminated'
        ? stay(state)
        : { state, actions: [tell('transport-failed')] }
    case 'start':
    case 'ack':
      break
  }
  return stay(state)
}

function onResponse(state: TransactionState, status: number): Step {
  if (state.phase === 'completed' || state.phase === 'terminated') return stay(state)
  if (status < 200) return enter(state, 'proceeding', [transmit])
  return state.reliable
    ? enter(state, 'terminated', [transmit])
    : enter(state, 'completed', [transmit, set('J', lifetimeMs)])
}
