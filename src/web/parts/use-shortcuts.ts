import { useEffect, useRef } from 'react'
import { type ShortcutId, shortcutOf } from '../model/shortcuts.ts'
import { useModel, useSource } from './app-context.ts'

/** What each of the desk's keys does now; a key without anything to do is left to the browser. */
export type ShortcutActions = Partial<Readonly<Record<ShortcutId, () => void>>>

/** Listens for the desk's keys while the component is shown and the person wants them. */
export function useShortcuts(actions: ShortcutActions): void {
  const { keys } = useSource(useModel().settings)
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    if (!keys) return undefined
    function pressed(event: KeyboardEvent): void {
      const shortcut = shortcutOf(event)
      const act = shortcut === undefined ? undefined : latest.current[shortcut]
      if (act === undefined || event.repeat) return
      event.preventDefault()
      act()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [keys])
}
