// oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-to-interactive-role -- No tag of HTML is an input with a list of rich rows: this is the ARIA combobox pattern.
import { Button, Field, Input } from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons'
import { type KeyboardEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react'
import { type PickerOption, pickerOptions } from '../model/people.ts'
import type { Target } from '../model/targets.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import type { Words } from '../words/catalog.ts'
import styles from './people-picker.module.css'
import { optionName, PickerRow } from './picker-row.tsx'

/** What the arrow keys make of the place in the list; it goes round. */
function movedTo(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (Math.max(at, 0) - 1 + count) % count
  return undefined
}

function Found(props: {
  readonly id: string
  readonly options: readonly PickerOption[]
  readonly at: number
  readonly label: string
  readonly onChoose: (at: number) => void
}): ReactElement {
  return (
    <ul id={props.id} className={styles.list} role="listbox" aria-label={props.label}>
      {props.options.map((option, index) => (
        // The keys are the input's, which points at the row: focus never leaves it.
        <li
          key={option.id}
          id={`${props.id}-${index}`}
          role="option"
          aria-selected={index === props.at}
          onClick={() => props.onChoose(index)}
        >
          <PickerRow option={option} />
        </li>
      ))}
    </ul>
  )
}

/** What the search says of itself: what went wrong, that there is more, how to choose. */
function useFoundNote(options: readonly PickerOption[]): string {
  const words = useWords().picker
  const { state, found } = useSource(useModel().people)
  if (state === 'failed') return words.failed
  if (options.length > 0) return found?.more === true ? `${words.more} ${words.hint}` : words.hint
  return state === 'loading' ? words.loading : words.none
}

/** The list's keys, kept in the input: arrows move, Enter takes, Escape closes. */
function usePickerKeys(asked: {
  readonly options: readonly PickerOption[]
  readonly onTake: (option: PickerOption) => void
  readonly onClose: () => void
}): {
  readonly at: number
  readonly choose: (at: number) => void
  readonly chooseFirst: (isWanted: boolean) => void
  readonly pressed: (event: KeyboardEvent) => void
} {
  // Nothing is chosen until somebody chooses: a stray Enter hands no customer on. Who is chosen stays
  // chosen while the list is read anew; of what is still being typed it is the first that is found.
  const [wanted, want] = useState<{ readonly id: string } | 'first' | 'none'>('none')
  const { options } = asked
  const isWanted = ({ id }: PickerOption): boolean => typeof wanted === 'object' && wanted.id === id
  const at = wanted === 'first' ? Math.min(0, options.length - 1) : options.findIndex(isWanted)
  const chosen = options[at]
  function choose(next: number): void {
    const option = options[next]
    want(option === undefined ? 'none' : { id: option.id })
  }
  function pressed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const next = movedTo(event.key, at, options.length)
    if (next !== undefined) choose(next)
    else if (event.key === 'Escape') asked.onClose()
    else if (event.key !== 'Enter') return
    else if (chosen !== undefined) asked.onTake(chosen)
    event.preventDefault()
  }
  return { at, choose, chooseFirst: is => want(is ? 'first' : 'none'), pressed }
}

/** Asks for a name, queue or number, and hands over the one chosen. */
export function PeoplePicker(props: {
  readonly purpose: 'transfer' | 'consult'
  readonly onTake: (to: Target) => void
  readonly onClose: () => void
}): ReactElement {
  const { purpose } = props
  const words = useWords().picker
  const { people } = useModel()
  const search = useSource(people)
  const place = useRef<HTMLDivElement>(null)
  const id = useId()
  const options = pickerOptions(search, purpose)
  const note = useFoundNote(options)
  const take = (option: PickerOption): void => props.onTake(option.target)
  const { at, choose, chooseFirst, pressed } = usePickerKeys({
    options,
    onTake: take,
    onClose: props.onClose,
  })
  const chosen = options[at]
  useEffect(() => {
    people.search('')
    place.current?.querySelector('input')?.focus()
    return people.close
  }, [people])
  return (
    <div ref={place} className={styles.picker}>
      <Field label={words[purpose]} hint={note}>
        <Input
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          autoComplete="off"
          {...(chosen === undefined ? {} : { 'aria-activedescendant': `${id}-${at}` })}
          contentBefore={<SearchRegular aria-hidden="true" />}
          placeholder={words.find}
          value={search.text}
          onChange={(_, { value }) => {
            chooseFirst(value.trim() !== '')
            people.search(value)
          }}
          onKeyDown={pressed}
        />
      </Field>
      <Found id={id} options={options} at={at} label={words.people} onChoose={choose} />
      <div className={styles.actions}>
        <Button onClick={props.onClose}>{words.cancel}</Button>
        <Button
          appearance="primary"
          disabledFocusable={chosen === undefined}
          onClick={() => chosen !== undefined && take(chosen)}
        >
          {chosen === undefined ? words[purpose] : takeWords(words, purpose, optionName(chosen))}
        </Button>
      </div>
    </div>
  )
}

function takeWords(words: Words['picker'], purpose: 'transfer' | 'consult', name: string): string {
  return purpose === 'transfer' ? words.transferTo(name) : words.consultWith(name)
}
