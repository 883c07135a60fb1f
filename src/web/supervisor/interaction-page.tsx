import type { InteractionView } from '#contract'
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left'
import { type ReactElement, useMemo } from 'react'
import { Link } from 'wouter'
import { createPlayhead } from '../model/playhead.ts'
import { useLanguage, useModel, useSource, useWords } from '../parts/app-context.ts'
import { Card, Details } from '../parts/card.tsx'
import { Elapsed } from '../parts/clocks.tsx'
import { customerName } from '../parts/customer.tsx'
import { outcomeName } from '../parts/outcome.ts'
import { ScreenGate } from '../parts/screen-gate.tsx'
import { clockTime, dayAndTime } from '../words/times.ts'
import styles from './interaction-page.module.css'
import { Player } from './player.tsx'
import { Timeline } from './timeline.tsx'

function Header(props: { readonly view: InteractionView }): ReactElement {
  const { row } = props.view
  const words = useWords()
  const language = useLanguage()
  const span = (ms: number | undefined): string =>
    ms === undefined ? words.list.nobody : clockTime(ms)
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <h1>{customerName(row.customer, words.customer.anonymous)}</h1>
        <span className={styles.outcome} data-outcome={row.outcome ?? 'lives'}>
          {outcomeName(row.outcome, words)}
          {row.endedAt === undefined && (
            <>
              {' · '}
              <Elapsed since={row.arrivedAt} />
            </>
          )}
        </span>
      </div>
      <Details
        rows={[
          [words.list.arrived, dayAndTime(row.arrivedAt, language)],
          ...(row.customer.name === undefined
            ? []
            : [[words.list.customer, row.customer.address] as const]),
          [words.page.dialled, row.dialled],
          [words.list.queue, row.queue?.name ?? words.list.nobody],
          [words.list.agent, row.agent?.name ?? words.list.nobody],
          [words.list.waited, span(row.waitedMs)],
          [words.list.talked, span(row.talkMs)],
        ]}
      />
    </header>
  )
}

function WrapUp(props: { readonly view: InteractionView }): ReactElement {
  const { row, note } = props.view
  const words = useWords().page
  return (
    <Card title={words.wrapUp}>
      <p className={styles.disposition}>{row.disposition?.name ?? words.noWrapUp}</p>
      <p className={styles.noteText}>{note === undefined || note === '' ? words.noNote : note}</p>
    </Card>
  )
}

function Whole(props: { readonly view: InteractionView }): ReactElement {
  const { view } = props
  const words = useWords().page
  const playhead = useMemo(() => createPlayhead(), [])
  const recordingStartedAt = view.timeline.find(entry => entry.kind === 'recording-started')?.at
  return (
    <>
      <Header view={view} />
      <div className={styles.columns}>
        <Timeline
          view={view}
          recordingStartedAt={view.recording === undefined ? undefined : recordingStartedAt}
          playhead={playhead}
        />
        <div className={styles.side}>
          <Card title={words.recording}>
            {view.recording === undefined ? (
              <p className={styles.quiet}>
                {view.row.endedAt === undefined ? words.recordingSoon : words.noRecording}
              </p>
            ) : (
              <Player recording={view.recording} playhead={playhead} />
            )}
          </Card>
          <WrapUp view={view} />
          <p className={styles.identity}>
            {words.id} <code>{view.row.id}</code>
          </p>
        </div>
      </div>
    </>
  )
}

/** One interaction, whole: what happened and why, what was said, and how it ended. */
export function InteractionPage(props: { readonly id: string }): ReactElement {
  const model = useModel()
  const words = useWords().page
  const interaction = useMemo(() => model.interaction(props.id), [model, props.id])
  const screen = useSource(interaction)
  return (
    <div className={styles.page}>
      <Link className={styles.back ?? ''} href="/interactions">
        <ArrowLeftRegular aria-hidden="true" /> {words.back}
      </Link>
      <ScreenGate screen={screen} onRetry={interaction.retry}>
        {view => <Whole view={view} />}
      </ScreenGate>
    </div>
  )
}
