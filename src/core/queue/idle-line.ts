import type { IdlePlace } from '../agent/agent.ts'

/**
 * Those of a queue who may be offered something, in order of choice: the lower rank first, then who
 * has been free longest. An agent joins and leaves one of these in each of its queues with every call,
 * so a line is no row of places but one of numbers, three for each place and side by side: where one
 * stands is found without looking at anybody else, with ten agents or ten thousand.
 *
 *     earlier  [ at since member  at since member … ] [ … ]     last  [ at since member … ]
 */
export interface IdleLine {
  /** The end of the line, and most lines have no more. */
  last: number[]
  /** Of a long line, what stands before, in pieces. */
  readonly earlier: number[][]
  length: number
}

/** The numbers of one place: where it is, since when one is free, and which member of the queue that is. */
const numbersOfPlace = 3
/** Numbers in one piece; a longer one is cut in two. */
const pieceLengthMax = 256 * numbersOfPlace

/**
 * Rank and order of coming are one number, so that two places are compared at once. It is exact up
 * to so many places given out by a tenant, and ranks of a hundred thousand.
 */
const ordersMax = 2 ** 36

/** A line with nobody in it. */
export function newIdleLine(): IdleLine {
  return { last: [], earlier: [], length: 0 }
}

/** A member of the queue joins at the place that rank and time give; of equal ranks, most come last. */
export function joinIdle(line: IdleLine, member: number, rank: number, place: IdlePlace): void {
  const at = placeOf(rank, place.order)
  const piece = pieceFor(line, at)
  line.length += 1
  let index = piece.length
  piece.push(at, place.since, member)
  // Those who stand behind move up by one place.
  for (; index > 0 && (piece[index - numbersOfPlace] ?? at) > at; index -= numbersOfPlace) {
    copyPlace(piece, index - numbersOfPlace, index)
  }
  piece[index] = at
  piece[index + 1] = place.since
  piece[index + 2] = member
  if (piece.length > pieceLengthMax) cut(line, piece)
}

/** Leaves a line; whoever does not stand in it changes nothing. */
export function leaveIdle(line: IdleLine, rank: number, { order }: IdlePlace): void {
  const at = placeOf(rank, order)
  const piece = pieceFor(line, at)
  let index = indexIn(piece, at)
  if (piece[index] !== at) return
  line.length -= 1
  for (; index + numbersOfPlace < piece.length; index += numbersOfPlace) {
    copyPlace(piece, index + numbersOfPlace, index)
  }
  for (let number = 0; number < numbersOfPlace; number += 1) piece.pop()
  if (piece.length === 0 && line.earlier.length > 0) drop(line, piece)
}

/** Hears of one in a line; answers whether nobody further is to be looked at. */
export type LookAtIdle = (member: number, rank: number, since: number) => boolean

/** Goes along a line in its order, from a rank on or from the first; says whether somebody was found. */
export function findIdle(line: IdleLine, found: LookAtIdle, fromRank = -Infinity): boolean {
  const from = placeOf(fromRank, 0)
  if (!isShort(line)) {
    for (const piece of line.earlier) if (findIn(piece, found, from)) return true
  }
  return findIn(line.last, found, from)
}

function findIn(piece: readonly number[], found: LookAtIdle, from: number): boolean {
  for (let index = indexIn(piece, from); index < piece.length; index += numbersOfPlace) {
    const rank = Math.floor((piece[index] ?? 0) / ordersMax)
    if (found(piece[index + 2] ?? 0, rank, piece[index + 1] ?? 0)) return true
  }
  return false
}

function placeOf(rank: number, order: number): number {
  return rank * ordersMax + order
}

function isShort({ last, length }: IdleLine): boolean {
  return last.length === length * numbersOfPlace
}

/** The piece in which a place is, or is to be: the last that does not begin behind it, or the first of all. */
function pieceFor(line: IdleLine, at: number): number[] {
  const { earlier, last } = line
  if (isShort(line) || (last[0] ?? 0) <= at) return last
  let low = 0
  let high = earlier.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((earlier[middle]?.[0] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return earlier[low] ?? last
}

/** Where the first place begins that is not before the one sought. */
function indexIn(piece: readonly number[], at: number): number {
  let low = 0
  let high = piece.length / numbersOfPlace
  while (low < high) {
    const middle = (low + high) >> 1
    if ((piece[middle * numbersOfPlace] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low * numbersOfPlace
}

function copyPlace(piece: number[], from: number, to: number): void {
  for (let number = 0; number < numbersOfPlace; number += 1) {
    piece[to + number] = piece[from + number] ?? 0
  }
}

/** The second half of a piece becomes the next one. */
function cut(line: IdleLine, piece: number[]): void {
  const { earlier, last } = line
  const rest = piece.splice(((pieceLengthMax / numbersOfPlace) >> 1) * numbersOfPlace)
  if (piece === last) {
    earlier.push(piece)
    line.last = rest
  } else {
    earlier.splice(earlier.indexOf(piece) + 1, 0, rest)
  }
}

/** A piece with nobody left in it goes; the line keeps a last one. */
function drop(line: IdleLine, piece: number[]): void {
  const { earlier, last } = line
  if (piece === last) line.last = earlier.pop() ?? last
  else earlier.splice(earlier.indexOf(piece), 1)
}
