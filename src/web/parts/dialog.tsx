import { type ReactElement, type ReactNode, useEffect, useId, useRef } from 'react'
import styles from './dialog.module.css'

/**
 * A dialog of the browser's own: it holds the focus, is closed by Escape, and gives the focus back.
 * Shown for as long as it is drawn.
 */
export function Dialog(props: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** At the foot, the main action last. */
  readonly actions?: ReactNode
  readonly size?: 'small' | 'large'
}): ReactElement {
  const place = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = place.current
    const before = document.activeElement
    if (dialog !== null && !dialog.open) dialog.showModal()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={place}
      className={styles.dialog}
      data-size={props.size ?? 'small'}
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault()
        props.onClose()
      }}
    >
      <h2 id={id}>{props.title}</h2>
      <div className={styles.body}>{props.children}</div>
      {props.actions !== undefined && <div className={styles.actions}>{props.actions}</div>}
    </dialog>
  )
}
