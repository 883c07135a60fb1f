import type { WrapUpView } from '#contract'
import { Button, Field, Radio, RadioGroup, Textarea } from '@fluentui/react-components'
import { TimerRegular } from '@fluentui/react-icons'
import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react'
import { noteLengthMax } from '../model/drafts.ts'
import { checkForm, type CheckedForm } from '../model/wrap-up-form.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { CountdownRing } from '../parts/clocks.tsx'
import { CustomerHeadline } from '../parts/customer.tsx'
import { useShortcuts } from '../parts/use-shortcuts.ts'
import { FormFields } from './form-fields.tsx'
import styles from './work-card.module.css'

type Faulty = Extract<CheckedForm, { ok: false }>

/** The note's room is told only when it runs out. */
const roomShownBelow = 400

const nothingWrong: Faulty = { ok: false, disposition: false, answers: {} }

/** What the agent has written, checked and handed in; it stays until the server has it. */
function useWrapUpForm(wrapUp: WrapUpView): {
  readonly checked: Faulty
  readonly complete: () => Promise<boolean>
} {
  const { desk, drafts } = useModel()
  useSource(drafts)
  const [wasTried, setTried] = useState(false)
  const checked = checkForm(wrapUp, drafts.of(wrapUp.interaction))
  async function complete(): Promise<boolean> {
    setTried(true)
    if (!checked.ok) return false
    const isDone = await desk.wrapUp(wrapUp.interaction, checked.form)
    if (isDone) drafts.discard(wrapUp.interaction)
    return true
  }
  return { checked: wasTried && !checked.ok ? checked : nothingWrong, complete }
}

function NoteField(props: { readonly interaction: string }): ReactElement {
  const words = useWords()
  const { drafts } = useModel()
  useSource(drafts)
  const { note } = drafts.of(props.interaction)
  const place = useRef<HTMLDivElement>(null)
  const room = noteLengthMax - note.length
  const rest = room < roomShownBelow ? words.wrapUp.left(room) : words.wrapUp.noteHint
  const hint = drafts.isUnsaved(props.interaction) ? words.talk.noteUnsaved : rest
  useEffect(() => drafts.resume(props.interaction), [drafts, props.interaction])
  useShortcuts({ notes: () => place.current?.querySelector('textarea')?.focus() })
  return (
    <div ref={place}>
      <Field label={words.wrapUp.note} hint={hint}>
        <Textarea
          rows={4}
          resize="vertical"
          maxLength={noteLengthMax}
          value={note}
          onChange={(_, { value }) => drafts.change(props.interaction, { note: value })}
        />
      </Field>
    </div>
  )
}

/** How it ended: one of the queue's dispositions. */
function Dispositions(props: {
  readonly wrapUp: WrapUpView
  readonly isMissing: boolean
}): ReactElement {
  const { wrapUp } = props
  const words = useWords().wrapUp
  const { drafts } = useModel()
  useSource(drafts)
  return (
    <Field
      label={words.how}
      required
      {...(props.isMissing ? { validationMessage: words.choose } : {})}
    >
      <RadioGroup
        className={styles.dispositions ?? ''}
        value={drafts.of(wrapUp.interaction).disposition}
        onChange={(_, { value }) => drafts.change(wrapUp.interaction, { disposition: value })}
      >
        {wrapUp.dispositions.map(({ id, name }) => (
          <Radio key={id} value={id} label={name} />
        ))}
      </RadioGroup>
    </Field>
  )
}

/** Who it was, the time there is, and the way to more of it or none. */
function Hero(props: { readonly wrapUp: WrapUpView }): ReactElement {
  const { wrapUp } = props
  const words = useWords().wrapUp
  const { desk } = useModel()
  const { busy } = useSource(desk.doing)
  return (
    <div className={styles.hero}>
      <CountdownRing from={wrapUp.since} until={wrapUp.until} says={words.endsIn} />
      <div className={styles.who}>
        <CustomerHeadline customer={wrapUp.customer} />
        <p className={styles.prompt}>{wrapUp.queue.name}</p>
      </div>
      <Button
        icon={<TimerRegular />}
        aria-busy={busy === 'extend'}
        onClick={() => void desk.extendWrapUp(wrapUp.interaction)}
      >
        {words.extend}
      </Button>
    </div>
  )
}

/** After the work: how it ended, the queue's form, a note, and the time there is for all of it. */
export function WrapUpCard(props: { readonly wrapUp: WrapUpView }): ReactElement {
  const { wrapUp } = props
  const { interaction } = wrapUp
  const words = useWords().wrapUp
  const { desk, drafts } = useModel()
  const { busy } = useSource(desk.doing)
  const form = useWrapUpForm(wrapUp)
  const place = useRef<HTMLFormElement>(null)
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const isComplete = await form.complete()
    if (!isComplete) place.current?.querySelector('input')?.focus()
  }
  return (
    <Card title={words.title} tone="wrap-up">
      <form ref={place} className={styles.form} noValidate onSubmit={event => void submit(event)}>
        <Hero wrapUp={wrapUp} />
        <Dispositions wrapUp={wrapUp} isMissing={form.checked.disposition} />
        {wrapUp.form !== undefined && (
          <FormFields
            fields={wrapUp.form}
            answers={drafts.of(interaction).answers}
            faults={form.checked.answers}
            onChange={answers => drafts.change(interaction, { answers })}
          />
        )}
        <NoteField interaction={interaction} />
        <div className={styles.submit}>
          <Button
            appearance="subtle"
            size="large"
            aria-busy={busy === 'skip'}
            onClick={() => void desk.skipWrapUp(interaction)}
          >
            {words.skip}
          </Button>
          <Button type="submit" appearance="primary" size="large" aria-busy={busy === 'wrap-up'}>
            {words.complete}
          </Button>
        </div>
      </form>
    </Card>
  )
}
