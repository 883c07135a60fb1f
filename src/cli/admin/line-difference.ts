/** One line of a difference; `…` stands for lines that are the same. */
export interface DifferentLine {
  readonly sign: ' ' | '+' | '-' | '…'
  readonly text: string
}

/** Lines shown around a change. */
const contextLines = 2
/** Larger texts than this many pairs of lines are told as a whole gone and a whole come. */
const pairsMax = 4_000_000

/** What is different between two texts, line by line, with a little of what is around it. */
export function lineDifference(before: string, after: string): readonly DifferentLine[] {
  const [old, now] = [linesOf(before), linesOf(after)]
  let head = 0
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head += 1
  let tail = 0
  while (
    tail < Math.min(old.length, now.length) - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  ) {
    tail += 1
  }
  return folded([
    ...same(old.slice(0, head)),
    ...between(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...same(old.slice(old.length - tail)),
  ])
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function same(lines: readonly string[]): readonly DifferentLine[] {
  return lines.map(text => ({ sign: ' ', text }))
}

/** Walks both texts along their longest common subsequence. */
function between(old: readonly string[], now: readonly string[]): readonly DifferentLine[] {
  const gone = old.map((text): DifferentLine => ({ sign: '-', text }))
  const come = now.map((text): DifferentLine => ({ sign: '+', text }))
  if (old.length * now.length > pairsMax) return [...gone, ...come]
  const common = commonLengths(old, now)
  const lines: DifferentLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      lines.push({ sign: ' ', text: old[i] ?? '' })
      i += 1
      j += 1
    } else if (common(i + 1, j) >= common(i, j + 1)) {
      lines.push(...gone.slice(i, i + 1))
      i += 1
    } else {
      lines.push(...come.slice(j, j + 1))
      j += 1
    }
  }
  return [...lines, ...gone.slice(i), ...come.slice(j)]
}

/** How many lines two texts have in common from each pair of places on. */
function commonLengths(
  old: readonly string[],
  now: readonly string[],
): (i: number, j: number) => number {
  const width = now.length + 1
  const lengths = new Uint32Array((old.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  return at
}

/** Long runs of equal lines become one sign. */
function folded(lines: readonly DifferentLine[]): readonly DifferentLine[] {
  const near = new Set<number>()
  for (const [index, { sign }] of lines.entries()) {
    if (sign === ' ') continue
    for (let by = -contextLines; by <= contextLines; by += 1) near.add(index + by)
  }
  return lines.flatMap((line, index): readonly DifferentLine[] => {
    if (near.has(index)) return [line]
    return near.has(index - 1) || (index === 0 && near.size > 0) ? [{ sign: '…', text: '' }] : []
  })
}
