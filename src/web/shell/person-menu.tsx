import type { MeView } from '#contract'
import { Button, Select, Switch } from '@fluentui/react-components'
import { type ReactElement, useId } from 'react'
import { languages, themeChoices } from '../model/settings.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { initials } from '../parts/initials.ts'
import { languageNames } from '../words/catalog.ts'
import styles from './app-bar.module.css'

/** A choice among few: the browser's own list, which every keyboard and reader knows. */
function Choice<Value extends string>(props: {
  readonly label: string
  readonly value: Value
  readonly values: readonly Value[]
  readonly name: (value: Value) => string
  readonly onChoose: (value: Value) => void
}): ReactElement {
  const id = useId()
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{props.label}</label>
      <Select
        id={id}
        value={props.value}
        onChange={(_, data) => {
          const chosen = props.values.find(value => value === data.value)
          if (chosen !== undefined) props.onChoose(chosen)
        }}
      >
        {props.values.map(value => (
          <option key={value} value={value}>
            {props.name(value)}
          </option>
        ))}
      </Select>
    </div>
  )
}

/** Who is signed in, and this browser's settings: a popover of the browser's own, closed by Escape. */
export function PersonMenu(props: { readonly me: MeView }): ReactElement {
  const { me } = props
  const { person: words, keys: keyWords } = useWords()
  const { settings, session } = useModel()
  const { theme, language, sound, keys } = useSource(settings)
  const id = useId()
  return (
    <>
      {/* The letters are drawn, not said: the name says it better. */}
      <button
        type="button"
        className={styles.face}
        popoverTarget={id}
        data-initials={initials(me.person.name)}
        aria-label={words.menu}
      />
      <div id={id} popover="auto" className={styles.menu}>
        <p className={styles.person}>
          <strong>{me.person.name}</strong>
          <span>
            {words.roles[me.role]} · {me.tenant.name}
          </span>
        </p>
        <Choice
          label={words.theme}
          value={theme}
          values={themeChoices}
          name={value => words.themes[value]}
          onChoose={value => settings.change({ theme: value })}
        />
        <Choice
          label={words.language}
          value={language}
          values={languages}
          name={value => languageNames[value]}
          onChoose={value => settings.change({ language: value })}
        />
        <Switch
          label={words.sound}
          checked={sound}
          onChange={(_, data) => settings.change({ sound: data.checked })}
        />
        <Switch
          label={keyWords.setting}
          checked={keys}
          onChange={(_, data) => settings.change({ keys: data.checked })}
        />
        <Button onClick={() => void session.signOut()}>{words.signOut}</Button>
      </div>
    </>
  )
}
