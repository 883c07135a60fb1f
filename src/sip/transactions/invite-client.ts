import { clear, enter, lifetimeMs, set, stay, tell, timerDMs, transmit } from './machine.ts'
import type { Step, TransactionEvent, TransactionState } from './machine.ts'

/**
 * The INVITE client transaction (RFC 3261 §17.1.1 with RFC 6026 §8.4).
 *
 *     calling ──1xx──▶ proceeding ──2xx──▶ accepted ──M──▶ terminated
 *        │  └──2xx────────────┼────────────▲
 *        ├──300-699───────────┴──▶ completed ──D──▶ terminated
 *        └──B, transport failure──▶ terminated
 */
export function inviteClient(state: TransactionState, event: TransactionEvent): Step {
  switch (event.type) {
    case 'start':
      return enter(state, 'calling', [
        transmit,
        ...(state.reliable ? [] : [set('A', state.pauseMs)]),
        set('B', state.timeoutMs),
      ])
    case 'response':
      return onResponse(state, event.status)
    case 'timer':
      return onTimer(state, event.timer)
    case 'transport-failed':
      return state.phase === 'calling'
        ? enter(state, 'terminated', [clear('A'), clear('B'), tell('transport-failed')])
        : stay(state)
    case 'repeat':
    case 'ack':
      break
  }
  return stay(state)
}

function onResponse(state: TransactionState, status: number): Step {
  const { phase } = state
  if (phase === 'calling' || phase === 'proceeding') {
    const waiting = [clear('A'), clear('B')]
    if (status < 200) return enter(state, 'proceeding', [...waiting, tell('response')])
    if (status < 300) {
      // RFC 6026 §7.1: the transaction stays to hand every further 2xx, of this fork or another, to the user.
      return enter(state, 'accepted', [...waiting, set('M', lifetimeMs), tell('response')])
    }
    return completed(state)
  }
  if (phase === 'accepted' && status >= 200 && status < 300) {
    return { state, actions: [tell('response')] }
  }
  // §17.1.1.2: a repeated final response means that our ACK was lost.
  if (phase === 'completed' && status >= 300) return { state, actions: [{ type: 'acknowledge' }] }
  return stay(state)
}

/** §17.1.1.2: timer D is 0 over reliable transports, so there the transaction ends at once. */
function completed(state: TransactionState): Step {
  const actions = [clear('A'), clear('B'), { type: 'acknowledge' }, tell('response')] as const
  return state.reliable
    ? enter(state, 'terminated', actions)
    : enter(state, 'completed', [...actions, set('D', timerDMs)])
}

function onTimer(state: TransactionState, timer: string): Step {
  if (timer === 'A' && state.phase === 'calling') {
    // §17.1.1.2: every retransmission doubles the pause, without a cap: timer B ends it.
    const pauseMs = state.pauseMs * 2
    return { state: { ...state, pauseMs }, actions: [transmit, set('A', pauseMs)] }
  }
  if (timer === 'B' && state.phase === 'calling') {
    return enter(state, 'terminated', [clear('A'), tell('timeout')])
  }
  if (timer === 'D' || timer === 'M') return enter(state, 'terminated', [])
  return stay(state)
}
