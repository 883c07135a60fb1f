import type { BoardView, WhyNotView } from '#contract'
import { Button, Field, Select } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'
import { useLanguage, useModel, useWords } from '../parts/app-context.ts'
import { customerName } from '../parts/customer.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { useAnswer } from '../parts/use-answer.ts'
import { timeOfDay } from '../words/times.ts'
import styles from './why-not.module.css'

function Answer(props: { readonly view: WhyNotView }): ReactElement {
  const words = useWords().floor
  const language = useLanguage()
  const { now, decisions } = props.view
  return (
    <div className={styles.answer} aria-live="polite">
      {now !== undefined && (
        <section data-verdict={now.verdict}>
          <h3>{words.whyNow}</h3>
          <p>
            <strong>{words.verdicts[now.verdict]}</strong> {now.why}
          </p>
        </section>
      )}
      <h3>{words.whyThen}</h3>
      {decisions.length === 0 ? (
        <p>{words.whyNever}</p>
      ) : (
        <ol>
          {decisions.map(decision => (
            <li key={`${decision.at} ${decision.queue.id}`} data-verdict={decision.verdict}>
              <time dateTime={new Date(decision.at).toISOString()}>
                {timeOfDay(decision.at, language)}
              </time>
              <span>
                <strong>{words.verdicts[decision.verdict]}</strong> {decision.why}
                <small> {decision.queue.name}</small>
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

/** Which agent and which interaction; both can be changed. */
function Pair(props: {
  readonly board: BoardView
  readonly interaction: string
  readonly agent: string
  readonly onInteraction: (id: string) => void
  readonly onAgent: (id: string) => void
}): ReactElement {
  const words = useWords()
  const { board } = props
  return (
    <div className={styles.pair}>
      <Field label={words.board.agent}>
        <Select value={props.agent} onChange={(_, { value }) => props.onAgent(value)}>
          {board.agents.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.floor.interaction}>
        <Select value={props.interaction} onChange={(_, { value }) => props.onInteraction(value)}>
          {board.interactions.map(row => (
            <option key={row.id} value={row.id}>
              {customerName(row.customer, words.customer)} ({words.board.phases[row.phase]})
            </option>
          ))}
        </Select>
      </Field>
    </div>
  )
}

/** The one most often asked about: who waits. */
function firstToAsk({ interactions }: BoardView): string {
  const row = interactions.find(({ phase }) => phase === 'waiting') ?? interactions[0]
  return row?.id ?? ''
}

/** Why an agent does not get an interaction: what would be said now, and what was said each time. */
export function WhyNot(props: {
  readonly asked: { readonly interaction?: string; readonly agent?: string }
  readonly board: BoardView
  readonly onClose: () => void
}): ReactElement {
  const { board, asked } = props
  const words = useWords().floor
  const { floor } = useModel()
  const [interaction, setInteraction] = useState(asked.interaction ?? firstToAsk(board))
  const [agent, setAgent] = useState(asked.agent ?? board.agents[0]?.id ?? '')
  const key = interaction === '' || agent === '' ? '' : `${interaction} ${agent}`
  const answer = useAnswer(key, () => floor.whyNot({ interaction, agent }))
  return (
    <Dialog
      title={words.whyNotTitle}
      size="large"
      onClose={props.onClose}
      actions={
        <Button appearance="primary" onClick={props.onClose}>
          {words.close}
        </Button>
      }
    >
      {interaction === '' ? (
        <p>{words.whyNothing}</p>
      ) : (
        <Pair
          board={board}
          interaction={interaction}
          agent={agent}
          onInteraction={setInteraction}
          onAgent={setAgent}
        />
      )}
      {answer?.ok === true && <Answer view={answer.value} />}
      {answer?.ok === false && <TroubleNote trouble={answer.trouble} />}
    </Dialog>
  )
}
