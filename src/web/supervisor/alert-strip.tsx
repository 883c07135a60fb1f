import type { BoardView } from '#contract'
import { WarningRegular } from '@fluentui/react-icons'
import { type ReactElement, useEffect, useState } from 'react'
import { createTelling, raisedAlerts } from '../model/raised-alerts.ts'
import { useWords } from '../parts/app-context.ts'
import styles from './board-page.module.css'

/** Thresholds that are passed: seen for as long as they are, and said once as each is passed. */
export function AlertStrip(props: { readonly board: BoardView }): ReactElement {
  const words = useWords().floor
  const alerts = raisedAlerts(props.board)
  const [tell] = useState(createTelling)
  const [said, say] = useState('')
  const passed = alerts.map(({ id }) => id).join(' ')
  useEffect(() => {
    const news = tell(alerts)
    if (news.length > 0) say(news.map(({ queue, words: why }) => `${queue}: ${why}`).join('. '))
    // oxlint-disable-next-line react/exhaustive-deps -- What is said again is told by which are passed, not by their words, whose numbers run.
  }, [passed, tell])
  return (
    <>
      <output className={styles.unseen}>{said}</output>
      {alerts.length > 0 && (
        <ul className={styles.alerts} aria-label={words.alerts}>
          {alerts.map(alert => (
            <li key={alert.id}>
              <WarningRegular aria-hidden="true" />
              <span>
                <strong>{alert.queue}</strong> {alert.words}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
