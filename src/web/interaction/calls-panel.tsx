import type { TraceView } from '#contract'
import { type ReactElement, useMemo, useSyncExternalStore } from 'react'
import { useWords } from '../parts/app-context.ts'
import { Cell, Table } from '../parts/table.tsx'
import type { Words } from '../words/catalog.ts'
import { clockTime } from '../words/times.ts'
import { Awaited } from './awaited.tsx'
import styles from './calls-panel.module.css'
import {
  type Arrow,
  arrowTitle,
  askedFor,
  codecsOf,
  type Lane,
  ladderOf,
  linesOf,
} from './ladder.ts'
import type { PastModel } from './past.ts'
import type { Playhead } from './playhead.ts'

type CallWords = Words['interaction']['calls']
type Message = Arrow['message']

/** Whose lane it is, as people say it. */
function laneName({ leg }: Lane, words: CallWords): string {
  if (leg === undefined) return words.parley
  if (leg.party === 'agent') return leg.agent?.name ?? words.agent
  return leg.number ?? (leg.party === 'customer' ? words.customer : words.outside)
}

/** A word out of a catalog's list by a name that came over the wire, if it is in there. */
function said(list: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(list, name) ? list[name] : undefined
}

function meaningOf({ says }: Message, words: CallWords): string | undefined {
  return says.kind === 'request'
    ? said(words.methods, says.method)
    : said(words.statuses, String(says.status))
}

/** What is said of sound: the codecs, the encryption, a hold. */
function soundOf({ sdp }: Message, words: CallWords): string {
  if (sdp === undefined) return ''
  const held = sdp.direction === 'sendrecv' ? [] : [words.held[sdp.direction]]
  return [codecsOf(sdp.codecs), sdp.srtp ? words.encrypted : words.open, ...held].join(' · ')
}

