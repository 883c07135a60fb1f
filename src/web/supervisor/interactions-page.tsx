import type { InteractionRow } from '#contract'
import { Button } from '@fluentui/react-components'
import { ArrowClockwiseRegular, RecordRegular } from '@fluentui/react-icons'
import { memo, type ReactElement, useEffect } from 'react'
import { Link, useSearch } from 'wouter'
import { useLanguage, useModel, useSource, useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { customerName } from '../parts/customer.tsx'
import { outcomeName } from '../parts/outcome.ts'
import { Loading } from '../parts/screen-gate.tsx'
import { Cell, Table } from '../parts/table.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { clockTime, shortMoment } from '../words/times.ts'
import styles from './board-page.module.css'

const Row = memo(function Row(props: { readonly row: InteractionRow }): ReactElement {
  const { row } = props
  const words = useWords()
  const language = useLanguage()
  const { now } = useModel()
  const span = (ms: number | undefined): string =>
    ms === undefined ? words.list.nobody : clockTime(ms)
  return (
    <tr>
      <th scope="row">
        <Link href={`/interactions/${row.id}`}>{customerName(row.customer, words.customer)}</Link>
      </th>
      <Cell name={words.list.arrived}>{shortMoment(row.arrivedAt, now.get(), language)}</Cell>
      <Cell name={words.list.queue}>{row.queue?.name ?? words.list.nobody}</Cell>
      <Cell name={words.list.agent}>{row.agent?.name ?? words.list.nobody}</Cell>
      <Cell name={words.list.waited} numeric>
        {span(row.waitedMs)}
      </Cell>
      <Cell name={words.list.talked} numeric>
        {span(row.talkMs)}
      </Cell>
      <Cell name={words.list.ended}>
        {outcomeName(row.outcome, words)}
        {row.disposition !== undefined && <small> {row.disposition.name}</small>}
      </Cell>
      <Cell name={words.list.recording}>
        {row.recorded ? <RecordRegular aria-label={words.list.recorded} /> : words.list.nobody}
      </Cell>
    </tr>
  )
})

function Rows(props: { readonly rows: readonly InteractionRow[] }): ReactElement {
  const words = useWords().list
  return (
    <Table
      caption={words.title}
      empty={words.empty}
      columns={[
        { name: words.customer },
        { name: words.arrived },
        { name: words.queue },
        { name: words.agent },
        { name: words.waited, numeric: true },
        { name: words.talked, numeric: true },
        { name: words.ended },
        { name: words.recording },
      ]}
    >
      {props.rows.map(row => (
        <Row key={row.id} row={row} />
      ))}
    </Table>
  )
}

/** Interactions past and present, newest first, a page at a time. */
export function InteractionsPage(): ReactElement {
  const { interactions } = useModel()
  const words = useWords().list
  const { rows, next, state, trouble } = useSource(interactions)
  // Asked for as `?came=answered`, the list is of what that figure counts.
  const behind = useSearch()
  useEffect(() => void interactions.reload(behind), [interactions, behind])
  const isFirst = rows.length === 0 && state === 'loading'
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{words.title}</h1>
        <Button icon={<ArrowClockwiseRegular />} onClick={() => void interactions.reload(behind)}>
          {words.refresh}
        </Button>
      </header>
      {trouble !== undefined && (
        <TroubleNote trouble={trouble} onRetry={() => void interactions.more()} />
      )}
      {isFirst && <Loading slow={false} />}
      {!isFirst && (trouble === undefined || rows.length > 0) && (
        <Card title={words.newest}>
          <Rows rows={rows} />
          {next !== undefined && (
            <Button
              className={styles.more ?? ''}
              aria-busy={state === 'loading'}
              onClick={() => void interactions.more()}
            >
              {words.more}
            </Button>
          )}
        </Card>
      )}
    </div>
  )
}
