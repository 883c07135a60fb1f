import type { CheckedView } from '#contract'
import type {
  ChangeOutcome,
  Changer,
  PromptOutcome,
  TenantAdministration,
} from '../administration.ts'
import type { Administration } from '../administration.ts'
import { policies } from '../auth/policies.ts'
import type { Asking } from './asking.ts'
import { forbidden, notFound, ProblemError, refusedByCore } from './problem.ts'

/** The administration of the asking person's own tenant, by policy. */
export function administrationOf(
  { person }: Asking,
  administration: Administration,
): TenantAdministration {
  if (!policies['administer the tenant'](person)) {
    throw forbidden('Only administrators see and change the configuration.')
  }
  const own = administration.tenant(person.tenant)
  if (own === undefined) throw notFound('This installation keeps no configuration of your tenant.')
  return own
}

/** What only the installation's operator may do, with the key of the machine. */
export function operatorsAdministrationOf(
  asking: Asking,
  administration: Administration,
): TenantAdministration {
  if (!policies['replace the files'](asking.person)) {
    throw forbidden('Only the operator of the installation takes in whole files.')
  }
  return administrationOf(asking, administration)
}

/** Who asks, as the audit log names the person. */
export function changerOf({ person, session }: Asking): Changer {
  const role = person.operator === true ? 'operator' : person.role
  return { id: session.identity.personDirectoryId, name: person.name, role }
}

const conflicts: ReadonlySet<string> = new Set(['prompt-in-use', 'prompt-exists'])

/** The answer to a change, or the problem that says why nothing was changed. */
export function takenOr(outcome: ChangeOutcome): CheckedView {
  if (outcome.ok) return outcome.checked
  switch (outcome.reason) {
    case 'changed-meanwhile':
      throw new ProblemError({
        status: 409,
        code: 'changed-meanwhile',
        words: `${outcome.by} has changed the configuration since you began. Nothing of yours was taken.`,
        remedy: 'Look at what holds now, and make your change again on it.',
      })
    case 'complaints':
      throw new ProblemError({
        status: 422,
        code: 'unfit-configuration',
        words: unfitWords(outcome.checked),
        remedy: 'Nothing was changed. Correct what `complaints` names.',
        complaints: outcome.checked.complaints,
      })
    case 'no-such-version':
      throw notFound('There is no such version; the oldest ones go as new ones come.')
    case 'refused':
      throw refusedByCore(outcome.refused)
  }
}

function unfitWords({ complaints }: CheckedView): string {
  const [first, ...others] = complaints.filter(({ severity }) => severity === 'error')
  if (first === undefined) return 'This configuration cannot be run.'
  const more = others.length === 0 ? '' : `, and ${others.length} more`
  return `${first.file} line ${first.line}: ${first.words}${more}.`
}

/** The problem of a prompt that could not be taken. */
export function heardOr(outcome: PromptOutcome): void {
  if (outcome.ok) return
  const { code, words, remedy } = outcome
  if (code === 'no-such-prompt') throw notFound(words)
  throw new ProblemError({ status: conflicts.has(code) ? 409 : 422, code, words, remedy })
}
