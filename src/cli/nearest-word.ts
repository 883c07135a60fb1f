/**
 * The word of a list that was probably meant, or nothing if none is near: a third of the letters
 * may be wrong, where two neighbours in the wrong order count as one mistake.
 */
export function nearestWord(written: string, known: readonly string[]): string | undefined {
  const mistakesMax = Math.max(1, Math.floor(written.length / 3))
  const ranked = known
    .filter(word => Math.abs(word.length - written.length) <= mistakesMax)
    .map(word => ({ word, mistakes: mistakesBetween(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ mistakes }) => mistakes <= mistakesMax)
    .toSorted((one, other) => one.mistakes - other.mistakes)
  return ranked[0]?.word
}

/** Longer words are not compared: nobody means a word of this length by accident. */
const wordLengthMax = 80

/** The optimal string alignment distance: inserted, left out, changed, or swapped with a neighbour. */
function mistakesBetween(one: string, other: string): number {
  if (one.length > wordLengthMax || other.length > wordLengthMax) return Number.POSITIVE_INFINITY
  const table = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  const cell = (row: number, column: number): number =>
    table[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let row = 1; row <= one.length; row += 1) {
    table[row] = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1]
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const leftOut = cell(row - 1, column) + 1
      const inserted = cell(row, column - 1) + 1
      const changed = cell(row - 1, column - 1) + (same ? 0 : 1)
      const swap = swapped ? cell(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY
      table[row]?.push(Math.min(leftOut, inserted, changed, swap))
    }
  }
  return cell(one.length, other.length)
}
