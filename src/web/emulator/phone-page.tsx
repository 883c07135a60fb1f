import type { EmulatedCaller, EmulatedWorldView } from '#contract'
import { Button, Input } from '@fluentui/react-components'
import { CallEndRegular, CallRegular } from '@fluentui/react-icons'
import { type ReactElement, useEffect, useId, useState } from 'react'
import { padKeys } from '../model/keypad.ts'
import { useSource } from '../parts/app-context.ts'
import { telephoneLetters } from '../parts/telephone-letters.ts'
import { clockTime } from '../words/times.ts'
import styles from './emulated.module.css'
import look from './handset.module.css'
import { guide, useWorldWords, voice, world } from './here.ts'
import { Pick } from './pick.tsx'
import { VoiceControls } from './voice-controls.tsx'

/** Somebody the visitor is, where the world names nobody. */
const stranger = { name: 'You', number: '+441632960999' }

/** A telephone outside the company: dial, talk, press keys, hang up. */
export function PhonePage(props: { readonly view: EmulatedWorldView }): ReactElement {
  const { view } = props
  const words = useWorldWords().phone
  const [callId, setCallId] = useState<string>()
  const call = view.callers.find(one => one.callId === callId)
  return (
    <div className={styles.narrow}>
      <h1>{words.title}</h1>
      <p className={styles.says}>{words.says}</p>
      {call === undefined || call.phase === 'over' ? (
        <Dial view={view} isOver={call !== undefined} onDialled={setCallId} />
      ) : (
        <Call call={call} atMs={view.atMs} />
      )}
    </div>
  )
}

interface DialParts {
  readonly view: EmulatedWorldView
  readonly isOver: boolean
  readonly onDialled: (callId: string) => void
}

function Dial(props: DialParts): ReactElement {
  const { numbers, identities } = props.view
  const words = useWorldWords().phone
  const people = [stranger, ...identities]
  const [from, setFrom] = useState(stranger.number)
  const [to, setTo] = useState(numbers[0]?.number ?? '')
  const id = useId()
  useEffect(() => voice.leave(), [])
  async function dial(): Promise<void> {
    const name = people.find(({ number }) => number === from)?.name
    const dialled = await world.wish('/calls', { from, to, name })
    if (dialled?.callId !== undefined) props.onDialled(dialled.callId)
  }
  return (
    <form
      className={look.handset}
      onSubmit={event => {
        event.preventDefault()
        void dial()
      }}
    >
      <div className={look.display}>
        {props.isOver && <output className={look.phase}>{words.phases.over}</output>}
        <label htmlFor={id}>{words.number}</label>
        <input
          id={id}
          className={look.number}
          type="tel"
          value={to}
          onChange={event => setTo(event.target.value)}
        />
        <div className={look.lines}>
          {numbers.map(({ number, name }) => (
            <Button key={number} size="small" shape="circular" onClick={() => setTo(number)}>
              {name}
            </Button>
          ))}
        </div>
      </div>
      <DialKeys onKey={key => setTo(`${to}${key}`)} />
      <div className={look.below}>
        <Pick
          label={words.who}
          value={from}
          options={people.map(({ name, number }) => ({ value: number, name: `${name} ${number}` }))}
          onPick={setFrom}
        />
      </div>
      <button type="submit" className={look.round}>
        <CallRegular aria-hidden="true" />
        {words.call}
      </button>
    </form>
  )
}

function DialKeys(props: { readonly onKey: (key: string) => void }): ReactElement {
  return (
    <div className={look.keys}>
      {padKeys.map(key => (
        <button key={key} type="button" className={look.key} onClick={() => props.onKey(key)}>
          {key}
          <small aria-hidden="true">{telephoneLetters[key] ?? ''}</small>
        </button>
      ))}
    </div>
  )
}

function Call(props: { readonly call: EmulatedCaller; readonly atMs: number }): ReactElement {
  const { callId, phase, name, to, sinceMs } = props.call
  const words = useWorldWords()
  const where = `/calls/${callId}`
  const isTalking = phase === 'talking'
  useEffect(() => {
    if (!isTalking) return
    guide.tick('call')
    void voice.join(where)
  }, [isTalking, where])
  const { trouble } = useSource(voice)
  return (
    <section className={look.handset} aria-label={words.phone.phases[phase]}>
      <div className={look.display} data-phase={phase}>
        <h2 className={look.phase}>{words.phone.phases[phase]}</h2>
        <p className={look.to}>{to}</p>
        <p className={look.clock}>
          {name} · {clockTime(props.atMs - sinceMs)}
        </p>
      </div>
      <button
        type="button"
        className={look.round}
        data-end
        onClick={() => void world.wish(`${where}/hang-up`)}
      >
        <CallEndRegular aria-hidden="true" />
        {words.voice.hangUp}
      </button>
      {isTalking && (
        <div className={look.below}>
          <VoiceControls where={where} opensKeys />
          {trouble !== undefined && <Said where={where} />}
        </div>
      )}
    </section>
  )
}

/** The recorded voice of somebody without a microphone. */
function Said(props: { readonly where: string }): ReactElement {
  const words = useWorldWords().phone
  const [text, setText] = useState(words.phrase)
  const id = useId()
  return (
    <form
      className={styles.form}
      onSubmit={event => {
        event.preventDefault()
        void world.wish(`${props.where}/words`, { words: text })
      }}
    >
      <div className={styles.field}>
        <label htmlFor={id}>{words.sayHint}</label>
        <Input id={id} value={text} onChange={(_, { value }) => setText(value)} />
      </div>
      <Button type="submit" disabled={text.trim() === ''}>
        {words.say}
      </Button>
    </form>
  )
}
