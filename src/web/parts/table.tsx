import { Children, type ReactElement, type ReactNode } from 'react'
import styles from './table.module.css'

/** A column's head; numbers stand at its end, so that their places line up. */
export interface Column {
  readonly name: string
  readonly numeric?: boolean
  /** Told to a screen reader alone: the column of a row's actions needs no head for the eye. */
  readonly isUnseen?: boolean
}

/**
 * A table that becomes a list of cards where there is no room for columns: then each cell says its
 * column's name itself. Rows outside the view are not laid out, so thousands scroll smoothly.
 */
export function Table(props: {
  readonly caption: string
  readonly columns: readonly Column[]
  readonly empty: string
  readonly children: ReactNode
  /** How many rows there are, where only some of them are drawn. */
  readonly rowCount?: number
}): ReactElement {
  if (Children.count(props.children) === 0) return <p className={styles.empty}>{props.empty}</p>
  return (
    <table
      className={styles.table}
      data-wide={props.columns.length > 5}
      {...(props.rowCount === undefined ? {} : { 'aria-rowcount': props.rowCount + 1 })}
    >
      <caption>{props.caption}</caption>
      <thead>
        <tr>
          {props.columns.map(column => (
            <th key={column.name} scope="col" data-numeric={column.numeric === true}>
              {column.isUnseen === true ? (
                <span className={styles.unseen}>{column.name}</span>
              ) : (
                column.name
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{props.children}</tbody>
    </table>
  )
}

/** One cell, with the name of its column for the narrow page. */
export function Cell(props: {
  readonly name: string
  readonly numeric?: boolean
  readonly strong?: boolean
  readonly children: ReactNode
}): ReactElement {
  return (
    <td
      data-name={props.name}
      data-numeric={props.numeric === true}
      data-strong={props.strong === true}
    >
      {props.children}
    </td>
  )
}
