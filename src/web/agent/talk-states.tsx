import type { MonitorView, TalkView } from '#contract'
import { EyeRegular, MicOffRegular, PauseRegular } from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import { useWords } from '../parts/app-context.ts'
import { Elapsed } from '../parts/clocks.tsx'
import type { Words } from '../words/catalog.ts'
import styles from './talk-card.module.css'

function monitorWords({ mode, supervisor }: MonitorView, words: Words['talk']): string {
  switch (mode) {
    case 'listen':
      return words.listening(supervisor.name)
    case 'whisper':
      return words.whispering(supervisor.name)
    case 'barge':
      return words.barging(supervisor.name)
  }
}

/** What is unusual about the call now: held, muted, or somebody with an ear in it. Told as it changes. */
export function TalkStates(props: { readonly talk: TalkView }): ReactElement {
  const { held, muted, monitor } = props.talk
  const words = useWords().talk
  return (
    <output className={styles.states}>
      {held !== undefined && (
        <span data-kind="held">
          <PauseRegular aria-hidden="true" />
          {held.by === 'phone' ? words.heldByPhone : words.held}
          <Elapsed since={held.since} />
        </span>
      )}
      {muted === true && (
        <span data-kind="muted">
          <MicOffRegular aria-hidden="true" />
          {words.muted}
        </span>
      )}
      {monitor?.state === 'up' && (
        <span data-kind="listening">
          <EyeRegular aria-hidden="true" />
          {monitorWords(monitor, words)}
        </span>
      )}
    </output>
  )
}
