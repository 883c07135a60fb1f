import type { InputBody, Order } from '#core'
import type { Clock } from '../ports/clock.ts'
import type { InLine } from './pressure.ts'

/*
 * Inputs that may wait a moment for company. Each commit wakes the disk's thread and this one again,
 * which costs more than the input itself; that a phone rings, or that two now hear each other, lets
 * nobody be called sooner. Whatever cannot wait takes along what waits before it.
 */

/** The longest that a patient input waits before it is made durable. */
export const patienceMs = 10

/** Orders whose being done is worth knowing and hurries nobody. */
const patient: ReadonlySet<Order['kind']> = new Set([
  'connect',
  'play',
  'stop-playing',
  'record',
  'stop-recording',
])

/** Whether an input may wait; `answers` is the kind of order whose result it is. */
export function mayWait({ kind }: InputBody, answers?: Order['kind']): boolean {
  if (kind === 'leg-ringing') return true
  return kind === 'order-done' && answers !== undefined && patient.has(answers)
}

/** An input in line that says whether it may wait. */
export interface MayWait extends InLine {
  readonly patient: boolean
}

/** Who waits for company is told here that it is over. */
export interface Company {
  /** Nobody waits from now on: the lane closes. */
  over: boolean
  hurry: (() => void) | undefined
}

/** Resolves at once where an input is in a hurry, and otherwise when one comes or a moment has passed. */
export async function gather(
  waiting: readonly MayWait[],
  by: { readonly company: Company; readonly clock: Clock },
): Promise<void> {
  const { clock, company } = by
  if (company.over || !waiting.every(one => one.patient)) return
  await new Promise<void>(resolve => {
    const cancel = clock.setTimer(patienceMs, resolve)
    company.hurry = () => {
      cancel()
      resolve()
    }
  })
  company.hurry = undefined
}
