import { Select } from '@fluentui/react-components'
import { type ReactElement, useId } from 'react'
import styles from './emulated.module.css'

/** A choice with its label, by the browser's own list. */
export function Pick(props: {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly name: string }[]
  readonly onPick: (value: string) => void
}): ReactElement {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{props.label}</label>
      <Select id={id} value={props.value} onChange={(_, { value }) => props.onPick(value)}>
        {props.options.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Select>
    </div>
  )
}
