import type { InteractionView, TraceView } from '#contract'
import { Button } from '@fluentui/react-components'
import { NextRegular, PauseRegular, PlayRegular, PreviousRegular } from '@fluentui/react-icons'
import {
  type KeyboardEvent,
  type ReactElement,
  useCallback,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react'
import { useSource, useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { clockTime } from '../words/times.ts'
import { entryAt, nextEvent } from './marks.ts'
import { type Playhead, soughtByKey } from './playhead.ts'
import styles from './stage.module.css'
import { Axis, placeOf, type Span, Tracks } from './tracks.tsx'
import { type Playing, type Take, useAudio } from './use-audio.ts'
import { useWaveform } from './use-waveform.ts'
import { Waveform } from './waveform.tsx'

const speeds = [1, 1.25, 1.5, 2]

/** What the stage is drawn from. */
export interface StageParts {
  readonly view: InteractionView
  readonly trace: TraceView | undefined
  readonly span: Span
  readonly playhead: Playhead
}

/** The words of the last event at the playhead. */
function useHappening({ view, span, playhead }: StageParts): string | undefined {
  const index = useSyncExternalStore(playhead.subscribe, () =>
    entryAt(view.timeline, span.from + playhead.get()),
  )
  return view.timeline[index]?.words
}

/** The line at the playhead, and the slider that lies unseen over all tracks. */
function Scrubber(
  props: StageParts & { readonly onToggle: (() => void) | undefined },
): ReactElement {
  const { view, span, playhead, onToggle } = props
  const words = useWords().interaction
  const at = useSource(playhead)
  const happening = useHappening(props)

  function seekByKey(event: KeyboardEvent): void {
    const way = event.key === 'ArrowRight' ? 'on' : event.key === 'ArrowLeft' ? 'back' : undefined
    if (event.shiftKey && way !== undefined) {
      const next = nextEvent(view.timeline, span.from + at, way)
      if (next !== undefined) playhead.seek(next - span.from)
    } else {
      const sought = soughtByKey(event.key, at, span.durationMs)
      if (sought !== undefined) playhead.seek(sought)
      else if (event.key === ' ') onToggle?.()
      else return
    }
    event.preventDefault()
  }
  return (
    <div className={styles.scrubber}>
      <span className={styles.line} style={{ insetInlineStart: placeOf(span, span.from + at) }} />
      <input
        type="range"
        min={0}
        max={span.durationMs}
        step={10}
        value={Math.min(span.durationMs, Math.round(at))}
        aria-label={words.position}
        aria-valuetext={words.positionSays(
          clockTime(at),
          clockTime(span.durationMs),
          happening ?? words.nothingYet,
        )}
        title={words.keys}
        onKeyDown={seekByKey}
        onChange={event => playhead.seek(Number(event.target.value))}
      />
    </div>
  )
}

function EventButtons({ view, span, playhead }: StageParts): ReactElement {
  const words = useWords().interaction
  const at = span.from + useSource(playhead)
  const [before, after] = [nextEvent(view.timeline, at, 'back'), nextEvent(view.timeline, at, 'on')]
  return (
    <span className={styles.pair}>
      <Button
        icon={<PreviousRegular />}
        aria-label={words.earlier}
        title={words.earlier}
        disabledFocusable={before === undefined}
        onClick={() => before !== undefined && playhead.seek(before - span.from)}
      />
      <Button
        icon={<NextRegular />}
        aria-label={words.later}
        title={words.later}
        disabledFocusable={after === undefined}
        onClick={() => after !== undefined && playhead.seek(after - span.from)}
      />
    </span>
  )
}

/** Where the playhead is, in figures and in words. */
function Readout(props: StageParts): ReactElement {
  const at = useSource(props.playhead)
  const happening = useHappening(props)
  return (
    <p className={styles.readout}>
      <span className={styles.clock}>
        {clockTime(at)} / {clockTime(props.span.durationMs)}
      </span>
      <span className={styles.happening}>{happening}</span>
    </p>
  )
}

type Recording = InteractionView['recordings'][number]

function PlayControls(props: {
  readonly playing: Playing
  readonly onToggle: () => void
  readonly onSpeed: (speed: number) => void
}): ReactElement {
  const words = useWords().page
  return (
    <>
      <Button
        appearance="primary"
        icon={props.playing === 'playing' ? <PauseRegular /> : <PlayRegular />}
        onClick={props.onToggle}
      >
        {props.playing === 'playing' ? words.pause : words.play}
      </Button>
      <label className={styles.speed}>
        {words.speed}
        <select defaultValue="1" onChange={event => props.onSpeed(Number(event.target.value))}>
          {speeds.map(speed => (
            <option key={speed} value={speed}>
              {speed}×
            </option>
          ))}
        </select>
      </label>
    </>
  )
}

/** The two voices of one recording, at its own place on the axis. */
function Voices(props: {
  readonly recording: Recording
  readonly span: Span
  readonly playhead: Playhead
}): ReactElement {
  const { recording, span, playhead } = props
  const { startedAt, durationMs, url } = recording
  return (
    <div
      className={styles.sound}
      style={{
        insetInlineStart: placeOf(span, startedAt),
        insetInlineEnd: `calc(100% - ${placeOf(span, startedAt + durationMs)})`,
      }}
    >
      <Waveform
        lanes={useWaveform(url)}
        playhead={playhead}
        startsAtMs={startedAt - span.from}
        durationMs={durationMs}
      />
    </div>
  )
}

/** The stage where something was recorded: the voices of each talk under the tracks, on the same axis. */
function Sounding(props: StageParts): ReactElement {
  const { playhead, span, view } = props
  const { recordings } = view
  const words = useWords()
  const audios = useRef<HTMLDivElement>(null)
  const all = useCallback(() => [...(audios.current?.querySelectorAll('audio') ?? [])], [])
  const find = useCallback((index: number) => all()[index] ?? null, [all])
  const takes = useTakes(recordings, span)
  const { playing, toggle } = useAudio(find, playhead, takes)
  return (
    <>
      <div ref={audios} hidden>
        {recordings.map(({ id, url }) => (
          // oxlint-disable-next-line jsx-a11y/media-has-caption -- a call has no captions until it is transcribed.
          <audio key={id} src={url} preload="metadata" />
        ))}
      </div>
      <div className={styles.tracks} data-testid="tracks">
        <div className={styles.picture} aria-hidden="true">
          <Tracks view={view} trace={props.trace} span={span} />
          <span className={styles.name} data-voices>
            <span data-side="customer">{words.page.customerLane}</span>
            <span data-side="agent">{words.page.agentLane}</span>
          </span>
          <div className={styles.track} data-sound>
            {recordings.map(one => (
              <Voices key={one.id} recording={one} span={span} playhead={playhead} />
            ))}
          </div>
          <Axis span={span} />
        </div>
        <Scrubber {...props} onToggle={toggle} />
      </div>
      <div className={styles.controls}>
        <PlayControls
          playing={playing}
          onToggle={toggle}
          onSpeed={speed => {
            for (const audio of all()) audio.playbackRate = speed
          }}
        />
        <EventButtons {...props} />
        <Readout {...props} />
      </div>
      {playing === 'failed' && <p role="alert">{words.page.soundless}</p>}
    </>
  )
}

/** The recordings on the axis; the same list as long as they are the same. */
function useTakes(recordings: readonly Recording[], span: Span): readonly Take[] {
  const key = recordings.map(({ id }) => id).join(' ')
  return useMemo(
    () =>
      recordings.map(({ startedAt, durationMs }) => ({
        startsAtMs: startedAt - span.from,
        durationMs,
      })),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a finished recording does not change: its name says all.
    [key, span.from],
  )
}

/** The stage where nothing was recorded, or not yet. */
function Silent(props: StageParts): ReactElement {
  const { view, span } = props
  return (
    <>
      <div className={styles.tracks} data-testid="tracks">
        <div className={styles.picture} aria-hidden="true">
          <Tracks view={view} trace={props.trace} span={span} />
          <Axis span={span} />
        </div>
        <Scrubber {...props} onToggle={undefined} />
      </div>
      <div className={styles.controls}>
        <EventButtons {...props} />
        <Readout {...props} />
      </div>
    </>
  )
}

/** What the colours and signs mean, for those that no words stand beside. */
function Legend(): ReactElement {
  const { marks } = useWords().interaction
  return (
    <ul className={styles.legend}>
      {(['step', 'key', 'decision', 'agent', 'trouble'] as const).map(kind => (
        <li key={kind}>
          <span className={styles.mark} data-kind={kind} aria-hidden="true" />
          {marks[kind]}
        </li>
      ))}
      <li>
        <span className={styles.signal} data-direction="in" aria-hidden="true" />
        {marks.signal}
      </li>
      <li>
        <span className={styles.signal} data-direction="in" data-failed="true" aria-hidden="true" />
        {marks.failure}
      </li>
    </ul>
  )
}

/** The interaction in time: tracks, voices and one playhead for all of it. */
export function Stage(props: StageParts): ReactElement {
  const isSilent = props.view.recordings.length === 0
  return (
    <Card title={useWords().interaction.title}>
      {isSilent ? <Silent {...props} /> : <Sounding {...props} />}
      <Legend />
    </Card>
  )
}
