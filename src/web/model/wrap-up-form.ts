import type { CompleteWrapUp, FormFieldView, WrapUpView } from '#contract'
import type { Draft } from './drafts.ts'

/** What is wrong with one answer; the words are the page's. */
export type AnswerFault = 'required' | 'not-a-number'

/** A draft looked over: ready to hand in, or what is missing and where. */
export type CheckedForm =
  | { readonly ok: true; readonly form: CompleteWrapUp }
  | {
      readonly ok: false
      readonly disposition: boolean
      readonly answers: Readonly<Record<string, AnswerFault>>
    }

type Answer = string | number | boolean

/** An answer as the server takes it, a fault, or nothing where nothing was asked for. */
function readAnswer(
  field: FormFieldView,
  typed: string,
): Answer | { fault: AnswerFault } | undefined {
  const text = typed.trim()
  if (text === '') return field.required ? { fault: 'required' } : undefined
  switch (field.kind) {
    case 'text':
    case 'choice':
      return text
    case 'yes-no':
      return text === 'yes'
    case 'number': {
      // Many write a comma where others write a point.
      const number = Number(text.replace(',', '.'))
      return Number.isFinite(number) ? number : { fault: 'not-a-number' }
    }
  }
}

/** What is written into a field, which may have any name at all. */
export function answerTo(answers: Draft['answers'], field: string): string {
  return (Object.hasOwn(answers, field) ? answers[field] : undefined) ?? ''
}

/** Looks a draft over before it is handed in, so that no answer is lost to a refusal. */
export function checkForm(wrapUp: WrapUpView, draft: Draft): CheckedForm {
  const answers: Record<string, Answer> = {}
  const faults: Record<string, AnswerFault> = {}
  for (const field of wrapUp.form ?? []) {
    const read = readAnswer(field, answerTo(draft.answers, field.id))
    if (read === undefined) continue
    if (typeof read === 'object') faults[field.id] = read.fault
    else answers[field.id] = read
  }
  const { disposition, note } = draft
  if (disposition === '' || Object.keys(faults).length > 0) {
    return { ok: false, disposition: disposition === '', answers: faults }
  }
  const filled = wrapUp.form === undefined ? {} : { answers }
  return { ok: true, form: { disposition, note, ...filled } }
}
