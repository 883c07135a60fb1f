import type { LiveInteractionRow } from '#contract'
import { EyeRegular } from '@fluentui/react-icons'
import { memo, type ReactElement } from 'react'
import { Link } from 'wouter'
import { ActionMenu } from '../parts/action-menu.tsx'
import { useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Elapsed } from '../parts/clocks.tsx'
import { customerName } from '../parts/customer.tsx'
import { LongTable } from '../parts/long-table.tsx'
import { Cell } from '../parts/table.tsx'
import type { Words } from '../words/catalog.ts'
import styles from './board-page.module.css'
import { type FloorHands, interactionActions } from './floor-actions.ts'

/** The names of what a row knows by id. */
export interface BoardNames {
  readonly queues: ReadonlyMap<string, string>
  readonly agents: ReadonlyMap<string, string>
}

/** Where in its course an interaction is: with whom, else in which queue, else at which step. */
function place(row: LiveInteractionRow, names: BoardNames): string {
  if (row.agent !== undefined) return names.agents.get(row.agent) ?? row.agent
  if (row.queue !== undefined) return names.queues.get(row.queue) ?? row.queue
  return row.stepLabel ?? row.step ?? ''
}

/** A phase in words that are true of a task too: it does not ring, and nobody talks. */
function phaseWords({ phase, channel }: LiveInteractionRow, words: Words['board']): string {
  const isTask = channel === 'task' && (phase === 'offered' || phase === 'talking')
  return isTask ? words.taskPhases[phase] : words.phases[phase]
}

/** Where it is, its rank while it waits, and whoever listens. */
function Whereabouts(props: {
  readonly row: LiveInteractionRow
  readonly names: BoardNames
}): ReactElement {
  const { row } = props
  const words = useWords()
  return (
    <>
      <span className={styles.phase} data-phase={row.phase}>
        {phaseWords(row, words.board)}
      </span>{' '}
      <small>{place(row, props.names)}</small>
      {row.phase === 'waiting' && row.priority !== undefined && (
        <small> · {words.floor.priorityIs(row.priority)}</small>
      )}
      {row.returned === true && <small> · {words.floor.returned}</small>}
      {row.monitor !== undefined && (
        <small className={styles.monitored}>
          {' '}
          <EyeRegular aria-hidden="true" /> {row.monitor.supervisor.name}
        </small>
      )}
    </>
  )
}

const Row = memo(function Row(props: {
  readonly row: LiveInteractionRow
  readonly index: number
  readonly names: BoardNames
  readonly hands: FloorHands | undefined
}): ReactElement {
  const { row, hands } = props
  const words = useWords()
  const name = customerName(row.customer, words.customer)
  return (
    <tr aria-rowindex={props.index + 2}>
      <th scope="row">
        <Link href={`/interactions/${row.id}`}>{name}</Link>
      </th>
      <Cell name={words.board.where}>
        <Whereabouts row={row} names={props.names} />
      </Cell>
      <Cell name={words.board.since} numeric>
        <Elapsed since={row.since} />
      </Cell>
      <Cell name={words.board.age} numeric>
        <Elapsed since={row.arrivedAt} />
      </Cell>
      {hands !== undefined && (
        <td className={styles.actions}>
          <ActionMenu
            label={words.floor.actionsFor(name)}
            actions={() => interactionActions(row, name, { hands, words: words.floor })}
          />
        </td>
      )}
    </tr>
  )
})

/** The interactions that live now: who, where in its course, for how long, and what can be done. */
export function UnderWayTable(props: {
  readonly interactions: readonly LiveInteractionRow[]
  readonly names: BoardNames
  readonly isFiltered: boolean
  readonly hands: FloorHands | undefined
}): ReactElement {
  const { board: words, floor } = useWords()
  const { interactions, hands, names } = props
  const actions = hands === undefined ? [] : [{ name: floor.actions, isUnseen: true }]
  return (
    <Card
      title={words.interactions}
      aside={<span className={styles.count}>{interactions.length}</span>}
    >
      <LongTable
        caption={words.interactions}
        empty={props.isFiltered ? words.noMatch : words.noInteractions}
        columns={[
          { name: words.customer },
          { name: words.where },
          { name: words.since, numeric: true },
          { name: words.age, numeric: true },
          ...actions,
        ]}
        rows={interactions}
      >
        {(row, index) => <Row key={row.id} row={row} index={index} names={names} hands={hands} />}
      </LongTable>
    </Card>
  )
}
