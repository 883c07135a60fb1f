import type { QueueRow } from '#contract'
import { memo, type ReactElement } from 'react'
import { leftQueue } from '../model/floor-figures.ts'
import { useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Elapsed } from '../parts/clocks.tsx'
import { type AgentStateName, PresenceDot } from '../parts/presence.tsx'
import { stateOfManyWords } from '../parts/state-words.ts'
import { Cell, Table } from '../parts/table.tsx'
import { clockTime, percent } from '../words/times.ts'
import styles from './board-page.module.css'

/** How many of the queue's agents are in each state; states with nobody are left out. */
function Staffing(props: { readonly agents: QueueRow['agents'] }): ReactElement {
  const words = useWords()
  const { agents } = props
  const counts: readonly (readonly [AgentStateName, number])[] = [
    ['available', agents.available],
    ['reserved', agents.reserved],
    ['talking', agents.talking],
    ['wrap-up', agents.wrapUp],
    ['not-ready', agents.notReady],
  ]
  return (
    <ul className={styles.staffing}>
      {counts
        .filter(([, count]) => count > 0)
        .map(([state, count]) => (
          <li key={state} title={stateOfManyWords(state, words)}>
            <PresenceDot state={state} size={14} />
            <span className={styles.unseen}>{stateOfManyWords(state, words)}</span> {count}
          </li>
        ))}
    </ul>
  )
}

function OpenMark(props: { readonly row: QueueRow }): ReactElement {
  const { row } = props
  return (
    <span className={styles.queueName}>
      <strong>{row.name}</strong>
      <small data-open={row.open}>{row.why}</small>
    </span>
  )
}

/** A share drawn, for whoever compares queues at a glance; the number beside it says the same. */
function Share(props: { readonly of: number; readonly whole: number }): ReactElement {
  const { of, whole } = props
  const share = whole === 0 ? 0 : (100 * of) / whole
  return (
    <span className={styles.share} aria-hidden="true">
      <i style={{ inlineSize: `${share}%` }} />
    </span>
  )
}

const Row = memo(function Row(props: { readonly row: QueueRow }): ReactElement {
  const { row } = props
  const words = useWords().board
  const { answered, answeredInTime, abandoned, waitMsAnswered } = row.today
  return (
    <tr data-alert={(row.alerts ?? []).length > 0}>
      <th scope="row">
        <OpenMark row={row} />
      </th>
      <Cell name={words.waiting} numeric strong={row.waiting > 0}>
        {row.waiting}
      </Cell>
      <Cell name={words.longest} numeric>
        {row.waitingSince === undefined ? '–' : <Elapsed since={row.waitingSince} />}
      </Cell>
      <Cell name={words.agents}>
        <Staffing agents={row.agents} />
      </Cell>
      <Cell name={words.serviceLevel} numeric>
        {percent(answeredInTime, leftQueue(row)) ?? '–'}{' '}
        <small>{words.within(clockTime(row.serviceLevelMs))}</small>
        <Share of={answeredInTime} whole={leftQueue(row)} />
      </Cell>
      <Cell name={words.answered} numeric>
        {answered}
      </Cell>
      <Cell name={words.abandoned} numeric>
        {abandoned}
      </Cell>
      <Cell name={words.averageWait} numeric>
        {answered === 0 ? '–' : clockTime(waitMsAnswered / answered)}
      </Cell>
    </tr>
  )
})

/** Every queue: whether it is open and why, who waits, who serves, and how today went. */
export function QueueTable(props: { readonly queues: readonly QueueRow[] }): ReactElement {
  const words = useWords().board
  return (
    <Card title={words.queues}>
      <Table
        caption={words.queues}
        empty={words.noQueues}
        columns={[
          { name: words.queue },
          { name: words.waiting, numeric: true },
          { name: words.longest, numeric: true },
          { name: words.agents },
          { name: words.serviceLevel, numeric: true },
          { name: words.answered, numeric: true },
          { name: words.abandoned, numeric: true },
          { name: words.averageWait, numeric: true },
        ]}
      >
        {props.queues.map(row => (
          <Row key={row.id} row={row} />
        ))}
      </Table>
      {props.queues.length > 0 && <p className={styles.note}>{words.serviceLevelNote}</p>}
    </Card>
  )
}
