import type { Answers, FormField } from '../config.ts'
import { answerLengthMax } from '../limits.ts'
import { ownOf } from '../own.ts'

/** What is wrong with the answers to a form, in words; nothing where they fit it. */
export function formFault(form: readonly FormField[], answers: Answers): string | undefined {
  const known = new Set(form.map(field => field.id))
  const stray = Object.keys(answers).find(id => !known.has(id))
  if (stray !== undefined) return `the form has no field ${stray}`
  for (const field of form) {
    const fault = fieldFault(field, ownOf(answers, field.id))
    if (fault !== undefined) return `${field.label} ${fault}`
  }
  return undefined
}

function fieldFault(field: FormField, answer: Answers[string] | undefined): string | undefined {
  if (answer === undefined || answer === '') return field.required ? 'is not answered' : undefined
  switch (field.kind) {
    case 'text':
      if (typeof answer !== 'string') return 'is no text'
      return answer.length > answerLengthMax ? `is longer than ${answerLengthMax}` : undefined
    case 'choice':
      return field.choices?.some(choice => choice === answer) === true
        ? undefined
        : 'is none of the choices'
    case 'number':
      return typeof answer === 'number' ? undefined : 'is no number'
    case 'yes-no':
      return typeof answer === 'boolean' ? undefined : 'is neither yes nor no'
  }
}
