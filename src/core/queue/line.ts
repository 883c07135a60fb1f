/**
 * A line of people or interactions in order of service. It is kept as a row of short sorted
 * pieces: joining, leaving and the place of anyone cost about the same with ten in line and with
 * a hundred thousand, and the whole is plain data that a snapshot can hold.
 */
export interface Line<Who extends string> {
  readonly pieces: Place<Who>[][]
  length: number
}

/** A place in a line: the lower rank first, then who came earlier, then the order of coming. */
export interface Place<Who extends string> extends PlaceOrder {
  readonly who: Who
}

/** What decides who stands before whom. */
export interface PlaceOrder {
  readonly rank: number
  readonly since: number
  readonly order: number
}

/** Places in one piece; a longer one is cut in two. */
const pieceLengthMax = 256

/** A line with nobody in it. */
export function newLine<Who extends string>(): Line<Who> {
  return { pieces: [], length: 0 }
}

/** Whether one stands before another. */
export function standsBefore(a: PlaceOrder, b: PlaceOrder): boolean {
  if (a.rank !== b.rank) return a.rank < b.rank
  return a.since < b.since || (a.since === b.since && a.order < b.order)
}

/** Joins a line at the place that rank and time give. */
export function joinLine<Who extends string>(line: Line<Who>, place: Place<Who>): void {
  line.length += 1
  const last = line.pieces.at(-1)
  if (last === undefined) {
    line.pieces.push([place])
    return
  }
  const at = Math.min(pieceFor(line, place), line.pieces.length - 1)
  const piece = line.pieces[at] ?? last
  piece.splice(indexIn(piece, place), 0, place)
  if (piece.length > pieceLengthMax) cut(line, piece, at)
}

/** Leaves a line; whoever does not stand in it changes nothing. */
export function leaveLine<Who extends string>(line: Line<Who>, place: PlaceOrder): void {
  const at = pieceFor(line, place)
  const piece = line.pieces[at]
  if (piece === undefined) return
  const index = indexIn(piece, place)
  if (piece[index]?.order !== place.order) return
  piece.splice(index, 1)
  line.length -= 1
  if (piece.length === 0) line.pieces.splice(at, 1)
  else join(line, piece, at)
}

/** How many stand before a place, plus one. */
export function positionIn<Who extends string>(line: Line<Who>, place: PlaceOrder): number {
  const at = pieceFor(line, place)
  let before = 0
  for (let index = 0; index < at; index += 1) before += line.pieces[index]?.length ?? 0
  const piece = line.pieces[at]
  return before + (piece === undefined ? 0 : indexIn(piece, place)) + 1
}

/** Those in a line in their order, from a place on, or from the first. */
export function* standing<Who extends string>(
  line: Line<Who>,
  from?: PlaceOrder,
): Generator<Place<Who>> {
  const first = from === undefined ? 0 : pieceFor(line, from)
  for (let at = first; at < line.pieces.length; at += 1) {
    const piece = line.pieces[at] ?? []
    const start = from !== undefined && at === first ? indexIn(piece, from) : 0
    for (let index = start; index < piece.length; index += 1) {
      const place = piece[index]
      if (place !== undefined) yield place
    }
  }
}

/** Since when the one has waited who came first of all ranks, or none. */
export function longestSince<Who extends string>(line: Line<Who>): number | undefined {
  let longest: number | undefined
  let [next] = standing(line)
  while (next !== undefined) {
    if (longest === undefined || next.since < longest) longest = next.since
    const nextRank: PlaceOrder = { rank: next.rank, since: Infinity, order: Infinity }
    ;[next] = standing(line, nextRank)
  }
  return longest
}

/** A piece that overflows at the line's end is left full, since that is where lines grow. */
function cut<Who extends string>(line: Line<Who>, piece: Place<Who>[], at: number): void {
  const isLast = at === line.pieces.length - 1
  const keep = isLast ? pieceLengthMax : pieceLengthMax >> 1
  line.pieces.splice(at + 1, 0, piece.splice(keep))
}

/** Two short neighbours become one, so that a line that shrinks does not end as many crumbs. */
function join<Who extends string>(line: Line<Who>, piece: Place<Who>[], at: number): void {
  const next = line.pieces[at + 1]
  if (next === undefined || piece.length + next.length > pieceLengthMax >> 1) return
  piece.push(...next)
  line.pieces.splice(at + 1, 1)
}

/** The first piece whose last place does not stand before the one sought. */
function pieceFor<Who extends string>(line: Line<Who>, place: PlaceOrder): number {
  let low = 0
  let high = line.pieces.length
  while (low < high) {
    const middle = (low + high) >> 1
    const last = line.pieces[middle]?.at(-1)
    if (last !== undefined && standsBefore(last, place)) low = middle + 1
    else high = middle
  }
  return low
}

/** The first index whose place does not stand before the one sought. */
function indexIn(piece: readonly PlaceOrder[], place: PlaceOrder): number {
  let low = 0
  let high = piece.length
  while (low < high) {
    const middle = (low + high) >> 1
    const there = piece[middle]
    if (there !== undefined && standsBefore(there, place)) low = middle + 1
    else high = middle
  }
  return low
}
