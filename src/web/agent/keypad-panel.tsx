import { Button } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react'
import { createKeypad, padKeys } from '../model/keypad.ts'
import { useSource, useWords } from '../parts/app-context.ts'
import { telephoneLetters } from '../parts/telephone-letters.ts'
import styles from './talk-card.module.css'

/** Takes the focus, and then the keys of the keyboard that are a telephone's too. */
function useTyped(
  place: RefObject<HTMLElement | null>,
  keys: { readonly press: (key: string) => void; readonly close: () => void },
): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const pad = place.current
    function typed(event: KeyboardEvent): void {
      if (event.altKey || event.ctrlKey || event.metaKey) return
      if (event.key === 'Escape') latest.current.close()
      else if (padKeys.some(key => key === event.key)) latest.current.press(event.key)
    }
    pad?.focus()
    pad?.addEventListener('keydown', typed)
    return () => pad?.removeEventListener('keydown', typed)
  }, [place])
}

/** A telephone's keys, to click or to type; what was pressed is shown, and forgotten with the panel. */
export function KeypadPanel(props: {
  readonly send: (keys: string) => Promise<boolean>
  readonly onClose: () => void
}): ReactElement {
  const words = useWords().keypad
  const [pad] = useState(() => createKeypad(props.send))
  const { pressed, refused } = useSource(pad)
  const place = useRef<HTMLFieldSetElement>(null)
  useTyped(place, { press: pad.press, close: props.onClose })
  return (
    <fieldset ref={place} className={styles.panel} aria-label={words.title} tabIndex={-1}>
      <header className={styles.panelHead}>
        <h3>{words.title}</h3>
        <output className={styles.pressed} aria-label={words.pressed(pressed.length)}>
          {pressed.slice(-24)}
        </output>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={words.close}
          onClick={props.onClose}
        />
      </header>
      <div className={styles.pad}>
        {padKeys.map(key => (
          <Button key={key} className={styles.padKey ?? ''} onClick={() => pad.press(key)}>
            <span>
              {key}
              <small aria-hidden="true">{telephoneLetters[key] ?? ''}</small>
            </span>
          </Button>
        ))}
      </div>
      <p className={styles.hint}>{refused ? words.refused : words.hint}</p>
    </fieldset>
  )
}
