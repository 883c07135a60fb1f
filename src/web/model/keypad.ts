import { createCell, type Source } from './cell.ts'

/** The keys of a telephone, in their places. */
export const padKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const

/** The most keys one order carries. */
export const keysAtOnceMax = 32

/** What has been pressed so far, and whether the last keys were not taken. */
export interface KeypadState {
  readonly pressed: string
  readonly refused: boolean
}

/** A telephone's keypad: every key is sent, in order, none waits for a slow answer to be pressed. */
export interface Keypad extends Source<KeypadState> {
  readonly press: (key: string) => void
}

/** A keypad over whatever sends keys; keys pressed while some are on their way go together after them. */
export function createKeypad(send: (keys: string) => Promise<boolean>): Keypad {
  const cell = createCell<KeypadState>({ pressed: '', refused: false })
  let waiting = ''
  let isSending = false

  async function sendAll(): Promise<void> {
    isSending = true
    while (waiting !== '') {
      const keys = waiting.slice(0, keysAtOnceMax)
      waiting = waiting.slice(keysAtOnceMax)
      const isTaken = await send(keys)
      cell.set({ ...cell.get(), refused: !isTaken })
    }
    isSending = false
  }

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    press: key => {
      if (!padKeys.some(one => one === key)) return
      waiting += key
      cell.set({ ...cell.get(), pressed: cell.get().pressed + key })
      if (!isSending) void sendAll()
    },
  }
}
