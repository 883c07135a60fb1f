import type { InteractionView, TimelineEntry } from '#contract'
import { PlayRegular } from '@fluentui/react-icons/svg/play'
import { type ReactElement, useSyncExternalStore } from 'react'
import type { Playhead } from '../model/playhead.ts'
import { useLanguage, useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Decision } from '../parts/decision.tsx'
import { clockTime, timeOfDay } from '../words/times.ts'
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

/** The last event at or before the playhead, so that eye and ear are at the same place. */
function useEntryPlayed(
  timeline: readonly TimelineEntry[],
  playhead: Playhead,
  startedAt: number | undefined,
): number {
  return useSyncExternalStore(playhead.subscribe, () => {
    const ms = playhead.get()
    if (startedAt === undefined || ms === 0) return -1
    return timeline.findLastIndex(entry => entry.at <= startedAt + ms)
  })
}

interface EntryProps {
  readonly entry: TimelineEntry
  readonly sinceArrivalMs: number
  readonly isPlayed: boolean
  /** Where the recording has this moment; absent before it began and after it ended. */
  readonly heardAtMs: number | undefined
  readonly onHear: (ms: number) => void
}

function Entry(props: EntryProps): ReactElement {
  const { entry, heardAtMs } = props
  const words = useWords().page
  const language = useLanguage()
  return (
    <li className={styles.entry} data-mark={markOf(entry.kind)} data-played={props.isPlayed}>
      <time dateTime={new Date(entry.at).toISOString()} title={timeOfDay(entry.at, language)}>
        {clockTime(props.sinceArrivalMs)}
      </time>
      <div className={styles.what}>
        <p>{entry.words}</p>
        {entry.decision !== undefined && (
          <details className={styles.decision}>
            <summary>{words.why}</summary>
            <Decision decision={entry.decision} />
          </details>
        )}
        <details className={styles.fact}>
          <summary aria-label={words.fact} title={entry.kind}>
            {'{ }'}
          </summary>
          <pre>{JSON.stringify(entry.fact, undefined, 2)}</pre>
        </details>
      </div>
      {heardAtMs !== undefined && (
        <button
          type="button"
          className={styles.hear}
          aria-label={words.hear(clockTime(heardAtMs))}
          onClick={() => props.onHear(heardAtMs)}
        >
          <PlayRegular aria-hidden="true" />
        </button>
      )}
    </li>
  )
}

/** Everything that happened to an interaction, in order, each event with its reason. */
export function Timeline(props: {
  readonly view: InteractionView
  readonly recordingStartedAt: number | undefined
  readonly playhead: Playhead
}): ReactElement {
  const { view, recordingStartedAt, playhead } = props
  const words = useWords().page
  const played = useEntryPlayed(view.timeline, playhead, recordingStartedAt)
  function heardAt(at: number): number | undefined {
    if (recordingStartedAt === undefined || view.recording === undefined) return undefined
    const ms = at - recordingStartedAt
    return ms >= 0 && ms < view.recording.durationMs ? ms : undefined
  }
  return (
    <Card title={words.timeline}>
      <ol className={styles.timeline}>
        {view.timeline.map((entry, index) => (
          <Entry
            key={`${index} ${entry.kind}`}
            entry={entry}
            sinceArrivalMs={entry.at - view.row.arrivedAt}
            isPlayed={index === played}
            heardAtMs={heardAt(entry.at)}
            onHear={playhead.seek}
          />
        ))}
      </ol>
    </Card>
  )
}
