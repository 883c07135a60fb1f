import { Field, Textarea } from '@fluentui/react-components'
import { type ReactElement, useEffect, useRef } from 'react'
import { noteLengthMax } from '../model/drafts.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { useShortcuts } from '../parts/use-shortcuts.ts'
import styles from './work-card.module.css'

/** Notes of the work at hand; the wrap-up, and every other page of the agent, finds them again. */
export function Notes(props: { readonly interaction: string }): ReactElement {
  const { interaction } = props
  const words = useWords().talk
  const { drafts } = useModel()
  const place = useRef<HTMLDivElement>(null)
  useSource(drafts)
  useEffect(() => drafts.resume(interaction), [drafts, interaction])
  useShortcuts({ notes: () => place.current?.querySelector('textarea')?.focus() })
  return (
    <div ref={place} className={styles.section}>
      <Field
        label={words.note}
        hint={drafts.isUnsaved(interaction) ? words.noteUnsaved : words.noteHint}
      >
        <Textarea
          rows={4}
          resize="vertical"
          maxLength={noteLengthMax}
          value={drafts.of(interaction).note}
          onChange={(_, { value }) => drafts.change(interaction, { note: value })}
        />
      </Field>
    </div>
  )
}
