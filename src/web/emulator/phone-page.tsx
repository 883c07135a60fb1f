import type { EmulatedCaller, EmulatedWorldView } from '#contract'
import { Button, Input } from '@fluentui/react-components'
import { type ReactElement, useEffect, useId, useState } from 'react'
import { Card } from '../parts/card.tsx'
import { useSource } from '../parts/app-context.ts'
import { clockTime } from '../words/times.ts'
import styles from './emulated.module.css'
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

function Dial(props: {
  readonly view: EmulatedWorldView
  readonly isOver: boolean
  readonly onDialled: (callId: string) => void
}): ReactElement {
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
    <Card title={words.title}>
      <form
        className={styles.form}
        onSubmit={event => {
          event.preventDefault()
          void dial()
        }}
      >
        {props.isOver && <output>{words.phases.over}</output>}
        <Pick
          label={words.who}
          value={from}
          options={people.map(({ name, number }) => ({ value: number, name: `${name} ${number}` }))}
          onPick={setFrom}
        />
        <div className={styles.field}>
          <label htmlFor={id}>{words.number}</label>
          <Input id={id} type="tel" value={to} onChange={(_, { value }) => setTo(value)} />
        </div>
        <div className={styles.row}>
          {numbers.map(({ number, name }) => (
            <Button key={number} size="small" onClick={() => setTo(number)}>
              {name}
            </Button>
          ))}
        </div>
        <Button appearance="primary" size="large" type="submit">
          {words.call}
        </Button>
      </form>
    </Card>
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
    <Card title={words.phone.phases[phase]} tone={isTalking ? 'talking' : 'ringing'}>
      <p className={styles.who}>
        <strong>{to}</strong>
        <span>
          {name} · {clockTime(props.atMs - sinceMs)}
        </span>
      </p>
      {isTalking && <VoiceControls where={where} />}
      {isTalking && trouble !== undefined && <Said where={where} />}
      <Button
        className={styles.end ?? ''}
        size="large"
        onClick={() => void world.wish(`${where}/hang-up`)}
      >
        {words.voice.hangUp}
      </Button>
    </Card>
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
