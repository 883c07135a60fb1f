import type { CheckedView, DifferenceView } from '#contract'
import type { Output, Style } from '../output.ts'
import { counted } from '../print-complaints.ts'

const signs = { added: '+', removed: '-', changed: '~' } as const
const styles = { added: 'good', removed: 'bad', changed: 'doubtful' } as const

/** Prints what a change would do, as a person reads it: differences, then what they mean, then a count. */
export function printPlan(tenant: string, checked: CheckedView, output: Output): void {
  const { differences, effects, complaints } = checked
  const same = `${output.dress('good', '✓')} ${tenant}: files and what is in force are the same.`
  output.line(differences.length === 0 ? same : output.dress('bold', tenant))
  for (const difference of differences) printDifference(difference, output)
  for (const { words, danger } of effects) {
    output.line(`  ${danger ? output.dress('bad', '! ') : '· '}${words}`)
  }
  for (const { severity, file, line, words, remedy } of complaints) {
    output.error(`  ${file}:${line}: ${severity}: ${words}`)
    output.error(`      ${remedy}`)
  }
  if (differences.length > 0) output.line(`  ${countsOf(checked)}`)
}

function printDifference(difference: DifferenceView, output: Output): void {
  const { section, item, key, kind, before, after, lines } = difference
  const place = [section, item, key].filter(part => part !== '').join(' ')
  const head = output.dress(styles[kind], `${signs[kind]} ${place}`)
  const isOneLine = [before, after].every(text => text?.includes('\n') !== true)
  if (lines === undefined && isOneLine) {
    const sides = [before, after].filter(text => text !== undefined).join(' → ')
    output.line(`  ${head}: ${sides}`)
    return
  }
  output.line(`  ${head}`)
  for (const { sign, text } of lines ?? sidesOf(before, after)) {
    const style: Style = sign === '+' ? 'good' : sign === '-' ? 'bad' : 'dim'
    output.line(`      ${output.dress(style, `${sign} ${text}`.trimEnd())}`)
  }
}

function sidesOf(
  before: string | undefined,
  after: string | undefined,
): readonly { readonly sign: '+' | '-'; readonly text: string }[] {
  return [
    ...(before?.split('\n') ?? []).map(text => ({ sign: '-' as const, text })),
    ...(after?.split('\n') ?? []).map(text => ({ sign: '+' as const, text })),
  ]
}

/** `2 added, 1 changed, 0 removed; 1 danger`. */
function countsOf({ differences, effects }: CheckedView): string {
  const count = (kind: DifferenceView['kind']): number =>
    differences.filter(one => one.kind === kind).length
  const dangers = effects.filter(({ danger }) => danger).length
  const sum = `${count('added')} added, ${count('changed')} changed, ${count('removed')} removed`
  return dangers === 0 ? `${sum}.` : `${sum}; ${counted(dangers, 'danger')}.`
}
