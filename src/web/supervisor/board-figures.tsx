import type { BoardView } from '#contract'
import type { ReactElement } from 'react'
import { useWords } from '../parts/app-context.ts'
import { Elapsed } from '../parts/clocks.tsx'
import { floorFigures } from '../model/floor-figures.ts'
import { percent } from '../words/times.ts'
import styles from './board-page.module.css'

function Figure(props: {
  readonly name: string
  readonly value: ReactElement | string | number
  readonly under?: string
  readonly isUrgent?: boolean
}): ReactElement {
  return (
    <div className={styles.figure} data-urgent={props.isUrgent === true}>
      <dt>{props.name}</dt>
      <dd>
        {props.value}
        {props.under !== undefined && <small>{props.under}</small>}
      </dd>
    </div>
  )
}

/** The floor in seven numbers. */
export function BoardFigures(props: { readonly board: BoardView }): ReactElement {
  const words = useWords().board
  const floor = floorFigures(props.board)
  const { waitingSince } = floor
  return (
    <dl className={styles.figures} aria-label={words.figures}>
      <Figure name={words.waiting} value={floor.waiting} isUrgent={floor.waiting > floor.ready} />
      <Figure
        name={words.longest}
        value={waitingSince === undefined ? '–' : <Elapsed since={waitingSince} />}
      />
      <Figure name={words.ready} value={floor.ready} />
      <Figure name={words.talking} value={floor.talking} />
      <Figure name={words.serviceLevel} value={percent(floor.answeredInTime, floor.left) ?? '–'} />
      <Figure name={words.answered} value={floor.answered} under={words.ofOffered(floor.offered)} />
      <Figure name={words.abandoned} value={floor.abandoned} />
    </dl>
  )
}
