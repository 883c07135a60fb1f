/**
 * The desk's keys. Each is held with Alt and Shift, which neither browsers nor screen readers use
 * alone, and is told by its place on the keyboard: on a Mac, Alt writes other letters.
 */
export const shortcuts = [
  { id: 'accept', code: 'KeyA', key: 'A' },
  { id: 'decline', code: 'KeyD', key: 'D' },
  { id: 'hang-up', code: 'KeyE', key: 'E' },
  { id: 'hold', code: 'KeyH', key: 'H' },
  { id: 'mute', code: 'KeyM', key: 'M' },
  { id: 'keypad', code: 'KeyK', key: 'K' },
  { id: 'transfer', code: 'KeyT', key: 'T' },
  { id: 'consult', code: 'KeyC', key: 'C' },
  { id: 'recording', code: 'KeyR', key: 'R' },
  { id: 'notes', code: 'KeyN', key: 'N' },
  { id: 'ready', code: 'KeyG', key: 'G' },
] as const

/** What a key of the desk does. */
export type ShortcutId = (typeof shortcuts)[number]['id']

/** A key that was pressed, as far as it matters here. */
export interface KeyPress {
  readonly code: string
  readonly key: string
  readonly altKey: boolean
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** The shortcut that was pressed, if it was one. */
export function shortcutOf(press: KeyPress): ShortcutId | undefined {
  if (!press.altKey || !press.shiftKey || press.ctrlKey || press.metaKey) return undefined
  return shortcuts.find(({ code }) => code === press.code)?.id
}

/** Whether the list of keys was asked for: a question mark alone, and not as a letter of a text. */
export function asksForHelp(press: KeyPress, isWriting: boolean): boolean {
  return press.key === '?' && !isWriting && !press.altKey && !press.ctrlKey && !press.metaKey
}
