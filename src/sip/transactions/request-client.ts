import { clear, enter, set, stay, t2Ms, t4Ms, tell, transmit } from './machine.ts'
import type { Step, TransactionEvent, TransactionState } from './machine.ts'

/**
 * The non-INVITE client transaction (RFC 3261 §17.1.2).
 *
 *     trying ──1xx──▶ proceeding ──200-699──▶ completed ──K──▶ terminated
 *       ├──200-699─────────┼──────────────────▲
 *       └──F, transport failure──▶ terminated (also from proceeding)
 */
export function requestClient(state: TransactionState, event: TransactionEvent): Step {
  switch (event.type) {
    case 'start':
      return enter(state, 'trying', [
        transmit,
        ...(state.reliable ? [] : [set('E', state.pauseMs)]),
        set('F', state.timeoutMs),
      ])
    case 'response':
      return onResponse(state, event.status)
    case 'timer':
      return onTimer(state, event.timer)
    case 'transport-failed':
      return isWaiting(state)
        ? enter(state, 'terminated', [clear('E'), clear('F'), tell('transport-failed')])
        : stay(state)
    case 'repeat':
    case 'ack':
      break
  }
  return stay(state)
}

function isWaiting({ phase }: TransactionState): boolean {
  return phase === 'trying' || phase === 'proceeding'
}

function onResponse(state: TransactionState, status: number): Step {
  if (!isWaiting(state)) return stay(state)
  // §17.1.2.2: a provisional answer does not stop timer E, it only sets its pause to T2.
  if (status < 200) return enter({ ...state, pauseMs: t2Ms }, 'proceeding', [tell('response')])
  const actions = [clear('E'), clear('F'), tell('response')]
  return state.reliable
    ? enter(state, 'terminated', actions)
    : enter(state, 'completed', [...actions, set('K', t4Ms)])
}

function onTimer(state: TransactionState, timer: string): Step {
  if (timer === 'K') return enter(state, 'terminated', [])
  if (!isWaiting(state)) return stay(state)
  if (timer === 'F') return enter(state, 'terminated', [clear('E'), tell('timeout')])
  if (timer !== 'E') return stay(state)
  const pauseMs = state.phase === 'proceeding' ? t2Ms : Math.min(state.pauseMs * 2, t2Ms)
  return { state: { ...state, pauseMs }, actions: [transmit, set('E', pauseMs)] }
}
