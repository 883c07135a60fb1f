import type { FormFieldView } from '#contract'
import type { FormField } from '#core'

/** A form, field by field, as it is to be filled. */
export function formView(form: readonly FormField[]): FormFieldView[] {
  return form.map(({ choices, ...field }) => ({
    ...field,
    ...(choices === undefined ? {} : { choices: [...choices] }),
  }))
}
