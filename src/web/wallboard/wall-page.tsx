import type { QueueRow, WallView } from '#contract'
import { type ReactElement, type ReactNode, useMemo, useSyncExternalStore } from 'react'
import { Link } from 'wouter'
import { serviceLevel } from '../model/service-level.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Elapsed } from '../parts/clocks.tsx'
import { type AgentStateName, PresenceDot } from '../parts/presence.tsx'
import { ScreenGate } from '../parts/screen-gate.tsx'
import { stateOfManyWords } from '../parts/state-words.ts'
import { percent } from '../words/times.ts'
import styles from './wall-page.module.css'

/** A number as large as the wall allows. A click tells how it is counted and leads to what it counts. */
function Tile(props: {
  readonly name: string
  readonly formula: string
  readonly behind?: string
  readonly isUrgent?: boolean
  readonly children: ReactNode
}): ReactElement {
  const words = useWords().wall
  return (
    <details className={styles.tile} data-urgent={props.isUrgent === true} name="tile">
      <summary>
        <span className={styles.name}>{props.name}</span>
        <span className={styles.value}>{props.children}</span>
      </summary>
      <p>
        {props.formula}{' '}
        {props.behind !== undefined && <Link href={props.behind}>{words.behind}</Link>}
      </p>
    </details>
  )
}

function total(queues: readonly QueueRow[], of: (row: QueueRow) => number): number {
  return queues.reduce((sum, row) => sum + of(row), 0)
}

function Tiles(props: { readonly view: WallView }): ReactElement {
  const { queues, dialect } = props.view
  const words = useWords().wall
  const level = serviceLevel(queues, dialect)
  const waiting = total(queues, row => row.waiting)
  const moments = queues.flatMap(({ waitingSince }) => waitingSince ?? [])
  const own = queues.map(({ id }) => id).join(',')
  const floor = queues.length === 1 ? `/board?queue=${own}` : '/board'
  const visits = (came: string): string => `/interactions?came=${came}&queue=${own}`
  return (
    <div className={styles.tiles}>
      <Tile
        name={words.waiting}
        formula={words.formulas.waiting}
        behind={floor}
        isUrgent={waiting > 0}
      >
        {waiting}
      </Tile>
      <Tile name={words.longest} formula={words.formulas.longest} behind={floor}>
        {moments.length === 0 ? '–' : <Elapsed since={Math.min(...moments)} />}
      </Tile>
      <Tile
        name={words.serviceLevel}
        formula={`${words.dialects[dialect]} ${level.inTime} / ${level.whole}`}
        behind={visits('in-time')}
      >
        {percent(level.inTime, level.whole) ?? '–'}
      </Tile>
      <Tile name={words.answered} formula={words.formulas.answered} behind={visits('answered')}>
        {total(queues, row => row.today.answered)}
      </Tile>
      <Tile name={words.abandoned} formula={words.formulas.abandoned} behind={visits('abandoned')}>
        {total(queues, row => row.today.abandoned)}
      </Tile>
    </div>
  )
}

const counts: readonly (readonly [AgentStateName, keyof WallView['agents']])[] = [
  ['available', 'available'],
  ['reserved', 'reserved'],
  ['talking', 'talking'],
  ['wrap-up', 'wrapUp'],
  ['not-ready', 'notReady'],
]

function Agents(props: { readonly agents: WallView['agents'] }): ReactElement {
  const words = useWords()
  return (
    <dl className={styles.agents} aria-label={words.board.agents}>
      {counts.map(([state, key]) => (
        <div key={state}>
          <dt>
            <PresenceDot state={state} size={28} /> {stateOfManyWords(state, words)}
          </dt>
          <dd>{props.agents[key]}</dd>
        </div>
      ))}
    </dl>
  )
}

function Queues(props: { readonly view: WallView }): ReactElement {
  const { queues, dialect } = props.view
  const words = useWords().wall
  const rows: Readonly<Record<string, number>> = { '--rows': queues.length + 1 }
  return (
    <table className={styles.queues} style={rows}>
      <caption>{words.queues}</caption>
      <thead>
        <tr>
          <th scope="col">{words.queue}</th>
          <th scope="col">{words.waiting}</th>
          <th scope="col">{words.longest}</th>
          <th scope="col">{words.serviceLevel}</th>
        </tr>
      </thead>
      <tbody>
        {queues.map(row => {
          const level = serviceLevel([row], dialect)
          return (
            <tr key={row.id} data-urgent={(row.alerts ?? []).length > 0}>
              <th scope="row">{row.name}</th>
              <td>{row.waiting}</td>
              <td>{row.waitingSince === undefined ? '–' : <Elapsed since={row.waitingSince} />}</td>
              <td>{percent(level.inTime, level.whole) ?? '–'}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The time of day, by the server's clock: a wall is looked at for it, and one that stands still shows. */
function Clock(): ReactElement {
  const { now } = useModel()
  const { language } = useSource(useModel().settings)
  const format = useMemo(
    () => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }),
    [language],
  )
  const time = useSyncExternalStore(now.subscribe, () => format.format(now.get()))
  return <time className={styles.clock}>{time}</time>
}

/** The floor for a TV: read from across the room, without a hand on it, and without a customer's name. */
export function WallPage(props: { readonly token: string }): ReactElement {
  const { token } = props
  const words = useWords()
  const { wall } = useModel()
  const source = useMemo(() => wall(token), [wall, token])
  const screen = useSource(source)
  return (
    <main className={styles.wall} data-shown={screen.kind === 'ready'}>
      {screen.kind !== 'ready' && <h1>{words.wall.title}</h1>}
      <ScreenGate screen={screen} onRetry={() => location.reload()}>
        {view => (
          <>
            <header className={styles.head}>
              <h1>{view.name}</h1>
              <p>
                {view.tenant} <Clock />
                {screen.kind === 'ready' && screen.stale && <strong> {words.link.lost}</strong>}
              </p>
            </header>
            <Tiles view={view} />
            <Queues view={view} />
            <Agents agents={view.agents} />
          </>
        )}
      </ScreenGate>
    </main>
  )
}
