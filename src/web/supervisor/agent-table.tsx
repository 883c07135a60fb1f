import type { AgentRow } from '#contract'
import { memo, type ReactElement } from 'react'
import { Link } from 'wouter'
import { ActionMenu } from '../parts/action-menu.tsx'
import { useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Elapsed } from '../parts/clocks.tsx'
import { LongTable } from '../parts/long-table.tsx'
import { PresenceDot } from '../parts/presence.tsx'
import { stateWords } from '../parts/state-words.ts'
import { Cell } from '../parts/table.tsx'
import styles from './board-page.module.css'
import { agentActions, type FloorHands } from './floor-actions.ts'

/** What Parley decided of the agent, and where the agent is at work, the way there. */
function StateName(props: { readonly row: AgentRow }): ReactElement {
  const { row } = props
  const words = useWords()
  const name = (
    <span className={styles.stateName}>
      <PresenceDot state={row.state} />
      <span>
        {stateWords(row, words)}
        {row.state === 'not-ready' && row.reason !== undefined && <small> {row.reason}</small>}
      </span>
    </span>
  )
  if (row.interaction === undefined) return name
  return <Link href={`/interactions/${row.interaction}`}>{name}</Link>
}

/** What Teams says of the person, and the phone of itself; nothing where neither is known. */
function Reach(props: { readonly row: AgentRow }): ReactElement {
  const { presence, device } = props.row
  const words = useWords()
  return (
    <span data-unreachable={device === 'unreachable'} className={styles.reach}>
      {presence === undefined ? '' : words.presences[presence]}
      {device !== undefined && <small> {words.devices[device]}</small>}
    </span>
  )
}

const Row = memo(function Row(props: {
  readonly row: AgentRow
  readonly index: number
  readonly queueNames: ReadonlyMap<string, string>
  readonly hands: FloorHands | undefined
}): ReactElement {
  const { row, hands } = props
  const words = useWords()
  return (
    <tr data-dim={row.state === 'signed-out'} aria-rowindex={props.index + 2}>
      <th scope="row">
        {hands === undefined ? row.name : <Link href={`/agents/${row.id}`}>{row.name}</Link>}
      </th>
      <Cell name={words.board.state}>
        <StateName row={row} />
      </Cell>
      <Cell name={words.board.since} numeric>
        {row.state === 'signed-out' ? '–' : <Elapsed since={row.since} />}
      </Cell>
      <Cell name={words.floor.load} numeric>
        {row.load === undefined ? '–' : `${row.load.used} / ${row.load.of}`}
      </Cell>
      <Cell name={words.floor.reach}>
        <Reach row={row} />
      </Cell>
      <Cell name={words.board.serves}>
        {row.queues.map(queue => props.queueNames.get(queue) ?? queue).join(', ')}
      </Cell>
      {hands !== undefined && (
        <td className={styles.actions}>
          <ActionMenu
            label={words.floor.actionsFor(row.name)}
            actions={() => agentActions(row, { hands, words: words.floor })}
          />
        </td>
      )}
    </tr>
  )
})

/** Every agent: the state, for how long, the load, the phone, and what can be done. */
export function AgentTable(props: {
  readonly agents: readonly AgentRow[]
  readonly queueNames: ReadonlyMap<string, string>
  readonly isFiltered: boolean
  readonly hands: FloorHands | undefined
}): ReactElement {
  const { board: words, floor } = useWords()
  const { hands, queueNames } = props
  const actions = hands === undefined ? [] : [{ name: floor.actions, isUnseen: true }]
  return (
    <Card title={words.agents} aside={<span className={styles.count}>{props.agents.length}</span>}>
      <LongTable
        caption={words.agents}
        empty={props.isFiltered ? words.noMatch : words.noAgents}
        columns={[
          { name: words.agent },
          { name: words.state },
          { name: words.since, numeric: true },
          { name: floor.load, numeric: true },
          { name: floor.reach },
          { name: words.serves },
          ...actions,
        ]}
        rows={props.agents}
      >
        {(row, index) => (
          <Row key={row.id} row={row} index={index} queueNames={queueNames} hands={hands} />
        )}
      </LongTable>
    </Card>
  )
}
