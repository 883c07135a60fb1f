import type { ReactElement, ReactNode } from 'react'
import { useSource } from '../parts/app-context.ts'
import { Loading } from '../parts/screen-gate.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import type { Refetched } from './refetched.ts'

/** A part of the page that is asked for by itself: it may load, and fail, while the rest is there. */
export function Awaited<T>(props: {
  readonly source: Refetched<T>
  readonly children: (value: T) => ReactNode
}): ReactElement {
  const { source, children } = props
  const state = useSource(source)
  if (state.kind === 'loading') return <Loading slow={false} />
  if (state.kind === 'failed')
    return <TroubleNote trouble={state.trouble} onRetry={source.refresh} />
  return <>{children(state.value)}</>
}
