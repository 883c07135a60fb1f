import type { StepId } from '../ids.ts'
import type { Interaction } from '../interaction/interaction.ts'
import type { Turn } from '../turn.ts'
import type { BranchStep, Test } from './flow.ts'
import type { Place } from './step-at.ts'
import { testName } from './secret.ts'
import { holds } from './holds.ts'
import { valueOf } from './values.ts'

/** Which way a branch leads, and why. */
export interface BranchExit {
  readonly name: string
  readonly to: StepId
  readonly why: string
}

/** A branch and its place, which names its tests. */
interface BranchAt extends Place {
  readonly branch: BranchStep
}

/** Leads on by the first test that holds, or by `otherwise`. */
export function branch(turn: Turn, interaction: Interaction, at: BranchAt): BranchExit {
  const { key, step } = at
  for (const [nth, { name, test, to }] of at.branch.cases.entries()) {
    const secret = interaction.secrets.get(name)
    if (secret !== undefined && test.kind !== 'known') {
      if (!secret.includes(testName(key, step, nth))) continue
      return { name: `case ${nth + 1}`, to, why: `${name} is secret: test ${nth + 1} holds of it` }
    }
    const value = valueOf(turn, interaction, name)
    if (!holds(test, value)) continue
    const said = value === undefined ? 'is not known' : `is “${value}”`
    return { name: `case ${nth + 1}`, to, why: `${name} ${said}: ${testWords(test)}` }
  }
  return { name: 'otherwise', to: at.branch.otherwise, why: 'no test holds' }
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
