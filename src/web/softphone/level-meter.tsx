import type { ReactElement } from 'react'
import type { Source } from '../model/cell.ts'
import { useSource, useWords } from '../parts/app-context.ts'
import styles from './phone-panel.module.css'

/** How loud the microphone is now. */
export function LevelMeter(props: { readonly level: Source<number> }): ReactElement {
  const words = useWords().phone
  const level = useSource(props.level)
  return <meter className={styles.meter} min={0} max={1} value={level} aria-label={words.level} />
}
