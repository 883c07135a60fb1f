import { clear, enter, lifetimeMs, set, stay, t2Ms, t4Ms, tell, transmit } from './machine.ts'
import type { Step, TransactionEvent, TransactionState } from './machine.ts'

/**
 * The INVITE server transaction (RFC 3261 §17.2.1 with RFC 6026 §8.7).
 *
 *     proceeding ──2xx sent──▶ accepted ──L──▶ terminated
 *        └──300-699 sent──▶ completed ──ACK──▶ confirmed ──I──▶ terminated
 *                              └──H──▶ terminated (nobody acknowledged)
 */
export function inviteServer(state: TransactionState, event: TransactionEvent): Step {
  switch (event.type) {
    case 'response':
      return onResponse(state, event.status)
    case 'repeat':
      // RFC 6026 §7.1: in accepted the repeated INVITE is absorbed; the user retransmits the 2xx (§13.3.1.4).
      return state.phase === 'proceeding' || state.phase === 'completed'
        ? { state, actions: [transmit] }
        : stay(state)
    case 'ack':
      return onAck(state)
    case 'timer':
      return onTimer(state, event.timer)
    case 'transport-failed':
      return state.phase === 'terminated'
        ? stay(state)
        : { state, actions: [tell('transport-failed')] }
    case 'start':
      break
  }
  return stay(state)
}

function onResponse(state: TransactionState, status: number): Step {
  if (state.phase === 'accepted') {
    return status >= 200 && status < 300 ? { state, actions: [transmit] } : stay(state)
  }
  if (state.phase !== 'proceeding') return stay(state)
  if (status < 200) return { state, actions: [transmit] }
  if (status < 300) return enter(state, 'accepted', [transmit, set('L', lifetimeMs)])
  return enter(state, 'completed', [
    transmit,
    ...(state.reliable ? [] : [set('G', state.pauseMs)]),
    set('H', lifetimeMs),
  ])
}

function onAck(state: TransactionState): Step {
  if (state.phase !== 'completed') return stay(state)
  const actions = [clear('G'), clear('H')]
  return state.reliable
    ? enter(state, 'terminated', actions)
    : enter(state, 'confirmed', [...actions, set('I', t4Ms)])
}

function onTimer(state: TransactionState, timer: string): Step {
  if (timer === 'G' && state.phase === 'completed') {
    const pauseMs = Math.min(state.pauseMs * 2, t2Ms)
    return { state: { ...state, pauseMs }, actions: [transmit, set('G', pauseMs)] }
  }
  if (timer === 'H' && state.phase === 'completed') {
    return enter(state, 'terminated', [clear('G'), tell('timeout')])
  }
  if (timer === 'I' || timer === 'L') return enter(state, 'terminated', [])
  return stay(state)
}
