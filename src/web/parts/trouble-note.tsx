import type { Problem } from '#contract'
import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { Trouble } from '../connection/http.ts'
import type { Words } from '../words/catalog.ts'
import { useWords } from './app-context.ts'
import styles from './trouble-note.module.css'

/** What went wrong and what to do: the server's own words where it spoke. */
export function troubleWords(
  trouble: Trouble,
  words: Words,
): { readonly title: string; readonly detail: string; readonly remedy: string } {
  switch (trouble.kind) {
    case 'unreachable':
      return {
        title: words.trouble.unreachable,
        detail: '',
        remedy: words.trouble.unreachableRemedy,
      }
    case 'signed-out':
      return { title: words.trouble.signedOut, detail: '', remedy: words.trouble.signedOutRemedy }
    case 'broken': {
      const title = words.trouble.broken(trouble.status)
      return { title, detail: '', remedy: words.trouble.brokenRemedy }
    }
    case 'refused':
      return { ...trouble.problem, title: refusalTitle(trouble.problem, words) }
  }
}

/** What the protocol calls a refusal tells nobody anything: these have words of our own. */
function refusalTitle(problem: Problem, words: Words): string {
  if (problem.status === 403) return words.trouble.forbidden
  if (problem.status === 404) return words.trouble.missing
  if (problem.status === 409) return words.trouble.refused
  return problem.title
}

/** A trouble beside the thing it happened to. */
export function TroubleNote(props: {
  readonly trouble: Trouble
  readonly onRetry?: () => void
  readonly onDismiss?: () => void
}): ReactElement {
  const words = useWords()
  const { title, detail, remedy } = troubleWords(props.trouble, words)
  return (
    <div className={styles.note} role="alert">
      <div>
        <strong>{title}</strong>
        {detail !== '' && <p>{detail}</p>}
        {remedy !== '' && <p className={styles.remedy}>{remedy}</p>}
      </div>
      <div className={styles.actions}>
        {props.onRetry !== undefined && (
          <Button onClick={props.onRetry}>{words.trouble.retry}</Button>
        )}
        {props.onDismiss !== undefined && (
          <Button appearance="subtle" onClick={props.onDismiss}>
            {words.trouble.dismiss}
          </Button>
        )}
      </div>
    </div>
  )
}
