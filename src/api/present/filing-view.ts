import type { Fact, FormField, Names, QueueId } from '#core'
import type { FilingView } from '#contract'
import { formView } from './form-view.ts'

/** The form of a queue, as it is today. */
export type FormOf = (queue: QueueId) => readonly FormField[] | undefined

/** What each agent filed of the own part, in the order in which they did. */
export function filingViews(facts: readonly Fact[], names: Names, formOf: FormOf): FilingView[] {
  return facts.flatMap(fact => filingIn(fact, names, formOf) ?? [])
}

function filingIn(fact: Fact, names: Names, formOf: FormOf): FilingView | undefined {
  if (fact.kind === 'note-filed') {
    return { ...by(fact, names), how: 'left', note: fact.note }
  }
  if (fact.kind !== 'wrap-up-ended') return undefined
  const { how, disposition, note, answers } = fact
  // Nothing of it is over: the same agent goes on.
  if (how === 'customer-back' && note === undefined) return undefined
  return {
    ...by(fact, names),
    how,
    ...(disposition === undefined
      ? {}
      : { disposition: { id: disposition, name: names.disposition(disposition) } }),
    ...(note === undefined ? {} : { note }),
    ...(answers === undefined ? {} : { answers: { ...answers }, ...asked(formOf(fact.queue)) }),
  }
}

function by(
  { at, agent }: Extract<Fact, { kind: 'note-filed' | 'wrap-up-ended' }>,
  names: Names,
): Pick<FilingView, 'at' | 'agent'> {
  return { at, agent: { id: agent, name: names.agent(agent) } }
}

function asked(form: readonly FormField[] | undefined): Pick<FilingView, 'form'> {
  return form === undefined ? {} : { form: formView(form) }
}
