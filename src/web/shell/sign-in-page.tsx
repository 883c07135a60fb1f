import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { Trouble } from '../connection/http.ts'
import { useWords } from '../parts/app-context.ts'
import { troubleWords } from '../parts/trouble-note.tsx'
import { Logo } from './logo.tsx'
import styles from './sign-in-page.module.css'

/** Only pages of this app are returned to: an address from elsewhere leads to the desk. */
export function signInAddress(returnTo: string): string {
  const isOwn = returnTo.startsWith('/') && !returnTo.startsWith('//') && returnTo !== '/sign-in'
  return `/auth/sign-in?returnTo=${encodeURIComponent(isOwn ? returnTo : '/')}`
}

/** The way in: one button, which leads to Microsoft's own page. */
export function SignInPage(props: { readonly returnTo: string }): ReactElement {
  const words = useWords().signIn
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo size={56} />
        <h1>{words.title}</h1>
        <p>{words.says}</p>
        <a className={styles.button} href={signInAddress(props.returnTo)}>
          <svg viewBox="0 0 21 21" width="20" height="20" aria-hidden="true">
            <rect x="1" y="1" width="9" height="9" fill="#f25022" />
            <rect x="11" y="1" width="9" height="9" fill="#7fba00" />
            <rect x="1" y="11" width="9" height="9" fill="#00a4ef" />
            <rect x="11" y="11" width="9" height="9" fill="#ffb900" />
          </svg>
          {words.button}
        </a>
        <p className={styles.small}>{words.work}</p>
      </div>
    </main>
  )
}

/** The way in is shut: why, and what to do. */
export function ShutPage(props: {
  readonly trouble: Trouble
  readonly onRetry: () => void
}): ReactElement {
  const words = useWords()
  const { title, detail, remedy } = troubleWords(props.trouble, words)
  return (
    <main className={styles.page}>
      <div className={styles.card} role="alert">
        <Logo size={56} />
        <h1>{title}</h1>
        {detail !== '' && <p>{detail}</p>}
        <p>{remedy}</p>
        <Button appearance="primary" onClick={props.onRetry}>
          {words.trouble.retry}
        </Button>
      </div>
    </main>
  )
}
