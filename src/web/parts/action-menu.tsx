import { MoreHorizontalRegular } from '@fluentui/react-icons'
import { type ReactElement, type RefObject, useEffect, useId, useRef, useState } from 'react'
import styles from './action-menu.module.css'

/** One thing that can be done with what the menu belongs to. */
export interface Action {
  readonly id: string
  readonly label: string
  readonly act: () => void
  /** What cannot be taken back stands apart. */
  readonly isHarmful?: boolean
}

/** Between the button and its menu, in pixels. */
const gap = 4

/** Below its button, or above where there is no room; never out of the window. */
function placeMenu(menu: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = menu
  const below = at.bottom + gap + height <= innerHeight
  const top = below ? at.bottom + gap : Math.max(gap, at.top - gap - height)
  const left = Math.max(gap, Math.min(at.right - width, innerWidth - width - gap))
  menu.style.insetBlockStart = `${top}px`
  menu.style.insetInlineStart = `${left}px`
}

/** Where a key leads among the items. */
function itemFor(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return (at - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

/** Opens the menu where its button is, and moves the focus as arrow keys ask. */
function useMenu(
  menu: RefObject<HTMLDivElement | null>,
  button: RefObject<HTMLButtonElement | null>,
  onClose: () => void,
): void {
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    const [shown, opener] = [menu.current, button.current]
    if (shown === null || opener === null) return undefined
    const items = (): HTMLElement[] => [...shown.querySelectorAll<HTMLElement>('[role=menuitem]')]
    function pressed(event: KeyboardEvent): void {
      const all = items()
      const at = all.findIndex(item => item === document.activeElement)
      const next = itemFor(event.key, at, all.length)
      if (event.key === 'Tab') shown?.hidePopover()
      if (next === undefined) return
      event.preventDefault()
      all[next]?.focus()
    }
    function toggled(event: ToggleEvent): void {
      if (event.newState === 'closed') close.current()
    }
    shown.showPopover()
    placeMenu(shown, opener)
    items()[0]?.focus()
    shown.addEventListener('keydown', pressed)
    shown.addEventListener('toggle', toggled)
    return () => {
      shown.removeEventListener('keydown', pressed)
      shown.removeEventListener('toggle', toggled)
      opener.focus()
    }
  }, [menu, button])
}

function Menu(props: {
  readonly id: string
  readonly label: string
  readonly actions: readonly Action[]
  readonly button: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
}): ReactElement {
  const place = useRef<HTMLDivElement>(null)
  useMenu(place, props.button, props.onClose)
  return (
    <div
      ref={place}
      id={props.id}
      popover="auto"
      role="menu"
      className={styles.menu}
      aria-label={props.label}
    >
      {props.actions.map(action => (
        <button
          key={action.id}
          type="button"
          role="menuitem"
          tabIndex={-1}
          data-harmful={action.isHarmful === true}
          onClick={() => {
            props.onClose()
            action.act()
          }}
        >
          {action.label}
        </button>
      ))}
    </div>
  )
}

/** A button with a menu of actions; what is in it is found out when it opens. */
export function ActionMenu(props: {
  readonly label: string
  readonly actions: () => readonly Action[]
}): ReactElement {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.opener}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={props.label}
        {...(isOpen ? { 'aria-controls': id } : {})}
        onClick={() => setOpen(true)}
      >
        <MoreHorizontalRegular aria-hidden="true" />
      </button>
      {isOpen && (
        <Menu
          id={id}
          label={props.label}
          actions={props.actions()}
          button={button}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
