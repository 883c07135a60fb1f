import type { InteractionView, TimelineEntry } from '#contract'
import { PlayRegular } from '@fluentui/react-icons'
import { memo, type ReactElement, useSyncExternalStore } from 'react'
import { useLanguage, useWords } from '../parts/app-context.ts'
import { Decision } from '../parts/decision.tsx'
import { clockTime, timeOfDay } from '../words/times.ts'
import { entryAt } from './marks.ts'
import type { Playhead } from './playhead.ts'
import styles from './timeline.module.css'

/** What an event is about, for the mark on the line. */
type Mark = 'call' | 'flow' | 'queue' | 'offer' | 'talk' | 'recording' | 'end'

/** The mark by the first word of the fact's kind: a kind newer than the page still gets a plain one. */
const marks: Readonly<Record<string, Mark>> = {
  flow: 'flow',
  step: 'flow',
  digit: 'flow',
  queue: 'queue',
  decision: 'queue',
  offer: 'offer',
  talk: 'talk',
  recording: 'recording',
  wrap: 'talk',
}

function markOf(kind: string): Mark {
  if (kind === 'interaction-ended' || kind === 'interaction-closed') return 'end'
  return marks[kind.split('-')[0] ?? ''] ?? 'call'
}

interface EntryProps {
  readonly entry: TimelineEntry
  readonly sinceArrivalMs: number
  readonly isPlayed: boolean
  readonly onGo: (ms: number) => void
}

const Entry = memo(function Entry(props: EntryProps): ReactElement {
  const { entry, sinceArrivalMs } = props
  const words = useWords()
  const language = useLanguage()
  const labels: Readonly<Record<string, string>> = words.interaction.facts
  // A kind newer than the page has none; what it says is there all the same.
  const label = labels[entry.kind]
  return (
    <li
      className={styles.entry}
      data-mark={markOf(entry.kind)}
      data-played={props.isPlayed}
      aria-current={props.isPlayed ? 'step' : undefined}
    >
      <time dateTime={new Date(entry.at).toISOString()} title={timeOfDay(entry.at, language)}>
        {clockTime(sinceArrivalMs)}
      </time>
      <div className={styles.what}>
        {label !== undefined && <span className={styles.kind}>{label}</span>}
        <p>{entry.words}</p>
        {entry.decision !== undefined && (
          <details className={styles.decision}>
            <summary>{words.page.why}</summary>
            <Decision decision={entry.decision} />
          </details>
        )}
        <details className={styles.fact}>
          <summary aria-label={words.page.fact} title={entry.kind}>
            {'{ }'}
          </summary>
          <pre>{JSON.stringify(entry.fact, undefined, 2)}</pre>
        </details>
      </div>
      <button
        type="button"
        className={styles.hear}
        aria-label={words.interaction.goTo(clockTime(sinceArrivalMs))}
        onClick={() => props.onGo(sinceArrivalMs)}
      >
        <PlayRegular aria-hidden="true" />
      </button>
    </li>
  )
})

/** Everything that happened to an interaction, in order, each event with its reason; in step with the playhead. */
export function Timeline(props: {
  readonly view: InteractionView
  readonly playhead: Playhead
}): ReactElement {
  const { view, playhead } = props
  const { arrivedAt } = view.row
  const played = useSyncExternalStore(playhead.subscribe, () =>
    entryAt(view.timeline, arrivedAt + playhead.get()),
  )
  return (
    <ol className={styles.timeline}>
      {view.timeline.map((entry, index) => (
        <Entry
          key={`${index} ${entry.kind}`}
          entry={entry}
          sinceArrivalMs={Math.max(0, entry.at - arrivedAt)}
          isPlayed={index === played}
          onGo={playhead.seek}
        />
      ))}
    </ol>
  )
}
