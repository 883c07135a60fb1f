import type { InteractionView } from '#contract'
import { ArrowLeftRegular } from '@fluentui/react-icons'
import {
  type ReactElement,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { Link } from 'wouter'
import { useLanguage, useModel, useSource, useWords } from '../parts/app-context.ts'
import { Details } from '../parts/card.tsx'
import { Elapsed } from '../parts/clocks.tsx'
import { addressWords, customerName, dialledWords } from '../parts/customer.tsx'
import { outcomeName } from '../parts/outcome.ts'
import { ScreenGate } from '../parts/screen-gate.tsx'
import { clockTime, dayAndTime } from '../words/times.ts'
import { CallsPanel } from './calls-panel.tsx'
import { FlowPanel } from './flow-panel.tsx'
import styles from './interaction-page.module.css'
import type { PastModel } from './past.ts'
import { createPlayhead, type Playhead } from './playhead.ts'
import { RecordPanel } from './record-panel.tsx'
import { Stage } from './stage.tsx'
import { Tabs } from './tabs.tsx'
import { Timeline } from './timeline.tsx'
import type { Span } from './tracks.tsx'
import { WhyPanel } from './why-panel.tsx'

function Header(props: { readonly view: InteractionView }): ReactElement {
  const { row } = props.view
  const words = useWords()
  const language = useLanguage()
  const span = (ms: number | undefined): string =>
    ms === undefined ? words.list.nobody : clockTime(ms)
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <h1>{customerName(row.customer, words.customer)}</h1>
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
            : [[words.list.customer, addressWords(row.customer.address, words.customer)] as const]),
          [words.page.dialled, dialledWords(row.dialled, words.customer)],
          [words.list.queue, row.queue?.name ?? words.list.nobody],
          [words.list.agent, row.agent?.name ?? words.list.nobody],
          [words.list.waited, span(row.waitedMs)],
          [words.list.talked, span(row.talkMs)],
        ]}
      />
    </header>
  )
}

type Panel = 'happened' | 'flow' | 'calls' | 'why' | 'record'

const panels: readonly Panel[] = ['happened', 'flow', 'calls', 'why', 'record']

/** The panel named in the address, so that a link leads to it. */
function usePanel(): readonly [Panel, (panel: Panel) => void] {
  const [panel, setPanel] = useState<Panel>(
    () => panels.find(name => name === location.hash.slice(1)) ?? 'happened',
  )
  return [
    panel,
    next => {
      setPanel(next)
      history.replaceState(history.state, '', `#${next}`)
    },
  ]
}

interface WholeParts {
  readonly view: InteractionView
  readonly past: PastModel
  readonly playhead: Playhead
}

/** The end of what is drawn: that of the interaction, or now while it lives. */
function useSpan({ row, timeline }: InteractionView): Span {
  const { now } = useModel()
  const lives = row.endedAt === undefined
  const at = useSyncExternalStore(lives ? now.subscribe : neverChanges, () =>
    lives ? now.get() : 0,
  )
  const end = Math.max(row.endedAt ?? 0, timeline.at(-1)?.at ?? 0, at)
  const durationMs = Math.max(1000, end - row.arrivedAt)
  return useMemo(() => ({ from: row.arrivedAt, durationMs }), [row.arrivedAt, durationMs])
}

const neverChanges = (): (() => void) => () => undefined

function Panels(parts: WholeParts): ReactElement {
  const words = useWords().interaction.panels
  const [panel, setPanel] = usePanel()
  return (
    <Tabs names={panels} words={words} chosen={panel} onChoose={setPanel}>
      <PanelOf panel={panel} {...parts} />
    </Tabs>
  )
}

function PanelOf({ panel, ...parts }: WholeParts & { readonly panel: Panel }): ReactElement {
  switch (panel) {
    case 'happened':
      return <Timeline {...parts} />
    case 'flow':
      return <FlowPanel {...parts} />
    case 'calls':
      return <CallsPanel {...parts} arrivedAt={parts.view.row.arrivedAt} />
    case 'why':
      return <WhyPanel {...parts} />
    case 'record':
      return <RecordPanel {...parts} />
  }
}

function Whole(props: { readonly view: InteractionView }): ReactElement {
  const { view } = props
  const model = useModel()
  const playhead = useMemo(() => createPlayhead(), [])
  const past = useMemo(() => model.past(view.row.id), [model, view.row.id])
  const trace = useSource(past.trace)
  const span = useSpan(view)
  const events = view.timeline.length
  const shown = useRef(events)
  useEffect(() => {
    if (shown.current === events) return
    shown.current = events
    past.trace.refresh()
    past.flows.refresh()
  }, [events, past])
  return (
    <>
      <Header view={view} />
      <Stage
        view={view}
        trace={trace.kind === 'ready' ? trace.value : undefined}
        span={span}
        playhead={playhead}
      />
      <Panels view={view} past={past} playhead={playhead} />
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
