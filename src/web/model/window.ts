/** Rows drawn above and below what is seen, so that a turn of the wheel finds them there. */
export const overscan = 12

/** The window moves in steps of so many rows: a scroll of a few pixels draws nothing. */
export const windowStep = 6

/** Which rows of a long list are drawn. */
export interface RowWindow {
  readonly from: number
  readonly to: number
}

/** The rows to draw for a place in the list. */
export function windowAt(of: {
  readonly scrolled: number
  readonly height: number
  readonly rowHeight: number
  readonly count: number
}): RowWindow {
  const first = Math.floor(of.scrolled / of.rowHeight) - overscan
  const from = Math.max(0, Math.floor(first / windowStep) * windowStep)
  const seen = Math.ceil(of.height / of.rowHeight)
  const to = Math.min(of.count, from + seen + 2 * overscan + windowStep)
  return { from: Math.min(from, Math.max(0, of.count - 1)), to }
}
