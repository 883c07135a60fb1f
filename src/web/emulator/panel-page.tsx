import { emulatedTroubles, type EmulatedTrouble, type EmulatedWorldView } from '#contract'
import { Button } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'
import { Card } from '../parts/card.tsx'
import { PresenceDot } from '../parts/presence.tsx'
import styles from './emulated.module.css'
import { guide, useWorldWords, world } from './here.ts'
import { Pick } from './pick.tsx'
import { personFor } from '../guide/guide.ts'

/** Callers one click sends. */
const callersAtOnce = 10
const paceMs = { once: 0, second: 1000, five: 5000 } as const
const paceNames = ['once', 'second', 'five'] as const

/** The panel: callers, faults, and what the emulated world objects to. */
export function PanelPage(props: { readonly view: EmulatedWorldView }): ReactElement {
  const { view } = props
  const words = useWorldWords().panel
  return (
    <div className={styles.page}>
      <h1>{words.title}</h1>
      <p className={styles.says}>{words.says}</p>
      <div className={styles.columns}>
        <Callers view={view} />
        <Card title={words.broken}>
          <ul className={styles.list}>
            {emulatedTroubles.map(trouble => (
              <Broken key={trouble} trouble={trouble} view={view} />
            ))}
          </ul>
        </Card>
        <div className={styles.column}>
          <People view={view} />
          <Objections view={view} />
        </div>
      </div>
    </div>
  )
}

function Callers(props: { readonly view: EmulatedWorldView }): ReactElement {
  const { stories, numbers, callers } = props.view
  const words = useWorldWords()
  const [story, setStory] = useState('')
  const [to, setTo] = useState('')
  const [pace, setPace] = useState<(typeof paceNames)[number]>('second')
  return (
    <Card title={words.panel.callers}>
      <div className={styles.form}>
        <Pick
          label={words.panel.story}
          value={story}
          options={[
            { value: '', name: words.panel.anyStory },
            ...stories.map(name => ({ value: name, name })),
          ]}
          onPick={setStory}
        />
        <Pick
          label={words.panel.number}
          value={to}
          options={[
            { value: '', name: words.panel.anyNumber },
            ...numbers.map(one => ({ value: one.number, name: one.name })),
          ]}
          onPick={setTo}
        />
        <Pick
          label={words.panel.pace}
          value={pace}
          options={paceNames.map(value => ({ value, name: words.panel.paces[value] }))}
          onPick={value => setPace(paceNames.find(one => one === value) ?? 'second')}
        />
        <div className={styles.row}>
          <Button
            appearance="primary"
            onClick={() =>
              void world.wish('/callers', {
                count: callersAtOnce,
                everyMs: paceMs[pace],
                ...(story === '' ? {} : { story }),
                ...(to === '' ? {} : { to }),
              })
            }
          >
            {words.panel.place}
          </Button>
          <Button onClick={() => void world.wish('/callers/hang-up')}>{words.panel.endAll}</Button>
        </div>
      </div>
      <Sent callers={callers} />
    </Card>
  )
}

function Sent(props: { readonly callers: EmulatedWorldView['callers'] }): ReactElement {
  const { callers } = props
  const words = useWorldWords()
  return (
    <>
      {callers.length === 0 && <p className={styles.says}>{words.panel.nobody}</p>}
      <ul className={styles.lines}>
        {callers.slice(0, 12).map(({ callId, name, phase, story: about, last }) => (
          <li key={callId}>
            <strong>{name}</strong> {words.phone.phases[phase]}
            <small>
              {[about, last && `${last.what} ${last.detail}`].filter(Boolean).join(' · ')}
            </small>
          </li>
        ))}
      </ul>
    </>
  )
}

function Broken(props: {
  readonly trouble: EmulatedTrouble
  readonly view: EmulatedWorldView
}): ReactElement {
  const { trouble, view } = props
  const words = useWorldWords().panel
  const isOn = view.troubles.includes(trouble)
  const { title, see } = words.troubles[trouble]
  return (
    <li data-broken={isOn}>
      <div>
        <h3>{title}</h3>
        <p>{see}</p>
        {isOn && <a href={boardAddress(view)}>{words.see}</a>}
      </div>
      <Button
        aria-label={`${isOn ? words.mend : words.break}: ${title}`}
        appearance={isOn ? 'primary' : 'secondary'}
        onClick={() => {
          guide.tick('break')
          void world.wish('/troubles', { trouble, on: !isOn })
        }}
      >
        {isOn ? words.mend : words.break}
      </Button>
    </li>
  )
}

function boardAddress(view: EmulatedWorldView): string {
  const id = personFor('supervisor', view)?.id ?? ''
  return `/emulator/api/people/${id}/sign-in?page=%2Fboard`
}

function People(props: { readonly view: EmulatedWorldView }): ReactElement {
  const words = useWorldWords()
  return (
    <Card title={words.panel.people}>
      <p className={styles.says}>
        {words.panel.vanish}: {words.panel.vanishSays}
      </p>
      <ul className={styles.people}>
        {props.view.people.map(({ id, name, state, meets }) => (
          <li key={id}>
            <PresenceDot state={dots[state.kind]} size={20} />
            <span>
              <strong>{name}</strong>{' '}
              {state.kind === 'calling'
                ? words.phone.phases.dialling
                : words.teams[shownAs[state.kind]]}
              <small>{words.teams.meetings[meets === 'answers' ? 'script' : meets]}</small>
            </span>
            {state.kind === 'talking' && (
              <Button
                size="small"
                title={words.panel.vanishSays}
                onClick={() => void world.wish(`/people/${id}/vanish`)}
              >
                {words.panel.vanish}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** The figure of what a client is at, as desks have it. */
const dots = {
  idle: 'available',
  calling: 'reserved',
  ringing: 'reserved',
  talking: 'talking',
} as const
const shownAs = { idle: 'idle', ringing: 'incoming', talking: 'talking' } as const

function Objections(props: { readonly view: EmulatedWorldView }): ReactElement {
  const { violations } = props.view
  const words = useWorldWords().panel
  return (
    <Card title={words.log}>
      {violations.length === 0 && <p className={styles.says}>{words.logEmpty}</p>}
      <ul className={styles.lines} aria-live="polite">
        {violations.toReversed().map(({ atMs, callId, code, words: says, rule, consequence }) => (
          <li key={`${atMs} ${callId} ${code}`}>
            <strong>{code}</strong> {says}
            <small>
              {rule} · {words.consequences[consequence]}
            </small>
          </li>
        ))}
      </ul>
    </Card>
  )
}
