import type { StepId } from '../ids.ts'
import type { Interaction } from '../interaction/interaction.ts'
import type { Turn } from '../turn.ts'
import type { BranchStep, Test } from './flow.ts'
import { valueOf } from './values.ts'

/** Which way a branch leads, and why. */
export interface BranchExit {
  readonly name: string
  readonly to: StepId
  readonly why: string
}

/** Leads on by the first test that holds, or by `otherwise`. */
export function branch(turn: Turn, interaction: Interaction, step: BranchStep): BranchExit {
  for (const [nth, { name, test, to }] of step.cases.entries()) {
    const value = valueOf(turn, interaction, name)
    if (!holds(test, value)) continue
    const said = value === undefined ? 'is not known' : `is “${value}”`
    return { name: `case ${nth + 1}`, to, why: `${name} ${said}: ${testWords(test)}` }
  }
  return { name: 'otherwise', to: step.otherwise, why: 'no test holds' }
}

/** Whether a test holds of a value. */
export function holds(test: Test, value: string | undefined): boolean {
  if (test.kind === 'known') return (value !== undefined && value !== '') === test.known
  if (value === undefined) return false
  switch (test.kind) {
    case 'is':
      return value === test.text
    case 'one-of':
      return test.texts.includes(value)
    case 'starts-with':
      return value.startsWith(test.text)
    case 'above':
      return compare(value, test.than) > 0
    case 'below':
      return compare(value, test.than) < 0
  }
}

const numberShape = /^-?\d+(\.\d+)?$/

function compare(a: string, b: string): number {
  if (numberShape.test(a) && numberShape.test(b)) return Number(a) - Number(b)
  return a < b ? -1 : Number(a > b)
}

function testWords(test: Test): string {
  switch (test.kind) {
    case 'is':
      return `it is “${test.text}”`
    case 'one-of':
      return `it is one of ${test.texts.length}`
    case 'starts-with':
      return `it starts with “${test.text}”`
    case 'above':
      return `it is above ${test.than}`
    case 'below':
      return `it is below ${test.than}`
    case 'known':
      return test.known ? 'it is known' : 'it is not known'
  }
}
