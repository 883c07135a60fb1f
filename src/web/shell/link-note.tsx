import type { ReactElement } from 'react'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import styles from './link-note.module.css'

/** Says that the live connection is away, and what that means; silent while all is well. */
export function LinkNote(): ReactElement {
  const words = useWords().link
  const state = useSource(useModel().live.state)
  return (
    <output className={styles.place}>
      {state === 'lost' && (
        <p className={styles.note}>
          <strong>{words.lost}.</strong> {words.lostSays}
        </p>
      )}
    </output>
  )
}
