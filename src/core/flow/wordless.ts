import type { StepId } from '../ids.ts'
import type { FlowStep } from './flow.ts'

/**
 * How a step of voices and keys is passed by work that has nobody on the line: by the exit a caller
 * takes who says and hears nothing. Other steps are the same for all, and have no such exit.
 */
export function wordless(
  step: FlowStep,
): { readonly name: string; readonly to: StepId } | undefined {
  switch (step.kind) {
    case 'say':
    case 'voicemail':
      return { name: 'next', to: step.next }
    case 'menu':
    case 'collect':
      return { name: 'otherwise', to: step.otherwise }
    case 'transfer':
      return { name: 'no-answer', to: step.noAnswer }
    case 'hours':
    case 'branch':
    case 'set':
    case 'flow':
    case 'return':
    case 'queue':
    case 'hang-up':
      return undefined
  }
}
