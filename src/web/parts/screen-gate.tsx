import type { ReactElement, ReactNode } from 'react'
import type { Screen } from '../connection/live-view.ts'
import { useWords } from './app-context.ts'
import styles from './screen-gate.module.css'
import { TroubleNote } from './trouble-note.tsx'

/** Grey lines where the words will be; says aloud that something loads, and when it takes long. */
export function Loading(props: { readonly slow: boolean }): ReactElement {
  const words = useWords()
  return (
    <output className={styles.loading} aria-busy="true">
      <span className={props.slow ? styles.slow : styles.unseen}>
        {props.slow ? words.loading.slow : words.loading.says}
      </span>
      <div className={styles.block} aria-hidden="true" />
      <div className={styles.block} aria-hidden="true" />
      <div className={styles.block} aria-hidden="true" />
    </output>
  )
}

/** Shows a view when it is there, and otherwise why it is not. */
export function ScreenGate<View>(props: {
  readonly screen: Screen<View>
  readonly onRetry: () => void
  readonly children: (view: View) => ReactNode
}): ReactNode {
  const { screen } = props
  switch (screen.kind) {
    case 'loading':
      return <Loading slow={screen.slow} />
    case 'failed':
      return <TroubleNote trouble={screen.trouble} onRetry={props.onRetry} />
    case 'ready':
      return props.children(screen.view)
  }
}
