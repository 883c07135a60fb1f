import { type ReactElement, type ReactNode, useId } from 'react'
import styles from './card.module.css'

/** A titled part of a page: a region with its heading, so that a screen reader can go from one to the next. */
export function Card(props: {
  readonly title: string
  readonly children: ReactNode
  /** Beside the title. */
  readonly aside?: ReactNode
  readonly tone?: 'plain' | 'ringing' | 'talking' | 'wrap-up'
}): ReactElement {
  const id = useId()
  return (
    <section className={styles.card} data-tone={props.tone ?? 'plain'} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>{props.title}</h2>
        {props.aside}
      </header>
      <div className={styles.body}>{props.children}</div>
    </section>
  )
}

/** Names and values, two by two. */
export function Details(props: {
  readonly rows: readonly (readonly [name: string, value: ReactNode])[]
}): ReactElement {
  return (
    <dl className={styles.details}>
      {props.rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
