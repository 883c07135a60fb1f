import { type ReactElement, type ReactNode, useState } from 'react'
import type { Outcome } from '../connection/http.ts'
import { useModel } from '../parts/app-context.ts'
import { Loading } from '../parts/screen-gate.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { useAnswer } from '../parts/use-answer.ts'

/** An answer of the server, which may be under way or not have come. */
export interface Fetched<T> {
  readonly answer: Outcome<T> | undefined
  readonly retry: () => void
}

/** Asks for a path, and again whenever the stamp is another. */
export function useFetched<T>(path: string, stamp: number | string = ''): Fetched<T> {
  const { http } = useModel().admin
  const [tries, setTries] = useState(0)
  const answer = useAnswer<T>(`${path} ${stamp} ${tries}`, () => http.get<T>(path))
  return { answer, retry: () => setTries(tries + 1) }
}

/** Shows an answer once it is there: what is not known yet, or could not be had, is not shown as none. */
export function WhenFetched<T>(props: {
  readonly of: Fetched<T>
  readonly children: (view: T) => ReactNode
}): ReactElement {
  const { answer, retry } = props.of
  if (answer === undefined) return <Loading slow={false} />
  if (!answer.ok) return <TroubleNote trouble={answer.trouble} onRetry={retry} />
  return <>{props.children(answer.value)}</>
}
