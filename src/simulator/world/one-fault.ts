import type { FailureCode, IssuedOrder } from '#core'

type OrderKind = IssuedOrder['order']['kind']

/** Every kind of order there is: a new one does not compile until it has its line here. */
export const orderKinds = {
  answer: 'answer',
  reject: 'reject',
  play: 'play',
  'stop-playing': 'stop-playing',
  ring: 'ring',
  connect: 'connect',
  'hang-up': 'hang-up',
  record: 'record',
  'pause-recording': 'pause-recording',
  'resume-recording': 'resume-recording',
  'stop-recording': 'stop-recording',
  'send-digits': 'send-digits',
} as const satisfies { readonly [Kind in OrderKind]: Kind }

/** The codes an order may fail with while the house lives. */
export const failures = {
  busy: 'busy',
  declined: 'declined',
  'no-answer': 'no-answer',
  unreachable: 'unreachable',
  refused: 'refused',
  gone: 'gone',
  fault: 'fault',
} as const satisfies { readonly [Code in Exclude<FailureCode, 'lost-in-restart'>]: Code }

/**
 * What the answer to an order may do besides coming: late, twice, or only after the next answer to
 * another order, in the wrong order.
 */
export const answerFaults = { late: 'late', twice: 'twice', swapped: 'swapped' } as const

/** What goes wrong with one order: it fails with a code, or its answer comes otherwise than it should. */
export type Mishap = keyof typeof failures | keyof typeof answerFaults

/** The n-th order of a kind meets with a mishap; nothing else does. */
export interface OneFault {
  readonly kind: OrderKind
  readonly n: number
  readonly code: Mishap
}

/** Whether a mishap is about the answer, and the order itself is carried out. */
export function isAnswerFault(code: Mishap): code is keyof typeof answerFaults {
  return Object.hasOwn(answerFaults, code)
}
