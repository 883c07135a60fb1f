import { isSame, type BoardView, type MeView } from '#contract'
import { Button } from '@fluentui/react-components'
import { TvRegular } from '@fluentui/react-icons'
import { type ReactElement, useDeferredValue, useMemo, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import {
  filterAgents,
  filterInteractions,
  type FloorFilter,
  wholeFloor,
} from '../model/board-filter.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { ScreenGate } from '../parts/screen-gate.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { AgentTable } from './agent-table.tsx'
import { AlertStrip } from './alert-strip.tsx'
import { BoardFigures } from './board-figures.tsx'
import styles from './board-page.module.css'
import type { FloorHands, FloorQuestion } from './floor-actions.ts'
import { FloorDialog } from './floor-dialogs.tsx'
import { FloorFilters } from './floor-filters.tsx'
import { MonitorBar } from './monitor-bar.tsx'
import { QueueTable } from './queue-table.tsx'
import { WallboardsDialog } from './wallboards-dialog.tsx'
import { UnderWayTable } from './under-way-table.tsx'

/** Below this many rows a search is noise. */
const searchFromRows = 8

/** A supervisor's hands on the floor; none for whoever may only look. */
function useHands(me: MeView, ask: (question: FloorQuestion) => void): FloorHands | undefined {
  const { floor } = useModel()
  const [, goTo] = useLocation()
  return useMemo(
    () => (me.role === 'agent' ? undefined : { act: act => void floor.act(act), ask, goTo }),
    [me.role, floor, ask, goTo],
  )
}

/** What the last order was refused for, if it was: it stays in sight wherever the page is scrolled to. */
function FloorTrouble(): ReactElement | undefined {
  const { floor } = useModel()
  const { trouble } = useSource(floor.doing)
  if (trouble === undefined) return undefined
  return (
    <div className={styles.refused}>
      <TroubleNote trouble={trouble} onDismiss={floor.dismiss} />
    </div>
  )
}

/** The two long tables, and the names their rows know by id. */
function People(props: {
  readonly board: BoardView
  readonly filter: FloorFilter
  readonly hands: FloorHands | undefined
}): ReactElement {
  const { board, filter, hands } = props
  const { queues, agents } = board
  const names = useMemo(
    () => ({
      queues: new Map(queues.map(row => [row.id, row.name])),
      agents: new Map(agents.map(row => [row.id, row.name])),
    }),
    [queues, agents],
  )
  const isFiltered = !isSame(filter, wholeFloor)
  return (
    <div className={styles.pair}>
      <UnderWayTable
        interactions={filterInteractions(board, filter)}
        names={names}
        isFiltered={isFiltered}
        hands={hands}
      />
      <AgentTable
        agents={filterAgents(board, filter)}
        queueNames={names.queues}
        isFiltered={isFiltered}
        hands={hands}
      />
    </div>
  )
}

function Floor(props: { readonly board: BoardView; readonly me: MeView }): ReactElement {
  const { board, me } = props
  // Asked for as `?queue=sales`, the floor is shown as that figure of a wallboard counts it.
  const search = useSearch()
  const [filter, setFilter] = useState(() => {
    const wished = new URLSearchParams(search).get('queue')
    const queue = board.queues.find(({ id }) => id === wished)?.id ?? ''
    return { ...wholeFloor, queue }
  })
  const [question, ask] = useState<FloorQuestion>()
  const hands = useHands(me, ask)
  const found = useDeferredValue(filter)
  const rows = board.agents.length + board.interactions.length
  return (
    <>
      {hands !== undefined && <MonitorBar board={board} member={me.member} hands={hands} />}
      {question === undefined && <FloorTrouble />}
      <AlertStrip board={board} />
      <BoardFigures board={board} />
      <QueueTable queues={board.queues} />
      {(rows >= searchFromRows || !isSame(filter, wholeFloor)) && (
        <FloorFilters
          queues={board.queues}
          filter={filter}
          onChange={change => setFilter(now => ({ ...now, ...change }))}
        />
      )}
      <People board={board} filter={found} hands={hands} />
      {question !== undefined && (
        <FloorDialog question={question} board={board} onClose={() => ask(undefined)} />
      )}
    </>
  )
}

/** The way to the wallboards, for whoever may make them. */
function Walls(): ReactElement {
  const words = useWords().wall
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon={<TvRegular />} onClick={() => setOpen(true)}>
        {words.boards}
      </Button>
      {isOpen && <WallboardsDialog onClose={() => setOpen(false)} />}
    </>
  )
}

/** The floor, live: what waits, who works, how the day goes, and what a supervisor can do about it. */
export function BoardPage(props: { readonly me: MeView }): ReactElement {
  const { board } = useModel()
  const words = useWords().board
  const screen = useSource(board)
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{words.title}</h1>
        {props.me.role !== 'agent' && <Walls />}
      </header>
      <ScreenGate screen={screen} onRetry={board.retry}>
        {view => <Floor board={view} me={props.me} />}
      </ScreenGate>
    </div>
  )
}
