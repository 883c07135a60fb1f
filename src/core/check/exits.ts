import type { FlowStep } from '../flow/flow.ts'
import type { ConfigPath } from './complaint.ts'

/** A way out of a step. */
export interface Exit {
  readonly to: string
  /** From the step to the value that names the next one. */
  readonly path: ConfigPath
  /**
   * What takes a caller through it: `instant` nothing at all; `unasked` only time, with no word from
   * the caller; `waited` a wait that an agent may end; `chosen` a key.
   */
  readonly by: 'instant' | 'unasked' | 'waited' | 'chosen'
  /** Whether the exit may also be taken at once: a full queue is left without any wait. */
  readonly atOnce?: true
}

/**
 * Every way out of a step, in the order of its keys. A queue also ends a flow, by a talk. What takes
 * a caller through another flow is known only by looking into it; `pace` says so.
 */
export function exitsOf(step: FlowStep, pace: Exit['by'] = 'unasked'): readonly Exit[] {
  switch (step.kind) {
    case 'say':
      return [{ to: step.next, path: ['next'], by: 'unasked' }]
    case 'menu':
      return [...keyExits(step.keys), { to: step.otherwise, path: ['otherwise'], by: 'unasked' }]
    case 'collect':
      return [
        { to: step.next, path: ['next'], by: 'chosen' },
        { to: step.otherwise, path: ['otherwise'], by: 'unasked' },
      ]
    case 'set':
      return [{ to: step.next, path: ['next'], by: 'instant' }]
    case 'branch':
      return [
        ...step.cases.map(({ to }, nth): Exit => ({
          to,
          path: ['cases', nth, 'to'],
          by: 'instant',
        })),
        { to: step.otherwise, path: ['otherwise'], by: 'instant' },
      ]
    case 'flow':
      return [{ to: step.next, path: ['next'], by: pace }]
    case 'hours':
      return [
        { to: step.open, path: ['open'], by: 'instant' },
        { to: step.closed, path: ['closed'], by: 'instant' },
        ...(step.holiday === undefined
          ? []
          : [{ to: step.holiday, path: ['holiday'], by: 'instant' } as const]),
      ]
    case 'queue':
      return [
        { to: step.closed, path: ['closed'], by: 'instant' },
        { to: step.timeout, path: ['timeout'], by: 'waited', atOnce: true },
        ...(step.noAgents === undefined
          ? []
          : [{ to: step.noAgents, path: ['noAgents'], by: 'instant' } as const]),
        ...keyExits(step.keys ?? {}),
      ]
    case 'transfer':
      return [
        { to: step.busy, path: ['busy'], by: 'unasked' },
        { to: step.noAnswer, path: ['noAnswer'], by: 'unasked', ...atOnce(step.to) },
      ]
    case 'voicemail':
      return [
        { to: step.next, path: ['next'], by: 'unasked' },
        ...(step.failed === undefined
          ? []
          : [{ to: step.failed, path: ['failed'], by: 'unasked' } as const]),
      ]
    case 'return':
    case 'hang-up':
      return []
  }
}

/** What stands in a number's place may turn out to be none: the exit is then taken at once. */
function atOnce(number: string): { readonly atOnce?: true } {
  return number.includes('{') ? { atOnce: true } : {}
}

function keyExits(keys: Readonly<Record<string, string>>): readonly Exit[] {
  return Object.entries(keys).map(([key, to]) => ({ to, path: ['keys', key], by: 'chosen' }))
}
