import { isId, toId } from '#core'
import type { InteractionId } from '#core'

/** The last interaction of a page: the next page begins below it, whatever arrived meanwhile. */
export interface Cursor {
  readonly arrivedSeq: number
  readonly id: InteractionId
}

const shape = /^(\d{1,15})_(.+)$/

/** A cursor as clients carry it. They are not to read it, but may. */
export function printCursor({ arrivedSeq, id }: Cursor): string {
  return `${arrivedSeq}_${id}`
}

/** Reads a cursor back; nothing for what was never one. */
export function parseCursor(text: string): Cursor | undefined {
  const [, seq = '', id = ''] = shape.exec(text) ?? []
  return isId(id) ? { arrivedSeq: Number(seq), id: toId(id) } : undefined
}
