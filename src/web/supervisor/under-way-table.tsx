import type { LiveInteractionRow } from '#contract'
import { memo, type ReactElement } from 'react'
import { Link } from 'wouter'
import { useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Elapsed } from '../parts/clocks.tsx'
import { customerName } from '../parts/customer.tsx'
import { Cell, Table } from '../parts/table.tsx'
import styles from './board-page.module.css'

/** The names of what a row knows by id. */
export interface BoardNames {
  readonly queues: ReadonlyMap<string, string>
  readonly agents: ReadonlyMap<string, string>
}

/** Where in its course an interaction is: with whom, else in which queue, else at which step. */
function place(row: LiveInteractionRow, names: BoardNames): string {
  if (row.agent !== undefined) return names.agents.get(row.agent) ?? row.agent
  if (row.queue !== undefined) return names.queues.get(row.queue) ?? row.queue
  return row.step ?? ''
}

const Row = memo(function Row(props: {
  readonly row: LiveInteractionRow
  readonly names: BoardNames
}): ReactElement {
  const { row } = props
  const words = useWords()
  return (
    <tr>
      <th scope="row">
        <Link href={`/interactions/${row.id}`}>
          {customerName(row.customer, words.customer.anonymous)}
        </Link>
      </th>
      <Cell name={words.board.where}>
        <span className={styles.phase} data-phase={row.phase}>
          {words.board.phases[row.phase]}
        </span>{' '}
        <small>{place(row, props.names)}</small>
      </Cell>
      <Cell name={words.board.since} numeric>
        <Elapsed since={row.since} />
      </Cell>
      <Cell name={words.board.age} numeric>
        <Elapsed since={row.arrivedAt} />
      </Cell>
    </tr>
  )
})

/** The interactions that live now: who, where in its course, and for how long. */
export function UnderWayTable(props: {
  readonly interactions: readonly LiveInteractionRow[]
  readonly names: BoardNames
  readonly isFiltered: boolean
}): ReactElement {
  const words = useWords().board
  const { interactions } = props
  return (
    <Card
      title={words.interactions}
      aside={<span className={styles.count}>{interactions.length}</span>}
    >
      <Table
        caption={words.interactions}
        empty={props.isFiltered ? words.noMatch : words.noInteractions}
        columns={[
          { name: words.customer },
          { name: words.where },
          { name: words.since, numeric: true },
          { name: words.age, numeric: true },
        ]}
      >
        {interactions.map(row => (
          <Row key={row.id} row={row} names={props.names} />
        ))}
      </Table>
    </Card>
  )
}
