/** A word in the forms its language needs for numbers: Russian has four, English two. */
export interface Forms {
  readonly one: string
  readonly few?: string
  readonly many?: string
  readonly other: string
}

/** Says a number with its word in the right form. */
export function counted(language: string, forms: Forms): (count: number) => string {
  const rules = new Intl.PluralRules(language)
  const digits = new Intl.NumberFormat(language)
  return count => {
    const rule = rules.select(count)
    const form = rule === 'one' || rule === 'few' || rule === 'many' ? forms[rule] : undefined
    return `${digits.format(count)} ${form ?? forms.other}`
  }
}
