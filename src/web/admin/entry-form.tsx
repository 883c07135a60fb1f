import type { ComplaintView } from '#contract'
import { Checkbox, Field, Input, Select } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'
import { useAdmin } from './admin-context.ts'
import { type Entry, type Field as FieldShape, fieldText, pathOf, withText } from './fields.ts'
import styles from './admin.module.css'

/** What is typed stays as it was typed until one goes elsewhere; the value changes with every key. */
function TextInput(props: {
  readonly text: string
  readonly onText: (text: string) => void
}): ReactElement {
  const [typed, setTyped] = useState<string>()
  return (
    <Input
      value={typed ?? props.text}
      onChange={(_, { value }) => {
        setTyped(value)
        props.onText(value)
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}

function Control(props: {
  readonly field: FieldShape
  readonly text: string
  readonly onText: (text: string) => void
}): ReactElement {
  const { field, text, onText } = props
  const { words } = useAdmin()
  if (field.kind === 'yes-no') {
    return (
      <Checkbox
        label={words.list.yes}
        checked={text === 'true'}
        onChange={(_, { checked }) => onText(String(checked === true))}
      />
    )
  }
  if (field.kind === 'choice') {
    return (
      <Select value={text} onChange={(_, { value }) => onText(value)}>
        <option value="">{words.list.usual}</option>
        {field.choices?.map(choice => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </Select>
    )
  }
  return <TextInput text={text} onText={onText} />
}

/** The fields of one entry, each with what is wrong with it. */
export function EntryForm(props: {
  readonly entry: Entry
  readonly fields: readonly FieldShape[]
  readonly complaints: readonly ComplaintView[]
  /** The way to the entry, as complaints name it. */
  readonly at: readonly (string | number)[]
  readonly onChange: (entry: Entry) => void
}): ReactElement {
  const { entry, fields, complaints, at, onChange } = props
  const { words } = useAdmin()
  const hints: Readonly<Partial<Record<FieldShape['kind'], string>>> = {
    duration: words.hints.duration,
    list: words.hints.list,
    levels: words.hints.skills,
  }
  return (
    <div className={styles.form}>
      {fields.map(field => {
        const path = [...at, ...pathOf(field)]
        const wrong = complaints.find(one => path.every((part, nth) => one.path[nth] === part))
        const hint = hints[field.kind]
        return (
          <Field
            key={field.key}
            label={words.fields[field.key]}
            {...(hint !== undefined && { hint })}
            {...(wrong !== undefined && {
              validationState: wrong.severity,
              validationMessage: `${wrong.words}. ${wrong.remedy}`,
            })}
          >
            <Control
              field={field}
              text={fieldText(entry, field)}
              onText={text => onChange(withText(entry, field, text))}
            />
          </Field>
        )
      })}
    </div>
  )
}
