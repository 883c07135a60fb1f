import { type KeyboardEvent, type ReactElement, type ReactNode, useId, useRef } from 'react'
import styles from './tabs.module.css'

/**
 * Tabs as the ARIA practices describe them: one stop of the Tab key, arrow keys between them, and
 * the panel after them. The chosen one's panel is the only one that is drawn.
 */
export function Tabs<Name extends string>(props: {
  readonly names: readonly Name[]
  readonly words: Readonly<Record<Name, string>>
  readonly chosen: Name
  readonly onChoose: (name: Name) => void
  readonly children: ReactNode
}): ReactElement {
  const { names, words, chosen, onChoose } = props
  const id = useId()
  const list = useRef<HTMLDivElement>(null)

  function move(event: KeyboardEvent): void {
    const at = names.indexOf(chosen)
    const places: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % names.length,
      ArrowLeft: (at + names.length - 1) % names.length,
      Home: 0,
      End: names.length - 1,
    }
    const place = places[event.key]
    const name = place === undefined ? undefined : names[place]
    if (name === undefined || place === undefined) return
    event.preventDefault()
    onChoose(name)
    const buttons = list.current?.querySelectorAll('button')
    buttons?.[place]?.focus()
  }
  return (
    <section className={styles.tabs}>
      <div className={styles.list} role="tablist" ref={list}>
        {names.map(name => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => onChoose(name)}
            onKeyDown={move}
          >
            {words[name]}
          </button>
        ))}
      </div>
      <div
        className={styles.panel}
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-${chosen}`}
      >
        {props.children}
      </div>
    </section>
  )
}
