import type { DayView } from '#contract'
import { Button } from '@fluentui/react-components'
import { ArrowLeftRegular } from '@fluentui/react-icons'
import { type ReactElement, useState } from 'react'
import { Link } from 'wouter'
import { type DayBand, dateBeside, dayLine, type DayLine, dayTotals } from '../model/day-bands.ts'
import { useLanguage, useModel, useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Loading } from '../parts/screen-gate.tsx'
import { PresenceDot } from '../parts/presence.tsx'
import { Cell, Table } from '../parts/table.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { useAnswer } from '../parts/use-answer.ts'
import { clockTime } from '../words/times.ts'
import styles from './agent-day-page.module.css'

/** Bands narrower than this, in percent of the line, say nothing in themselves. */
const saysFrom = 7

/** A moment by the clock of the day's zone, wherever the one who looks may be. */
function useZoneTime(zone: string): (at: number) => string {
  const language = useLanguage()
  const format = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: zone })
  return at => format.format(at)
}

function Band(props: {
  readonly band: DayBand
  readonly zone: string
  readonly zoom: number
}): ReactElement {
  const { segment, from, width, lastedMs } = props.band
  const words = useWords()
  const time = useZoneTime(props.zone)
  const name = segment.reason ?? words.states[segment.state]
  const says = `${words.states[segment.state]}, ${time(segment.from)}, ${clockTime(lastedMs)}`
  const place = { insetInlineStart: `${from}%`, inlineSize: `${width}%` }
  const shown = width * props.zoom >= saysFrom ? <span>{name}</span> : null
  if (segment.interaction === undefined) {
    return (
      <li className={styles.band} data-state={segment.state} style={place} title={says}>
        {shown}
      </li>
    )
  }
  return (
    <li className={styles.band} data-state={segment.state} style={place} title={says}>
      <Link href={`/interactions/${segment.interaction}`} aria-label={says}>
        {shown}
      </Link>
    </li>
  )
}

/** How much larger than the page the day may be drawn. */
const zooms = [1, 2, 4, 8] as const

/** The day drawn: hours below, states above them. The table beneath says the same in words. */
function Line(props: {
  readonly line: DayLine
  readonly zone: string
  readonly zoom: number
}): ReactElement {
  const words = useWords().floor
  const time = useZoneTime(props.zone)
  const { bands, hours } = props.line
  return (
    // Drawn larger than the page, it is scrolled by keys too.
    <section
      className={styles.line}
      {...(props.zoom > 1 && { tabIndex: 0 })}
      aria-label={words.dayScrolls}
    >
      <div style={{ inlineSize: `${props.zoom * 100}%` }}>
        <ol className={styles.bands} aria-label={words.dayLine}>
          {bands.map(band => (
            <Band key={band.segment.from} band={band} zone={props.zone} zoom={props.zoom} />
          ))}
        </ol>
        <div className={styles.hours} aria-hidden="true">
          {hours.map(({ at, place }) => (
            <span key={at} style={{ insetInlineStart: `${place}%` }}>
              {time(at)}
            </span>
          ))}
        </div>
      </div>
    </section>
  )
}

function Totals(props: { readonly line: DayLine }): ReactElement {
  const words = useWords()
  return (
    <dl className={styles.totals}>
      {dayTotals(props.line).map(({ state, lastedMs }) => (
        <div key={state}>
          <dt>
            <PresenceDot state={state} /> {words.states[state]}
          </dt>
          <dd>{clockTime(lastedMs)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Segments(props: { readonly line: DayLine; readonly zone: string }): ReactElement {
  const words = useWords()
  const time = useZoneTime(props.zone)
  return (
    <Table
      caption={words.floor.dayTable}
      empty={words.floor.dayEmpty}
      columns={[
        { name: words.floor.from },
        { name: words.board.state },
        { name: words.floor.lasted, numeric: true },
        { name: words.floor.interaction },
      ]}
    >
      {props.line.bands.toReversed().map(({ segment, lastedMs }) => (
        <tr key={segment.from}>
          <th scope="row">{time(segment.from)}</th>
          <Cell name={words.board.state}>
            <span className={styles.state}>
              <PresenceDot state={segment.state} />
              <span>
                {words.states[segment.state]}
                {segment.reason !== undefined && <small> {segment.reason}</small>}
              </span>
            </span>
          </Cell>
          <Cell name={words.floor.lasted} numeric>
            {clockTime(lastedMs)}
          </Cell>
          <Cell name={words.floor.interaction}>
            {segment.interaction === undefined ? (
              '–'
            ) : (
              <Link href={`/interactions/${segment.interaction}`}>{words.floor.open}</Link>
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  )
}

function Zoom(props: { readonly at: number; readonly onZoom: (at: number) => void }): ReactElement {
  const { at, onZoom } = props
  const words = useWords().floor
  return (
    <span className={styles.turn}>
      <Button size="small" disabledFocusable={at === 0} onClick={() => onZoom(Math.max(0, at - 1))}>
        {words.dayFurther}
      </Button>
      <Button
        size="small"
        disabledFocusable={at === zooms.length - 1}
        onClick={() => onZoom(Math.min(zooms.length - 1, at + 1))}
      >
        {words.dayCloser}
      </Button>
    </span>
  )
}

function Day(props: {
  readonly view: DayView
  readonly onDate: (date: string) => void
}): ReactElement {
  const { view, onDate } = props
  const { floor: words, nav } = useWords()
  const language = useLanguage()
  const [zoom, setZoom] = useState(0)
  const times = zooms[zoom] ?? 1
  const line = dayLine(view, times)
  const named = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: view.zone })
  return (
    <div className={styles.page}>
      <Link className={styles.back ?? ''} href="/board">
        <ArrowLeftRegular aria-hidden="true" /> {nav.board}
      </Link>
      <header className={styles.head}>
        <h1>{view.agent.name}</h1>
        <p>
          {named.format(view.from)} <small>{view.zone}</small>
        </p>
        <div className={styles.turn}>
          <Button onClick={() => onDate(dateBeside(view.date, -1))}>{words.dayBefore}</Button>
          <Button
            disabledFocusable={view.to > view.at}
            onClick={() => view.to <= view.at && onDate(dateBeside(view.date, 1))}
          >
            {words.dayAfter}
          </Button>
        </div>
      </header>
      <Card
        title={words.dayLine}
        aside={line.bands.length > 0 && <Zoom at={zoom} onZoom={setZoom} />}
      >
        {line.bands.length === 0 ? (
          <p className={styles.empty}>{words.dayEmpty}</p>
        ) : (
          <>
            <Line line={line} zone={view.zone} zoom={times} />
            <Totals line={line} />
          </>
        )}
      </Card>
      {line.bands.length > 0 && (
        <Card title={words.dayTable}>
          <Segments line={line} zone={view.zone} />
        </Card>
      )}
    </div>
  )
}

/** One agent's day: states one after the other, drawn and told, with the calls they were for. */
export function AgentDayPage(props: { readonly agent: string }): ReactElement {
  const { agent } = props
  const { floor } = useModel()
  const [date, setDate] = useState<string>()
  const [tries, tryAgain] = useState(0)
  const outcome = useAnswer(`${agent} ${date ?? ''} ${tries}`, () => floor.day(agent, date))
  if (outcome === undefined) return <Loading slow={false} />
  if (!outcome.ok) {
    return <TroubleNote trouble={outcome.trouble} onRetry={() => tryAgain(tries + 1)} />
  }
  return <Day view={outcome.value} onDate={setDate} />
}
