import type { InteractionRow } from '#contract'
import { type ReactElement, useEffect } from 'react'
import { Link } from 'wouter'
import { useLanguage, useModel, useSource, useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { customerName } from '../parts/customer.tsx'
import { clockTime, shortMoment } from '../words/times.ts'
import styles from './desk-page.module.css'

/** How many of the last calls stand under the work. */
const shownMax = 6

function RecentCall(props: { readonly row: InteractionRow }): ReactElement {
  const { row } = props
  const words = useWords()
  const language = useLanguage()
  const { now } = useModel()
  return (
    <li>
      <Link href={`/interactions/${row.id}`}>{customerName(row.customer, words.customer)}</Link>
      <span className={styles.quiet}>{row.queue?.name}</span>
      <span className={styles.quiet}>{row.disposition?.name}</span>
      <span className={styles.time}>{row.talkMs === undefined ? '' : clockTime(row.talkMs)}</span>
      <time dateTime={new Date(row.arrivedAt).toISOString()}>
        {shortMoment(row.arrivedAt, now.get(), language)}
      </time>
    </li>
  )
}

/** The agent's last calls, to go back to; asked for again each time it is mounted. */
export function RecentCalls(props: { readonly agent: string }): ReactElement | undefined {
  const words = useWords()
  const { interactions } = useModel()
  const { rows } = useSource(interactions)
  const { agent } = props
  useEffect(() => {
    void interactions.reload(`agent=${encodeURIComponent(agent)}`)
  }, [interactions, agent])
  const own = rows.filter(row => row.endedAt !== undefined)
  if (own.length === 0) return undefined
  return (
    <Card title={words.desk.recent}>
      <ul className={styles.recent}>
        {own.slice(0, shownMax).map(row => (
          <RecentCall key={row.id} row={row} />
        ))}
      </ul>
    </Card>
  )
}
