import type { InteractionRow } from '#contract'
import { webCustomer } from '#core'
import { type ReactElement, useMemo } from 'react'
import { Link } from 'wouter'
import { useLanguage, useModel, useSource, useWords } from '../parts/app-context.ts'
import { outcomeName } from '../parts/outcome.ts'
import { shortMoment } from '../words/times.ts'
import styles from './earlier-contacts.module.css'

function Contact(props: { readonly row: InteractionRow }): ReactElement {
  const { row } = props
  const words = useWords()
  const language = useLanguage()
  const { now } = useModel()
  const ended = row.disposition?.name ?? outcomeName(row.outcome, words)
  return (
    <li>
      <Link href={`/interactions/${row.id}`}>
        {shortMoment(row.arrivedAt, now.get(), language)}
      </Link>
      <span>{row.queue?.name}</span>
      <span>{row.agent?.name}</span>
      <span>{ended}</span>
    </li>
  )
}

function Contacts(props: { readonly address: string; readonly without: string }): ReactElement {
  const words = useWords().offer
  const { earlier } = useModel()
  const { address, without } = props
  const source = useMemo(() => earlier({ address, without }), [earlier, address, without])
  const found = useSource(source)
  switch (found.kind) {
    case 'loading':
      return <p className={styles.quiet}>{words.earlierLoading}</p>
    case 'failed':
      return <p className={styles.quiet}>{words.earlierFailed}</p>
    case 'ready':
      if (found.rows.length === 0) return <p className={styles.quiet}>{words.earlierNone}</p>
      return (
        <ul className={styles.contacts}>
          {found.rows.map(row => (
            <Contact key={row.id} row={row} />
          ))}
        </ul>
      )
  }
}

/** What there was with this customer before: when, with whom, and how it ended. */
export function EarlierContacts(props: {
  readonly address: string
  readonly without: string
}): ReactElement {
  const words = useWords().offer
  return (
    <section className={styles.section} aria-label={words.earlier}>
      <h3>{words.earlier}</h3>
      {props.address === 'anonymous' && <p className={styles.quiet}>{words.earlierAnonymous}</p>}
      {props.address === webCustomer && <p className={styles.quiet}>{words.earlierWeb}</p>}
      {props.address !== 'anonymous' && props.address !== webCustomer && (
        <Contacts address={props.address} without={props.without} />
      )}
    </section>
  )
}
