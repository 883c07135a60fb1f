import type { InteractionView, WhyNotView } from '#contract'
import { type ReactElement, useEffect, useId, useState } from 'react'
import type { Outcome } from '../connection/http.ts'
import { useWords } from '../parts/app-context.ts'
import { Decision } from '../parts/decision.tsx'
import { Loading } from '../parts/screen-gate.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { clockTime } from '../words/times.ts'
import { Awaited } from './awaited.tsx'
import styles from './panels.module.css'
import type { PastModel } from './past.ts'
import type { Playhead } from './playhead.ts'

interface WhyParts {
  readonly view: InteractionView
  readonly past: PastModel
  readonly playhead: Playhead
}

/** Every decision, with everyone who was looked at; and for any one agent, why not. */
export function WhyPanel(props: WhyParts): ReactElement {
  const { view, playhead } = props
  const words = useWords().interaction
  const decided = view.timeline.filter(entry => entry.decision !== undefined)
  return (
    <div className={styles.halves}>
      <div>
        {decided.length === 0 && <p className={styles.quiet}>{words.why.none}</p>}
        <ol className={styles.decisions}>
          {decided.map(entry => {
            const ms = entry.at - view.row.arrivedAt
            return (
              <li key={`${entry.at} ${entry.words}`}>
                <p className={styles.row}>
                  <button
                    type="button"
                    className={styles.time}
                    aria-label={words.goTo(clockTime(ms))}
                    onClick={() => playhead.seek(ms)}
                  >
                    {clockTime(ms)}
                  </button>
                  <strong>{entry.words}</strong>
                </p>
                {entry.decision !== undefined && <Decision decision={entry.decision} />}
              </li>
            )
          })}
        </ol>
      </div>
      <WhyNot {...props} />
    </div>
  )
}

function WhyNot({ view, past }: WhyParts): ReactElement {
  const words = useWords().interaction.why
  const [agent, setAgent] = useState('')
  const id = useId()
  return (
    <section className={styles.ask} aria-labelledby={id}>
      <h3 id={id}>{words.ask}</h3>
      <Awaited source={past.board}>
        {board => (
          <select
            value={agent}
            aria-labelledby={id}
            onChange={event => setAgent(event.target.value)}
          >
            <option value="">{words.choose}</option>
            {board.agents.map(one => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Awaited>
      {agent !== '' && (
        <Answer key={`${agent} ${view.timeline.length}`} agent={agent} past={past} />
      )}
    </section>
  )
}

function Answer(props: { readonly agent: string; readonly past: PastModel }): ReactElement {
  const { agent, past } = props
  const [answer, setAnswer] = useState<Outcome<WhyNotView>>()
  useEffect(() => {
    let isWanted = true
    async function ask(): Promise<void> {
      const outcome = await past.whyNot(agent)
      if (isWanted) setAnswer(outcome)
    }
    void ask()
    return () => {
      isWanted = false
    }
  }, [agent, past])
  if (answer === undefined) return <Loading slow={false} />
  if (!answer.ok) return <TroubleNote trouble={answer.trouble} />
  return <Verdicts view={answer.value} />
}

function Verdicts({ view }: { readonly view: WhyNotView }): ReactElement {
  const words = useWords().interaction.why
  return (
    <div aria-live="polite">
      {view.now !== undefined && (
        <p>
          <span className={styles.verdict} data-verdict={view.now.verdict}>
            {words.now}: {words.verdicts[view.now.verdict]}
          </span>{' '}
          {view.now.why}
        </p>
      )}
      {view.decisions.length > 0 && <h4>{words.earlier}</h4>}
      <ul className={styles.said}>
        {view.decisions.map(({ at, queue, verdict, why }) => (
          <li key={at}>
            <span className={styles.verdict} data-verdict={verdict}>
              {words.verdicts[verdict]}
            </span>{' '}
            {why} <small>{queue.name}</small>
          </li>
        ))}
      </ul>
      {view.now === undefined && view.decisions.length === 0 && (
        <p className={styles.quiet}>{words.never}</p>
      )}
    </div>
  )
}
