import type { BoardView } from '#contract'
import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { MonitorMode } from '../model/floor.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Elapsed } from '../parts/clocks.tsx'
import { customerName } from '../parts/customer.tsx'
import styles from './monitor-bar.module.css'
import type { FloorHands } from './floor-actions.ts'

const modes: readonly MonitorMode[] = ['listen', 'whisper', 'barge']

/** While the supervisor is in a talk: with whom, how, and the ways to go on or out. */
export function MonitorBar(props: {
  readonly board: BoardView
  readonly member: string | undefined
  readonly hands: FloorHands
}): ReactElement | null {
  const words = useWords()
  const { floor } = useModel()
  const { busy } = useSource(floor.doing)
  const { board, member, hands } = props
  const row = board.interactions.find(
    ({ monitor }) => monitor !== undefined && monitor.supervisor.id === member,
  )
  if (row?.monitor === undefined) return null
  const { id: interaction, monitor } = row
  const customer = customerName(row.customer, words.customer)
  const agent = board.agents.find(({ id }) => id === row.agent)?.name ?? ''
  return (
    <section className={styles.bar} aria-label={words.floor.monitoring}>
      <output>
        <strong>
          {monitor.state === 'ringing'
            ? words.floor.answerToListen
            : words.floor.modes[monitor.mode]}
        </strong>
        <span>
          {agent} · {customer} · <Elapsed since={monitor.since} />
        </span>
      </output>
      <div className={styles.choices}>
        {modes.map(mode => (
          <Button
            key={mode}
            aria-pressed={monitor.mode === mode}
            data-on={monitor.mode === mode}
            aria-busy={busy === 'monitor'}
            onClick={() => hands.act({ kind: 'monitor', interaction, mode })}
          >
            {words.floor.monitor[mode]}
          </Button>
        ))}
        <Button
          onClick={() =>
            hands.ask({ kind: 'confirm', act: { kind: 'take-over', interaction }, name: customer })
          }
        >
          {words.floor.takeOver}
        </Button>
        <Button
          appearance="primary"
          onClick={() => hands.act({ kind: 'end-monitor', interaction })}
        >
          {words.floor.stop}
        </Button>
      </div>
    </section>
  )
}
