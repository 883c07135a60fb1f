import { Component, type ReactNode } from 'react'
import { WordsContext } from '../parts/app-context.ts'
import styles from './sign-in-page.module.css'

interface Props {
  readonly children: ReactNode
}

/** What is shown when drawing itself fails; React offers this to classes alone. */
export class CrashGuard extends Component<Props, { readonly hasCrashed: boolean }> {
  static override contextType = WordsContext
  declare context: React.ContextType<typeof WordsContext>
  override state = { hasCrashed: false }

  static getDerivedStateFromError(): { readonly hasCrashed: boolean } {
    return { hasCrashed: true }
  }

  override render(): ReactNode {
    if (!this.state.hasCrashed) return this.props.children
    const words = this.context.trouble
    return (
      <main className={styles.page}>
        <div className={styles.card} role="alert">
          <h1>{words.crashed}</h1>
          <p>{words.crashedRemedy}</p>
          <a className={styles.button} href={location.pathname}>
            {words.reload}
          </a>
        </div>
      </main>
    )
  }
}
