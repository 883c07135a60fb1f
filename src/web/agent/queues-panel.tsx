import type { DeskView } from '#contract'
import type { ReactElement } from 'react'
import { useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import styles from './desk-page.module.css'

/** The queues the agent serves, and how many wait in each. */
export function QueuesPanel(props: { readonly queues: DeskView['queues'] }): ReactElement {
  const words = useWords()
  return (
    <Card title={words.desk.queues}>
      {props.queues.length === 0 ? (
        <p className={styles.quiet}>{words.desk.noQueues}</p>
      ) : (
        <ul className={styles.queues}>
          {props.queues.map(queue => (
            <li key={queue.id}>
              <span>{queue.name}</span>
              <span className={styles.waiting} data-some={queue.waiting > 0}>
                {queue.waiting > 0 ? words.desk.waiting(queue.waiting) : words.desk.nobodyWaiting}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
