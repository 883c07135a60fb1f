import { Button } from '@fluentui/react-components'
import { type ReactElement, useEffect, useState } from 'react'
import { asksForHelp, shortcuts } from '../model/shortcuts.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Dialog } from '../parts/dialog.tsx'
import styles from './desk-page.module.css'

/** Whether what has the focus takes letters. */
function isWriting(): boolean {
  const focused = document.activeElement
  if (focused instanceof HTMLElement && focused.isContentEditable) return true
  return focused !== null && /^(input|textarea|select)$/i.test(focused.tagName)
}

/** What the two keys are called on this machine. */
function held(): readonly string[] {
  return /mac|iphone|ipad/i.test(navigator.userAgent) ? ['⌥', '⇧'] : ['Alt', 'Shift']
}

function KeysDialog(props: { readonly onClose: () => void }): ReactElement {
  const words = useWords().keys
  const rows = shortcuts.map(({ id, key }) => ({ says: words.does[id], keys: [...held(), key] }))
  return (
    <Dialog
      title={words.help}
      onClose={props.onClose}
      actions={
        <Button appearance="primary" onClick={props.onClose}>
          {words.close}
        </Button>
      }
    >
      <p>{words.says}</p>
      <dl className={styles.keys}>
        {[...rows, { says: words.show, keys: ['?'] }].map(({ says, keys }) => (
          <div key={says}>
            <dt>{says}</dt>
            <dd>
              {keys.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

/** The list of the desk's keys, opened by a question mark or its button. */
export function KeysHelp(): ReactElement {
  const words = useWords().keys
  const { keys } = useSource(useModel().settings)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    if (!keys) return undefined
    function pressed(event: KeyboardEvent): void {
      if (asksForHelp(event, isWriting())) setOpen(true)
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [keys])
  return (
    <p className={styles.keysHint}>
      <Button appearance="subtle" size="small" onClick={() => setOpen(true)}>
        {words.help} <kbd aria-hidden="true">?</kbd>
      </Button>
      {isOpen && <KeysDialog onClose={() => setOpen(false)} />}
    </p>
  )
}
