import type { FormFieldView } from '#contract'
import { Field, Input, Radio, RadioGroup, Select } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { AnswerFault } from '../model/wrap-up-form.ts'
import { answerTo } from '../model/wrap-up-form.ts'
import { useWords } from '../parts/app-context.ts'
import styles from './work-card.module.css'

/** One answer as typed, and how to change it. */
interface Asked {
  readonly field: FormFieldView
  readonly value: string
  readonly onChange: (value: string) => void
}

/** The control that suits the kind of a field. */
function Control(props: Asked): ReactElement {
  const { field, value, onChange } = props
  const words = useWords().wrapUp
  switch (field.kind) {
    case 'text':
      return <Input value={value} onChange={(_, data) => onChange(data.value)} />
    case 'number':
      return (
        <Input inputMode="decimal" value={value} onChange={(_, data) => onChange(data.value)} />
      )
    case 'choice':
      return (
        <Select value={value} onChange={(_, data) => onChange(data.value)}>
          <option value="">{words.choice}</option>
          {(field.choices ?? []).map(choice => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </Select>
      )
    case 'yes-no':
      return (
        <RadioGroup layout="horizontal" value={value} onChange={(_, data) => onChange(data.value)}>
          <Radio value="yes" label={words.yes} />
          <Radio value="no" label={words.no} />
        </RadioGroup>
      )
  }
}

/** The fields of a queue's form, each with what is wrong with it. */
export function FormFields(props: {
  readonly fields: readonly FormFieldView[]
  readonly answers: Readonly<Record<string, string>>
  readonly faults: Readonly<Record<string, AnswerFault>>
  readonly onChange: (answers: Readonly<Record<string, string>>) => void
}): ReactElement {
  const words = useWords().wrapUp
  const says = { required: words.required, 'not-a-number': words.notANumber }
  return (
    <div className={styles.fields}>
      {props.fields.map(field => {
        const fault = Object.hasOwn(props.faults, field.id) ? props.faults[field.id] : undefined
        return (
          <Field
            key={field.id}
            label={field.label}
            required={field.required}
            {...(fault === undefined ? {} : { validationMessage: says[fault] })}
          >
            <Control
              field={field}
              value={answerTo(props.answers, field.id)}
              onChange={value => props.onChange({ ...props.answers, [field.id]: value })}
            />
          </Field>
        )
      })}
    </div>
  )
}
