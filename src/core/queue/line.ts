/**
 * A line of people or interactions in order of service. It is kept as a row of short sorted
 * pieces: joining, leaving and the place of anyone cost about the same with ten in line and with
 * a hundred thousand, and the whole is plain data that a snapshot can hold.
 */
export interface Line<P extends PlaceOrder> {
  readonly pieces: P[][]
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
export function newLine<P extends PlaceOrder>(): Line<P> {
  return { pieces: [], length: 0 }
}

/** Whether one stands before another. */
export function standsBefore(a: PlaceOrder, b: PlaceOrder): boolean {
  if (a.rank !== b.rank) return a.rank < b.rank
  return a.since < b.since || (a.since === b.since && a.order < b.order)
}

/** Joins a line at the place that rank and time give; most come last. */
export function joinLine<P extends PlaceOrder>(line: Line<P>, place: P): void {
  line.length += 1
  const { pieces } = line
  const last = pieces.at(-1)
  const hindmost = last?.at(-1)
  if (last === undefined || hindmost === undefined) {
    pieces.push([place])
    return
  }
  if (standsBefore(hindmost, place)) {
    last.push(place)
    if (last.length > pieceLengthMax) cut(line, last, pieces.length - 1)
    return
  }
  const at = pieceFor(line, place)
  const piece = pieces[at] ?? last
  piece.splice(indexIn(piece, place), 0, place)
  if (piece.length > pieceLengthMax) cut(line, piece, at)
}

/** Leaves a line; whoever does not stand in it changes nothing. */
export function leaveLine<P extends PlaceOrder>(line: Line<P>, place: PlaceOrder): void {
  if (line.length === 0) return
  const at = pieceFor(line, place)
  const piece = line.pieces[at]
  if (piece === undefined) return
  const index = indexIn(piece, place)
  if (piece[index]?.order === place.order) takeOut(line, piece, { at, index })
}

function takeOut<P extends PlaceOrder>(
  line: Line<P>,
  piece: P[],
  { at, index }: { readonly at: number; readonly index: number },
): void {
  piece.splice(index, 1)
  line.length -= 1
  if (piece.length === 0) line.pieces.splice(at, 1)
  else join(line, piece, at)
}

/** How many stand before a place, plus one. */
export function positionIn<P extends PlaceOrder>(line: Line<P>, place: PlaceOrder): number {
  const at = pieceFor(line, place)
  let before = 0
  for (let index = 0; index < at; index += 1) before += line.pieces[index]?.length ?? 0
  const piece = line.pieces[at]
  return before + (piece === undefined ? 0 : indexIn(piece, place)) + 1
}

/** Those in a line in their order, from a place on, or from the first. */
export function* standing<P extends PlaceOrder>(line: Line<P>, from?: PlaceOrder): Generator<P> {
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

/** Goes along a line from its first until somebody was found; the same as `standing`, and quicker. */
export function findStanding<P extends PlaceOrder>(
  line: Line<P>,
  found: (place: P) => boolean,
): P | undefined {
  for (const piece of line.pieces) {
    for (const place of piece) if (found(place)) return place
  }
  return undefined
}

/** Since when the one has waited who came first of all ranks, or none. */
export function longestSince<P extends PlaceOrder>(line: Line<P>): number | undefined {
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
function cut<P extends PlaceOrder>(line: Line<P>, piece: P[], at: number): void {
  const isLast = at === line.pieces.length - 1
  const keep = isLast ? pieceLengthMax : pieceLengthMax >> 1
  line.pieces.splice(at + 1, 0, piece.splice(keep))
}

/** Two short neighbours become one, so that a line that shrinks does not end as many crumbs. */
function join<P extends PlaceOrder>(line: Line<P>, piece: P[], at: number): void {
  const next = line.pieces[at + 1]
  if (next === undefined || piece.length + next.length > pieceLengthMax >> 1) return
  piece.push(...next)
  line.pieces.splice(at + 1, 1)
}

/** The first piece whose last place does not stand before the one sought. */
function pieceFor<P extends PlaceOrder>(line: Line<P>, place: PlaceOrder): number {
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
