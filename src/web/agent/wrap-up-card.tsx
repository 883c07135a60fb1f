import type { WrapUpView } from '#contract'
import { Button, Field, Radio, RadioGroup, Textarea } from '@fluentui/react-components'
import { type FormEvent, type ReactElement, useRef, useState } from 'react'
import { noteLengthMax } from '../model/drafts.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { CountdownRing } from '../parts/clocks.tsx'
import { CustomerHeadline } from '../parts/customer.tsx'
import styles from './work-card.module.css'

/** The note's room is told only when it runs out. */
const roomShownBelow = 400

/** What the agent has written, checked and handed in; it stays until the server has it. */
function useWrapUpForm(interaction: string): {
  readonly disposition: string
  readonly note: string
  readonly isMissing: boolean
  readonly complete: () => Promise<boolean>
} {
  const { desk, drafts } = useModel()
  useSource(drafts)
  const [wasTried, setTried] = useState(false)
  const { disposition, note } = drafts.of(interaction)
  async function complete(): Promise<boolean> {
    setTried(true)
    if (disposition === '') return false
    const isDone = await desk.wrapUp(interaction, { disposition, note })
    if (isDone) drafts.discard(interaction)
    return true
  }
  return { disposition, note, isMissing: wasTried && disposition === '', complete }
}

function NoteField(props: { readonly interaction: string; readonly note: string }): ReactElement {
  const words = useWords()
  const { drafts } = useModel()
  const room = noteLengthMax - props.note.length
  return (
    <Field
      label={words.wrapUp.note}
      hint={room < roomShownBelow ? words.wrapUp.left(room) : words.wrapUp.noteHint}
    >
      <Textarea
        rows={4}
        resize="vertical"
        maxLength={noteLengthMax}
        value={props.note}
        onChange={(_, { value }) => drafts.change(props.interaction, { note: value })}
      />
    </Field>
  )
}

/** After the call: how it ended, a note, and the time there is for both. */
export function WrapUpCard(props: { readonly wrapUp: WrapUpView }): ReactElement {
  const { wrapUp } = props
  const words = useWords()
  const { desk, drafts } = useModel()
  const busy = useSource(desk.doing).busy === 'wrap-up'
  const form = useWrapUpForm(wrapUp.interaction)
  const place = useRef<HTMLFormElement>(null)
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const isComplete = await form.complete()
    if (!isComplete) place.current?.querySelector('input')?.focus()
  }
  return (
    <Card title={words.wrapUp.title} tone="wrap-up">
      <form ref={place} className={styles.form} onSubmit={event => void submit(event)}>
        <div className={styles.hero}>
          <CountdownRing from={wrapUp.since} until={wrapUp.until} says={words.wrapUp.endsIn} />
          <div className={styles.who}>
            <CustomerHeadline customer={wrapUp.customer} />
            <p className={styles.prompt}>{wrapUp.queue.name}</p>
          </div>
        </div>
        <Field
          label={words.wrapUp.how}
          required
          {...(form.isMissing ? { validationMessage: words.wrapUp.choose } : {})}
        >
          <RadioGroup
            className={styles.dispositions ?? ''}
            value={form.disposition}
            onChange={(_, { value }) => drafts.change(wrapUp.interaction, { disposition: value })}
          >
            {wrapUp.dispositions.map(({ id, name }) => (
              <Radio key={id} value={id} label={name} />
            ))}
          </RadioGroup>
        </Field>
        <NoteField interaction={wrapUp.interaction} note={form.note} />
        <div className={styles.submit}>
          <Button type="submit" appearance="primary" size="large" aria-busy={busy}>
            {words.wrapUp.complete}
          </Button>
        </div>
      </form>
    </Card>
  )
}