function Raw(props: { readonly message: Message }): ReactElement {
  const words = useWords().interaction.calls
  const { text, cut } = props.message
  if (text === undefined) return <p className={styles.quiet}>{words.hidden}</p>
  return (
    <>
      <table className={styles.raw} aria-label={arrowTitle(props.message)}>
        <tbody>
          {linesOf(text).map((line, index) => {
            const about =
              index === 0
                ? meaningOf(props.message, words)
                : line.about && said(words.about, line.about)
            return (
              <tr key={`${index} ${line.text}`}>
                <td>
                  <code>{line.text}</code>
                </td>
                <td>{about}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {cut === true && <p className={styles.quiet}>{words.cut}</p>}
      <p className={styles.quiet}>{words.secrets}</p>
    </>
  )
}

interface RungParts {
  readonly arrow: Arrow
  readonly lanes: readonly Lane[]
  readonly sinceArrivalMs: number
  readonly isPlayed: boolean
  readonly onGo: (ms: number) => void
}

function Rung(props: RungParts): ReactElement {
  const { arrow, lanes, sinceArrivalMs } = props
  const all = useWords().interaction
  const words = all.calls
  const { message, from, to, again } = arrow
  const [low, high] = [Math.min(from, to), Math.max(from, to)]
  const name = (index: number): string => {
    const lane = lanes[index]
    return lane === undefined ? '' : laneName(lane, words)
  }
  const sound = soundOf(message, words)
  const failed = message.says.kind === 'response' && message.says.status >= 400
  const seconds = `${clockTime(sinceArrivalMs)}.${String(Math.max(0, sinceArrivalMs) % 1000).padStart(3, '0')}`
  return (
    <li className={styles.rung} data-played={props.isPlayed} data-failed={failed}>
      <details>
        <summary>
          <span className={styles.time}>{seconds}</span>
          <span className={styles.field}>
            <span className={styles.unseen}>{words.way(name(from), name(to))}: </span>
            <span
              className={styles.says}
              style={{
                marginInlineStart: `${(100 * (low + 0.5)) / lanes.length}%`,
                marginInlineEnd: `${(100 * (lanes.length - high - 0.5)) / lanes.length}%`,
              }}
            >
              <strong>{arrowTitle(message)}</strong>
              <small>{[askedFor(message), sound].filter(part => part !== '').join(' · ')}</small>
              {again.length > 0 && <em>{words.again(again.length)}</em>}
            </span>
            <span
              className={styles.arrow}
              data-back={to < from}
              aria-hidden="true"
              style={{
                insetInlineStart: `${(100 * (low + 0.5)) / lanes.length}%`,
                insetInlineEnd: `${(100 * (lanes.length - high - 0.5)) / lanes.length}%`,
              }}
            />
          </span>
        </summary>
        <Raw message={message} />
        <button type="button" className={styles.go} onClick={() => props.onGo(sinceArrivalMs)}>
          {all.goTo(clockTime(sinceArrivalMs))}
        </button>
      </details>
    </li>
  )
}

interface LadderParts {
  readonly trace: TraceView
  readonly arrivedAt: number
  readonly playhead: Playhead
}

function Ladder({ trace, arrivedAt, playhead }: LadderParts): ReactElement {
  const words = useWords().interaction.calls
  const { lanes, arrows } = useMemo(() => ladderOf(trace), [trace])
  const played = useSyncExternalStore(playhead.subscribe, () =>
    arrows.findLastIndex(({ message }) => message.at <= arrivedAt + playhead.get()),
  )
  return (
    <div className={styles.ladder}>
      <div className={styles.lanes} aria-hidden="true">
        <span />
        <div style={{ gridTemplateColumns: `repeat(${lanes.length}, minmax(0, 1fr))` }}>
          {lanes.map(lane => (
            <span key={lane.key} data-parley={lane.leg === undefined}>
              <strong>{laneName(lane, words)}</strong>
              <small>{[lane.leg?.trunk, lane.place].filter(Boolean).join(' · ')}</small>
            </span>
          ))}
        </div>
      </div>
      <ol className={styles.rungs}>
        <li className={styles.rails} aria-hidden="true">
          {lanes.map((lane, index) => (
            <i
              key={lane.key}
              style={{ insetInlineStart: `${(100 * (index + 0.5)) / lanes.length}%` }}
            />
          ))}
        </li>
        {arrows.map((arrow, index) => (
          <Rung
            key={arrow.message.nth}
            arrow={arrow}
            lanes={lanes}
            sinceArrivalMs={arrow.message.at - arrivedAt}
            isPlayed={index === played}
            onGo={playhead.seek}
          />
        ))}
      </ol>
    </div>
  )
}

function Sounds({ trace }: Pick<LadderParts, 'trace'>): ReactElement | undefined {
  const words = useWords().interaction.calls
  if (trace.sounds.length === 0) return undefined
  const heads = [words.party, words.codec, words.encryption, words.quality, words.lost]
  const rest = [words.jitter, words.trip, words.packets]
  const party = (id: string): string => {
    const leg = trace.legs.find(one => one.id === id)
    return laneName({ key: id, leg: leg ?? { id, party: 'outside' }, place: '' }, words)
  }
  return (
    <section>
      <h3 className={styles.head}>{words.sounds}</h3>
      <Table
        caption={words.sounds}
        columns={[...heads, ...rest].map((name, index) => ({ name, numeric: index > 2 }))}
        empty=""
      >
        {trace.sounds.map(sound => (
          <tr key={sound.leg}>
            <Cell name={words.party} strong>
              {party(sound.leg)}
            </Cell>
            <Cell name={words.codec}>{sound.codec ?? words.unknown}</Cell>
            <Cell name={words.encryption}>{sound.srtp ? 'SRTP' : words.open}</Cell>
            <Cell name={words.quality} numeric>
              {sound.packetsIn === 0 ? '—' : sound.mos.toFixed(1)}
            </Cell>
            <Cell name={words.lost} numeric>
              {sound.lost + sound.late}
            </Cell>
            <Cell name={words.jitter} numeric>
              {`${sound.jitterMs.toFixed(1)} ms`}
            </Cell>
            <Cell name={words.trip} numeric>
              {sound.rttMs === undefined ? '—' : `${Math.round(sound.rttMs)} ms`}
            </Cell>
            <Cell name={words.packets} numeric>
              {`${sound.packetsIn} / ${sound.packetsOut}`}
            </Cell>
          </tr>
        ))}
      </Table>
    </section>
  )
}

/** The calls behind the interaction: who said what to whom, and how it sounded. */
export function CallsPanel(props: {
  readonly past: PastModel
  readonly arrivedAt: number
  readonly playhead: Playhead
}): ReactElement {
  const words = useWords().interaction.calls
  return (
    <Awaited source={props.past.trace}>
      {trace =>
        trace.messages.length === 0 ? (
          <div className={styles.empty}>
            <p>{words.none}</p>
            <p className={styles.quiet}>{words.noneSays}</p>
          </div>
        ) : (
          <>
            <Ladder trace={trace} arrivedAt={props.arrivedAt} playhead={props.playhead} />
            <Sounds trace={trace} />
          </>
        )
      }
    </Awaited>
  )
}
