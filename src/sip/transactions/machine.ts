/** Round-trip estimate and the unit of all other timers (RFC 3261 §17.1.1.1). */
export const t1Ms = 500
/** Longest pause between retransmissions of a non-INVITE request or a final response (Table 4). */
export const t2Ms = 4_000
/** How long a message may stay in the network (Table 4). */
export const t4Ms = 5_000
/** Timers B, F, H, L, M, and J over UDP: how long anything is tried or remembered. */
export const lifetimeMs = 64 * t1Ms
/** Timer D: how long a client absorbs repeated final responses over UDP (§17.1.1.2). */
export const timerDMs = 32_000

/** The timers of Table 4 and of RFC 6026. */
export type TimerName = 'A' | 'B' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M'

/** The states of all four machines; `accepted` is RFC 6026's. */
export type Phase =
  | 'calling'
  | 'trying'
  | 'proceeding'
  | 'completed'
  | 'confirmed'
  | 'accepted'
  | 'terminated'

/** Where one transaction stands. */
export interface TransactionState {
  readonly phase: Phase
  /** Over TCP and TLS nothing is retransmitted, and nothing repeated need be absorbed. */
  readonly reliable: boolean
  /** The pause before the next retransmission. */
  readonly pauseMs: number
  /** Timer B or F: how long a client waits for the first final answer. */
  readonly timeoutMs: number
}

/** What can happen to a transaction. */
export type TransactionEvent =
  | { readonly type: 'start' }
  /** Client: a response came. Server: the user sends one. */
  | { readonly type: 'response'; readonly status: number }
  /** Server: the request came again. */
  | { readonly type: 'repeat' }
  /** Server: the ACK of a final response that was no 2xx. */
  | { readonly type: 'ack' }
  | { readonly type: 'timer'; readonly timer: TimerName }
  | { readonly type: 'transport-failed' }

/** What a transaction wants done. */
export type TransactionAction =
  /** Client: send the request. Server: send the newest response. */
  | { readonly type: 'transmit' }
  /** Client: send the ACK that belongs to the transaction (§17.1.1.3). */
  | { readonly type: 'acknowledge' }
  | { readonly type: 'set'; readonly timer: TimerName; readonly ms: number }
  | { readonly type: 'clear'; readonly timer: TimerName }
  /** Hand the event to the transaction user. */
  | { readonly type: 'tell'; readonly what: 'response' | 'timeout' | 'transport-failed' }

/** One step: the next state and what to do. */
export interface Step {
  readonly state: TransactionState
  readonly actions: readonly TransactionAction[]
}

/** One of the four machines. */
export type Machine = (state: TransactionState, event: TransactionEvent) => Step

/** The step that changes nothing: the event means nothing in this phase. */
export function stay(state: TransactionState): Step {
  return { state, actions: [] }
}

/** A step into another phase. */
export function enter(
  state: TransactionState,
  phase: Phase,
  actions: readonly TransactionAction[],
): Step {
  return { state: { ...state, phase }, actions }
}

/** Sets a timer. */
export function set(timer: TimerName, ms: number): TransactionAction {
  return { type: 'set', timer, ms }
}

/** Stops a timer. */
export function clear(timer: TimerName): TransactionAction {
  return { type: 'clear', timer }
}

/** Hands the event up. */
export function tell(what: 'response' | 'timeout' | 'transport-failed'): TransactionAction {
  return { type: 'tell', what }
}

/** Sends the request, or the newest response. */
export const transmit: TransactionAction = { type: 'transmit' }

/** Every machine's state before its first event. */
export function initialState(
  phase: Phase,
  reliable: boolean,
  timeoutMs: number = lifetimeMs,
): TransactionState {
  return { phase, reliable, pauseMs: t1Ms, timeoutMs }
}
