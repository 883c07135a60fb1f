import type { AgentRow } from '#contract'
import { memo, type ReactElement } from 'react'
import { Link } from 'wouter'
import { useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Elapsed } from '../parts/clocks.tsx'
import { PresenceDot } from '../parts/presence.tsx'
import { Cell, Table } from '../parts/table.tsx'
import styles from './board-page.module.css'

const Row = memo(function Row(props: {
  readonly row: AgentRow
  readonly queueNames: ReadonlyMap<string, string>
}): ReactElement {
  const { row } = props
  const words = useWords()
  const state = (
    <span className={styles.stateName}>
      <PresenceDot state={row.state} />
      <span>
        {words.states[row.state]}
        {row.state === 'not-ready' && row.reason !== undefined && <small> {row.reason}</small>}
      </span>
    </span>
  )
  return (
    <tr data-dim={row.state === 'signed-out'}>
      <th scope="row">{row.name}</th>
      <Cell name={words.board.state}>
        {row.interaction === undefined ? (
          state
        ) : (
          <Link href={`/interactions/${row.interaction}`}>{state}</Link>
        )}
      </Cell>
      <Cell name={words.board.since} numeric>
        {row.state === 'signed-out' ? '–' : <Elapsed since={row.since} />}
      </Cell>
      <Cell name={words.board.serves}>
        {row.queues.map(queue => props.queueNames.get(queue) ?? queue).join(', ')}
      </Cell>
    </tr>
  )
})

/** Every agent: the state, for how long, and what for. */
export function AgentTable(props: {
  readonly agents: readonly AgentRow[]
  readonly queueNames: ReadonlyMap<string, string>
  readonly isFiltered: boolean
}): ReactElement {
  const words = useWords().board
  return (
    <Card title={words.agents} aside={<span className={styles.count}>{props.agents.length}</span>}>
      <Table
        caption={words.agents}
        empty={props.isFiltered ? words.noMatch : words.noAgents}
        columns={[
          { name: words.agent },
          { name: words.state },
          { name: words.since, numeric: true },
          { name: words.serves },
        ]}
      >
        {props.agents.map(row => (
          <Row key={row.id} row={row} queueNames={props.queueNames} />
        ))}
      </Table>
    </Card>
  )
}
