import type { Test } from './flow.ts'

/** Whether a test holds of a value. */
export function holds(test: Test, value: string | undefined): boolean {
  if (test.kind === 'known') return (value !== undefined && value !== '') === test.known
  if (value === undefined) return false
  switch (test.kind) {
    case 'is':
      return value === test.text
    case 'one-of':
      return test.texts.includes(value)
    case 'starts-with':
      return value.startsWith(test.text)
    case 'above':
      return compare(value, test.than) > 0
    case 'below':
      return compare(value, test.than) < 0
  }
}

const numberShape = /^-?\d+(\.\d+)?$/

function compare(a: string, b: string): number {
  if (numberShape.test(a) && numberShape.test(b)) return Number(a) - Number(b)
  return a < b ? -1 : Number(a > b)
}
