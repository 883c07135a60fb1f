import type { DeskView } from '#contract'
import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Elapsed } from '../parts/clocks.tsx'
import { type AgentStateName, PresenceDot } from '../parts/presence.tsx'
import { isAtTask } from '../model/works.ts'
import { useShortcuts } from '../parts/use-shortcuts.ts'
import styles from './state-panel.module.css'

/** A state the agent may choose now, and whether it is the one chosen. */
interface Choice {
  readonly label: string
  readonly state: 'available' | 'not-ready' | 'signed-out'
  readonly reason?: string
  readonly isChosen: boolean
}

const working: readonly AgentStateName[] = ['reserved', 'talking', 'wrap-up']

/** While at work a choice holds for afterwards, so the chosen one is the next state. */
function chosenState(view: DeskView): {
  readonly state: AgentStateName
  readonly reason?: string | undefined
} {
  return working.includes(view.state) ? view.next : { state: view.state, reason: view.reason }
}

function notReadyChoices(view: DeskView): readonly Choice[] {
  const chosen = chosenState(view)
  return view.notReadyReasons.map(reason => ({
    label: reason,
    state: 'not-ready',
    reason,
    isChosen: chosen.state === 'not-ready' && chosen.reason === reason,
  }))
}

/** The state the agent is in, large and with its clock. */
function PresentState(props: { readonly view: DeskView }): ReactElement {
  const { view } = props
  const words = useWords()
  const name = isAtTask(view) ? words.work.atTask : words.states[view.state]
  return (
    <div className={styles.present} data-state={view.state}>
      <PresenceDot state={view.state} size={28} />
      <div className={styles.names}>
        <h2 className={styles.state}>{name}</h2>
        {view.state === 'not-ready' && view.reason !== undefined && (
          <p className={styles.reason}>{view.reason}</p>
        )}
      </div>
      {view.state !== 'signed-out' && (
        <span className={styles.clock}>
          <Elapsed since={view.since} label={name} />
        </span>
      )}
    </div>
  )
}

function ChoiceButton(props: { readonly choice: Choice }): ReactElement {
  const { choice } = props
  const { desk } = useModel()
  const busy = useSource(desk.doing).busy === 'state'
  function choose(): void {
    if (choice.state === 'signed-out') void desk.signOut()
    else if (choice.reason === undefined) void desk.setState({ state: choice.state })
    else void desk.setState({ state: choice.state, reason: choice.reason })
  }
  return (
    <Button
      className={styles.choice ?? ''}
      appearance={choice.state === 'signed-out' ? 'subtle' : 'secondary'}
      data-chosen={choice.isChosen}
      aria-pressed={choice.isChosen}
      aria-busy={busy}
      icon={<PresenceDot state={choice.state} />}
      onClick={choose}
    >
      <span className={styles.label}>{choice.label}</span>
    </Button>
  )
}

/** What Teams says of the agent, and whether the phone can ring: beside the state, never the same as it. */
function TeamsSays(props: { readonly view: DeskView }): ReactElement | undefined {
  const { presence, device } = props.view
  const words = useWords()
  if (presence === undefined && device === undefined) return undefined
  return (
    <p className={styles.teams} data-unreachable={device === 'unreachable'}>
      {presence !== undefined && words.presences[presence]}
      {presence !== undefined && device !== undefined && ' · '}
      {device !== undefined && words.devices[device]}
    </p>
  )
}

/** The agent's state and the switch between states; at work, what comes after. */
export function StatePanel(props: { readonly view: DeskView }): ReactElement {
  const { view } = props
  const words = useWords()
  const { desk } = useModel()
  const chosen = chosenState(view)
  useShortcuts({ ready: () => void desk.setState({ state: 'available' }) })
  const isWorking = working.includes(view.state)
  return (
    <section className={styles.panel} aria-label={words.desk.state}>
      <PresentState view={view} />
      <TeamsSays view={view} />
      <fieldset
        className={styles.choices}
        aria-label={isWorking ? words.desk.next : words.desk.goTo}
      >
        {isWorking && <h3>{words.desk.next}</h3>}
        <ChoiceButton
          choice={{
            label: words.desk.available,
            state: 'available',
            isChosen: chosen.state === 'available',
          }}
        />
        <h3>{words.desk.notReadyFor}</h3>
        <div className={styles.reasons}>
          {notReadyChoices(view).map(choice => (
            <ChoiceButton key={choice.label} choice={choice} />
          ))}
        </div>
        {view.state !== 'signed-out' && (
          <div className={styles.leave}>
            <ChoiceButton
              choice={{
                label: words.desk.signOut,
                state: 'signed-out',
                isChosen: chosen.state === 'signed-out',
              }}
            />
          </div>
        )}
      </fieldset>
    </section>
  )
}
