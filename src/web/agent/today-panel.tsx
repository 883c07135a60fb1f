import type { DeskView } from '#contract'
import type { ReactElement } from 'react'
import { Link } from 'wouter'
import { useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { clockTime } from '../words/times.ts'
import styles from './desk-page.module.css'

/** The agent's own figures of the day. */
export function TodayPanel(props: {
  readonly agent: string
  readonly today: NonNullable<DeskView['today']>
}): ReactElement {
  const words = useWords().today
  const { handled, talkMs, wrapUpMs, averageMs } = props.today
  const figures: readonly (readonly [string, string])[] = [
    [words.handled, String(handled)],
    [words.talk, clockTime(talkMs)],
    [words.wrapUp, clockTime(wrapUpMs)],
    [words.average, handled === 0 ? '–' : clockTime(averageMs)],
  ]
  return (
    <Card title={words.title}>
      <dl className={styles.today}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.more}>
        <Link href={`/agents/${props.agent}`}>{words.timeline}</Link>
      </p>
    </Card>
  )
}
