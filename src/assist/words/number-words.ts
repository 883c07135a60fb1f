const small = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ' +
  'sixteen seventeen eighteen nineteen'
).split(' ')
const tens = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const scales = [
  [1_000_000_000, 'billion'],
  [1_000_000, 'million'],
  [1_000, 'thousand'],
  [100, 'hundred'],
] as const

const irregularOrdinals: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
}

/** From here on a number is read digit by digit: nobody follows trillions on a telephone. */
export const cardinalMax = 999_999_999_999

/** "1205" as "one thousand two hundred five". */
export function cardinal(value: number): string {
  for (const [size, name] of scales) {
    if (value < size) continue
    const rest = value % size
    const head = `${cardinal(Math.floor(value / size))} ${name}`
    return rest === 0 ? head : `${head} ${cardinal(rest)}`
  }
  if (value < 20) return small[value] ?? ''
  const unit = value % 10
  const ten = tens[Math.floor(value / 10)] ?? ''
  return unit === 0 ? ten : `${ten} ${small[unit] ?? ''}`
}

/** "21" as "twenty first". */
export function ordinal(value: number): string {
  const words = cardinal(value).split(' ')
  const last = words.pop() ?? ''
  const regular = last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`
  return [...words, irregularOrdinals[last] ?? regular].join(' ')
}

/** "1999" as "nineteen ninety nine", "2005" as "two thousand five", "2026" as "twenty twenty six". */
export function year(value: number): string {
  const century = Math.floor(value / 100)
  const rest = value % 100
  if (century % 10 === 0 && rest < 10) return cardinal(value)
  if (rest === 0) return `${cardinal(century)} hundred`
  return `${cardinal(century)} ${rest < 10 ? `oh ${cardinal(rest)}` : cardinal(rest)}`
}

/** "0142" as "zero one four two": how people read codes and telephone numbers to each other. */
export function digits(text: string): string {
  return Array.from(text, digit => small[Number(digit)] ?? '').join(' ')
}
