import { withEntry } from '../sparse.ts'
import type { LegId } from '../ids.ts'
import type { InputBody } from '../input.ts'
import type { InFlow, Interaction } from '../interaction/interaction.ts'
import { legOf } from '../interaction/legs.ts'
import type { TenantState } from '../state.ts'
import { flowKey } from '../state.ts'
import type { BranchStep, CollectStep, Flow } from './flow.ts'
import { holds } from './holds.ts'
import { stepOf } from './step-at.ts'

/*
 * Digits of a step that says `secret` never come into the core, so that they are in no journal, fact,
 * snapshot, trace or page. At its door they are put aside, in memory, while they are pressed; what
 * goes in is that a key was pressed, and which of the tests that the tenant's flows make of the name
 * would hold of all there is so far. A branch reads that, and every replay goes the same way.
 */

/** Stands for a digit nobody is to know. */
export const hiddenDigit = '•'

/** What was pressed in secret steps under way, by the customer's leg: never written down. */
export type SecretDigits = Map<LegId, string>

/** An input as it may be written down. Asks the state as it is when the input is taken. */
export function hideSecret(state: TenantState, input: InputBody, kept: SecretDigits): InputBody {
  if (input.kind === 'leg-ended') kept.delete(input.leg)
  if (input.kind !== 'digit-pressed') return input
  const at = secretAt(state, input.leg)
  if (at === undefined || !isDigitOf(at.step, input.digit)) {
    kept.delete(input.leg)
    return input
  }
  const { phase, step } = at
  const before = phase.digits === '' ? '' : (kept.get(input.leg) ?? '')
  const hidden = { ...input, digit: hiddenDigit }
  // What was pressed before a restart is gone: nobody can say any more what would hold.
  if (before.length !== phase.digits.length) return hidden
  const value = before + input.digit
  if (value.length < step.digitsMax) kept.set(input.leg, value)
  else kept.delete(input.leg)
  if (value.length < step.digitsMin) return hidden
  return { ...hidden, holds: testsHolding(state, step.into, value) }
}

/** Whether any flow of a tenant takes digits nobody is to know. */
export function hasSecrets({ flows }: TenantState): boolean {
  for (const flow of flows.values()) if (takesSecrets(flow)) return true
  return false
}

/** Whether a key is one of the digits a step takes. */
export function isDigitOf({ endKey }: CollectStep, digit: string): boolean {
  return digit !== endKey && /^[0-9*#]$/.test(digit)
}

/** The name of one test of one branch, in one version of a flow. */
export function testName(
  flow: { readonly flow: string; readonly version: string },
  step: string,
  nth: number,
): string {
  return `${flow.flow}~${flow.version}~${step}~${nth}`
}

/** Remembers of a name that its value is secret, and which tests hold of it; or that it is not secret. */
export function markSecret(
  interaction: Interaction,
  name: string,
  tests: readonly string[] | undefined,
): void {
  if (tests !== undefined) {
    interaction.secrets = withEntry(interaction.secrets, name, tests)
  } else if (interaction.secrets.has(name)) {
    interaction.secrets = new Map([...interaction.secrets].filter(([known]) => known !== name))
  }
}

function secretAt(
  state: TenantState,
  leg: LegId,
): { readonly phase: InFlow; readonly step: CollectStep } | undefined {
  const owner = state.legs.get(leg)
  const interaction = owner === undefined ? undefined : state.interactions.get(owner)
  if (interaction === undefined || legOf(interaction, leg)?.party !== 'customer') return undefined
  const { phase } = interaction
  if (phase.at !== 'in-flow') return undefined
  const step = stepOf(state.flows.get(flowKey(phase)), phase.step)
  return step?.kind === 'collect' && step.secret === true ? { phase, step } : undefined
}

function testsHolding({ flows }: TenantState, name: string, value: string): readonly string[] {
  const holding = ({ cases }: BranchStep): readonly number[] =>
    [...cases.keys()].filter(nth => {
      const one = cases[nth]
      return one?.name === name && holds(one.test, value)
    })
  return [...flows.values()].flatMap(({ id, steps, version }) =>
    Object.entries(steps).flatMap(([step, branch]) =>
      branch.kind === 'branch'
        ? holding(branch).map(nth => testName({ flow: id, version }, step, nth))
        : [],
    ),
  )
}

const known = new WeakMap<Flow, boolean>()

function takesSecrets(flow: Flow): boolean {
  const before = known.get(flow)
  if (before !== undefined) return before
  const takes = Object.values(flow.steps).some(step => step.kind === 'collect' && step.secret)
  known.set(flow, takes)
  return takes
}
