import type { SipClock } from '../endpoint/endpoint-options.ts'
import type { SipMessage } from '../messages/message.ts'
import type { Peer, TransportFailure } from '../transport/wire.ts'
import type {
  Machine,
  TimerName,
  TransactionAction,
  TransactionEvent,
  TransactionState,
} from './machine.ts'

/** What transactions need from below and beside. */
export interface TransactionSurroundings {
  readonly clock: SipClock
  readonly send: (
    peer: Peer,
    message: SipMessage,
    onFailed: (failure: TransportFailure) => void,
  ) => void
}

/** The part of a transaction that touches the world: its machine decides, this acts. */
export interface Running {
  state: TransactionState
  readonly machine: Machine
  readonly timers: Map<TimerName, () => void>
  /** Transmits, acknowledges or tells the user. */
  perform(action: TransactionAction, failure: TransportFailure | undefined): void
  /** Takes the transaction out of its table. */
  forget(): void
}

/** Lets one event happen to a transaction. */
export function feed(
  running: Running,
  event: TransactionEvent,
  clock: SipClock,
  failure?: TransportFailure,
): void {
  const { state, actions } = running.machine(running.state, event)
  running.state = state
  if (state.phase === 'terminated') {
    running.forget()
    stopTimers(running)
  }
  // The timers come first: whatever goes wrong in sending or telling, the transaction still ends by them.
  for (const action of actions) {
    if (action.type === 'set' || action.type === 'clear') setOrClear(running, action, clock)
  }
  for (const action of actions) {
    if (action.type !== 'set' && action.type !== 'clear') running.perform(action, failure)
  }
}

/** Stops everything a transaction still waits for. */
export function stopTimers(running: Running): void {
  for (const cancel of running.timers.values()) cancel()
  running.timers.clear()
}

function setOrClear(
  running: Running,
  action: Extract<TransactionAction, { type: 'set' | 'clear' }>,
  clock: SipClock,
): void {
  const { timer } = action
  running.timers.get(timer)?.()
  running.timers.delete(timer)
  if (action.type === 'clear') return
  const cancel = clock.setTimer(action.ms, () => {
    running.timers.delete(timer)
    feed(running, { type: 'timer', timer }, clock)
  })
  running.timers.set(timer, cancel)
}
