import { type ReactElement, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { type RowWindow, windowAt } from '../model/window.ts'
import { type Column, Table } from './table.tsx'
import styles from './table.module.css'

/** Up to so many rows are simply drawn; longer lists scroll in a window of their own. */
export const windowedFrom = 60

/** Every row of a long list is of one height, in pixels; as a card it has more. */
const rowHeights = { row: 45, card: 168 }

/** Below this width a table of few or of many columns becomes cards, as its style says. */
function isCards(width: number, columns: number): boolean {
  return width <= (columns > 5 ? 720 : 460)
}

interface Place {
  readonly window: RowWindow
  readonly rowHeight: number
}

function placeIn(box: HTMLElement | null, count: number, columns: number): Place {
  const rowHeight = isCards(box?.clientWidth ?? 1000, columns) ? rowHeights.card : rowHeights.row
  const window = windowAt({
    scrolled: box?.scrollTop ?? 0,
    height: box?.clientHeight ?? 600,
    rowHeight,
    count,
  })
  return { window, rowHeight }
}

/** Follows the scrolling; only another window draws anything. */
function usePlace(box: RefObject<HTMLElement | null>, count: number, columns: number): Place {
  const [place, setPlace] = useState(() => placeIn(null, count, columns))
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return undefined
    function look(): void {
      const next = placeIn(element, count, columns)
      setPlace(now =>
        now.window.from === next.window.from &&
        now.window.to === next.window.to &&
        now.rowHeight === next.rowHeight
          ? now
          : next,
      )
    }
    look()
    const resized = new ResizeObserver(look)
    resized.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      resized.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [box, count, columns])
  return place
}

function Spacer(props: { readonly height: number; readonly columns: number }): ReactElement | null {
  if (props.height <= 0) return null
  return (
    <tr className={styles.spacer} aria-hidden="true">
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- It takes up room and holds nothing. */}
      <td colSpan={props.columns} style={{ blockSize: props.height }} />
    </tr>
  )
}

interface LongTableProps<Row> {
  readonly caption: string
  readonly columns: readonly Column[]
  readonly empty: string
  readonly rows: readonly Row[]
  /** Draws one row; `index` counts from 0 in the whole list. */
  readonly children: (row: Row, index: number) => ReactElement
}

function Windowed<Row>(props: LongTableProps<Row>): ReactElement {
  const { rows, columns } = props
  const box = useRef<HTMLDivElement>(null)
  const { window, rowHeight } = usePlace(box, rows.length, columns.length)
  const shown = rows.slice(window.from, window.to)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- What scrolls must be reachable by keyboard; the card around it is the region of this name, and a fieldset is laid out otherwise.
    <div ref={box} className={styles.scroller} role="group" aria-label={props.caption} tabIndex={0}>
      <Table {...props} rowCount={rows.length}>
        <Spacer height={window.from * rowHeight} columns={columns.length} />
        {shown.map((row, at) => props.children(row, window.from + at))}
        <Spacer height={(rows.length - window.to) * rowHeight} columns={columns.length} />
      </Table>
    </div>
  )
}

/** A table of any length: only the rows near those that are seen are in the page. */
export function LongTable<Row>(props: LongTableProps<Row>): ReactElement {
  if (props.rows.length > windowedFrom) return <Windowed {...props} />
  return <Table {...props}>{props.rows.map((row, index) => props.children(row, index))}</Table>
}
