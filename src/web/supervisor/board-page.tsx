import type { BoardView } from '#contract'
import { Input } from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons/svg/search'
import { type ReactElement, useDeferredValue, useState } from 'react'
import { filterBoard } from '../model/board-filter.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { ScreenGate } from '../parts/screen-gate.tsx'
import { AgentTable } from './agent-table.tsx'
import { BoardFigures } from './board-figures.tsx'
import styles from './board-page.module.css'
import { QueueTable } from './queue-table.tsx'
import { UnderWayTable } from './under-way-table.tsx'

/** Below this many rows a search is noise. */
const searchFromRows = 8

function Floor(props: { readonly board: BoardView; readonly find: string }): ReactElement {
  const { board, find } = props
  const { agents, interactions } = filterBoard(board, find)
  const names = {
    queues: new Map(board.queues.map(row => [row.id, row.name])),
    agents: new Map(board.agents.map(row => [row.id, row.name])),
  }
  const isFiltered = find !== ''
  return (
    <>
      <BoardFigures board={board} />
      <QueueTable queues={board.queues} />
      <div className={styles.pair}>
        <AgentTable agents={agents} queueNames={names.queues} isFiltered={isFiltered} />
        <UnderWayTable interactions={interactions} names={names} isFiltered={isFiltered} />
      </div>
    </>
  )
}

/** The floor, live: what waits, who works, and how the day goes. */
export function BoardPage(): ReactElement {
  const { board } = useModel()
  const words = useWords().board
  const screen = useSource(board)
  const [find, setFind] = useState('')
  const found = useDeferredValue(find.trim())
  const rows =
    screen.kind === 'ready' ? screen.view.agents.length + screen.view.interactions.length : 0
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{words.title}</h1>
        {(rows >= searchFromRows || find !== '') && (
          <Input
            type="search"
            className={styles.find ?? ''}
            aria-label={words.find}
            placeholder={words.find}
            contentBefore={<SearchRegular />}
            value={find}
            onChange={(_, { value }) => setFind(value)}
          />
        )}
      </header>
      <ScreenGate screen={screen} onRetry={board.retry}>
        {view => <Floor board={view} find={found} />}
      </ScreenGate>
    </div>
  )
}
