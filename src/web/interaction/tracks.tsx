import type { InteractionView, TraceView } from '#contract'
import { type CSSProperties, memo, type ReactElement, useMemo } from 'react'
import { useWords } from '../parts/app-context.ts'
import { clockTime } from '../words/times.ts'
import { type Band, bandsOf, inRows } from './bands.ts'
import { type Mark, marksOf, signalsOf, ticksOf } from './marks.ts'
import styles from './stage.module.css'

/** The stretch of time that is drawn. */
export interface Span {
  readonly from: number
  readonly durationMs: number
}

/** Ticks written under the tracks, at most. */
const ticksMax = 8

/** A time is written to the right of its tick: the last part of the axis has no room for one. */
const tickRoom = 0.95

/** Where a moment is along the tracks. */
export function placeOf({ from, durationMs }: Span, at: number): string {
  return `${(100 * Math.min(durationMs, Math.max(0, at - from))) / durationMs}%`
}

function between(span: Span, from: number, until: number): CSSProperties {
  const width = (100 * Math.max(0, until - from)) / span.durationMs
  return { insetInlineStart: placeOf(span, from), inlineSize: `${width}%` }
}

/** A sign at the very end is drawn whole. */
function inside(place: string): string {
  return `clamp(6px, ${place}, calc(100% - 6px))`
}

function BandTrack(props: {
  readonly name: string
  readonly bands: readonly Band[]
  readonly span: Span
}): ReactElement {
  const { span, bands } = props
  const words = useWords().interaction
  const end = span.from + span.durationMs
  const placed = inRows(bands, end)
  const rows = Math.max(1, ...placed.map(({ row }) => row + 1))
  return (
    <>
      <span className={styles.name}>{props.name}</span>
      <div className={styles.track} style={{ blockSize: `${rows * 26}px` }}>
        {placed.map(({ band, row }) => {
          const { kind, from, until, of, failed } = band
          const says = of === undefined ? words.bands[kind] : `${words.bands[kind]} · ${of}`
          return (
            <span
              key={`${kind} ${from} ${row}`}
              className={styles.band}
              data-kind={kind}
              data-failed={failed === true}
              data-lasts={until === undefined}
              style={{ ...between(span, from, until ?? end), insetBlockStart: `${row * 26}px` }}
              title={`${says}, ${clockTime((until ?? end) - from)}`}
            >
              <span>{says}</span>
            </span>
          )
        })}
      </div>
    </>
  )
}

function EventTrack(props: { readonly marks: readonly Mark[]; readonly span: Span }): ReactElement {
  const words = useWords().interaction
  return (
    <>
      <span className={styles.name}>{words.tracks.events}</span>
      <div className={styles.track} data-low>
        {props.marks.map(({ at, kind, words: says }, index) => (
          <span
            key={`${index} ${kind}`}
            className={styles.mark}
            data-kind={kind}
            style={{ insetInlineStart: inside(placeOf(props.span, at)) }}
            title={says}
          />
        ))}
      </div>
    </>
  )
}

function SignalTrack(props: {
  readonly trace: TraceView | undefined
  readonly span: Span
}): ReactElement | undefined {
  const words = useWords().interaction
  const signals = useMemo(() => signalsOf(props.trace), [props.trace])
  if (signals.length === 0) return undefined
  return (
    <>
      <span className={styles.name}>{words.tracks.signals}</span>
      <div className={styles.track} data-low>
        {signals.map(({ at, nth, direction, failed }) => (
          <span
            key={nth}
            className={styles.signal}
            data-direction={direction}
            data-failed={failed}
            style={{ insetInlineStart: inside(placeOf(props.span, at)) }}
          />
        ))}
      </div>
    </>
  )
}

/** The interaction as tracks over one axis of time. A picture: the list beside it says the same in words. */
export const Tracks = memo(function Tracks(props: {
  readonly view: InteractionView
  readonly trace: TraceView | undefined
  readonly span: Span
}): ReactElement {
  const { view, span } = props
  const words = useWords().interaction
  const bands = useMemo(() => bandsOf(view), [view])
  const marks = useMemo(() => marksOf(view), [view])
  return (
    <>
      <BandTrack name={words.tracks.customer} bands={bands.customer} span={span} />
      {bands.agents.length > 0 && (
        <BandTrack name={words.tracks.agents} bands={bands.agents} span={span} />
      )}
      <EventTrack marks={marks} span={span} />
      <SignalTrack trace={props.trace} span={span} />
    </>
  )
})

/** Times under the tracks. */
export function Axis(props: { readonly span: Span }): ReactElement {
  const { durationMs, from } = props.span
  return (
    <>
      <span />
      <div className={styles.axis}>
        {ticksOf(durationMs * tickRoom, ticksMax).map(tick => (
          <span key={tick} style={{ insetInlineStart: placeOf(props.span, from + tick) }}>
            {clockTime(tick)}
          </span>
        ))}
      </div>
    </>
  )
}
