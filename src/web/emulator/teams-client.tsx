import type { EmulatedPerson, EmulatedWorldView } from '#contract'
import { Button } from '@fluentui/react-components'
import {
  ArrowForwardRegular,
  CallEndRegular,
  CallRegular,
  PauseRegular,
  PlayRegular,
} from '@fluentui/react-icons'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { createRinger } from '../agent/ringer.ts'
import { clockTime } from '../words/times.ts'
import styles from './emulated.module.css'
import { Face } from './face.tsx'
import { useWorldWords, voice, world } from './here.ts'
import { Pick } from './pick.tsx'
import look from './teams-look.module.css'
import { VoiceControls } from './voice-controls.tsx'

const ringer = createRinger(() => ('AudioContext' in globalThis ? new AudioContext() : undefined))

/** What every part of the client needs. */
interface ClientProps {
  readonly person: EmulatedPerson
  readonly view: EmulatedWorldView
}

/** The Teams client of one person, small enough for a corner: rings, and is a phone. */
export function TeamsClient(props: ClientProps): ReactElement {
  const { person } = props
  const words = useWorldWords().teams
  const { kind } = person.state
  const where = `/people/${person.id}`
  const isMine = useRef(false)
  useEffect(() => {
    if (kind !== 'ringing') return undefined
    ringer.allow()
    ringer.start()
    return ringer.stop
  }, [kind])
  useEffect(() => {
    if (kind === 'talking' && isMine.current) void voice.join(where)
    if (kind !== 'idle') return
    isMine.current = false
    if (voice.get().where === where) voice.leave()
  }, [kind, where])
  switch (person.state.kind) {
    case 'idle':
      return <p className={styles.idle}>{words.idle}</p>
    case 'ringing':
      return (
        <Toast
          from={person.state.from}
          where={where}
          onAccept={() => {
            isMine.current = true
          }}
        />
      )
    case 'calling':
      return <Dialling to={person.state.to} where={where} />
    case 'talking':
      return <Talk {...props} where={where} />
  }
}

function Toast(props: {
  readonly from: string
  readonly where: string
  readonly onAccept: () => void
}): ReactElement {
  const words = useWorldWords().teams
  return (
    <fieldset className={styles.group} aria-label={words.incoming}>
      <output className={look.call}>
        <Face name={props.from} size="large" />
        <strong>{props.from}</strong>
        <span>{words.incoming}</span>
      </output>
      <div className={look.actions}>
        <Button
          className={look.accept ?? ''}
          size="large"
          icon={<CallRegular />}
          onClick={() => {
            props.onAccept()
            void world.wish(`${props.where}/answer`)
          }}
        >
          {words.accept}
        </Button>
        <Button
          className={look.leave ?? ''}
          size="large"
          icon={<CallEndRegular />}
          onClick={() => void world.wish(`${props.where}/decline`)}
        >
          {words.decline}
        </Button>
      </div>
    </fieldset>
  )
}

/** A call the person makes, until it is answered. */
function Dialling(props: { readonly to: string; readonly where: string }): ReactElement {
  const words = useWorldWords()
  return (
    <fieldset className={styles.group} aria-label={words.phone.phases.dialling}>
      <output className={look.call}>
        <Face name={props.to} size="large" />
        <strong>{props.to}</strong>
        <span>{words.phone.phases.dialling}</span>
      </output>
      <Leave where={props.where} />
    </fieldset>
  )
}

/** Teams' own red button. */
function Leave(props: { readonly where: string }): ReactElement {
  const words = useWorldWords().voice
  return (
    <div className={look.actions}>
      <Button
        className={look.leave ?? ''}
        icon={<CallEndRegular />}
        onClick={() => void world.wish(`${props.where}/hang-up`)}
      >
        {words.hangUp}
      </Button>
    </div>
  )
}

function Talk(props: ClientProps & { readonly where: string }): ReactElement | undefined {
  const { person, view, where } = props
  const words = useWorldWords()
  const [isTransfer, setTransfer] = useState(false)
  const { state } = person
  if (state.kind !== 'talking') return undefined
  const isHeld = state.held === 'by-us'
  return (
    <fieldset className={`${styles.group} ${look.talk}`} aria-label={words.teams.talking}>
      <p className={look.call}>
        <Face name={state.from} size="large" />
        <strong>{state.from}</strong>
        <span>
          {words.teams.talking} · {clockTime(view.atMs - state.sinceMs)}
        </span>
      </p>
      {state.held !== 'no' && <output>{isHeld ? words.teams.held : words.teams.heldByThem}</output>}
      <VoiceControls where={where} />
      <div className={look.actions}>
        <Button
          icon={isHeld ? <PlayRegular /> : <PauseRegular />}
          disabled={state.held === 'by-them'}
          onClick={() => void world.wish(`${where}/hold`, { held: !isHeld })}
        >
          {isHeld ? words.teams.resume : words.teams.hold}
        </Button>
        <Button
          icon={<ArrowForwardRegular />}
          aria-expanded={isTransfer}
          onClick={() => setTransfer(!isTransfer)}
        >
          {words.teams.transfer}
        </Button>
      </div>
      <Leave where={where} />
      {person.consults !== undefined && <Consult {...props} asked={person.consults} />}
      {isTransfer && person.consults === undefined && <Transfer {...props} />}
    </fieldset>
  )
}

function Transfer(props: ClientProps & { readonly where: string }): ReactElement {
  const { person, view, where } = props
  const words = useWorldWords().teams
  const others = view.people.filter(({ id }) => id !== person.id)
  const [to, setTo] = useState(others[0]?.number ?? '')
  return (
    <div className={styles.form} data-wide>
      <Pick
        label={words.transferTo}
        value={to}
        options={others.map(({ name, number }) => ({ value: number, name }))}
        onPick={setTo}
      />
      <div className={styles.row}>
        <Button onClick={() => void world.wish(`${where}/transfer`, { to })}>
          {words.transferNow}
        </Button>
        <Button onClick={() => void world.wish(`${where}/consult`, { to })}>{words.consult}</Button>
      </div>
    </div>
  )
}

function Consult(
  props: ClientProps & { readonly where: string; readonly asked: string },
): ReactElement {
  const { view, where, asked } = props
  const words = useWorldWords().teams
  const name = view.people.find(({ number }) => number === asked)?.name ?? asked
  return (
    <div className={styles.form} data-wide>
      <output>{words.asks(name)}</output>
      <div className={styles.row}>
        <Button
          appearance="primary"
          onClick={() => void world.wish(`${where}/consult/end`, { agreed: true })}
        >
          {words.handOver}
        </Button>
        <Button onClick={() => void world.wish(`${where}/consult/end`, { agreed: false })}>
          {words.back}
        </Button>
      </div>
    </div>
  )
}
