import { createCell, type Source } from './cell.ts'
import type { Clock } from './clock.ts'

/** Between two ticks: clocks on screen show whole seconds. */
const tickMs = 1000

/** Tells whether the page is seen, and when that changes. */
export interface Visibility {
  readonly visible: () => boolean
  readonly onChange: (listener: () => void) => () => void
}

/**
 * The one tick that every clock on screen shares: the server's time, once a second. It runs only
 * while some clock listens and the page is seen, and it ticks just after the server's full second.
 */
export function createTicker(
  clock: Clock,
  visibility: Visibility,
  serverNow: () => number,
): Source<number> {
  let cancel: (() => void) | undefined
  function tick(): void {
    cancel?.()
    cancel = undefined
    const now = serverNow()
    cell.set(now)
    if (visibility.visible()) cancel = clock.after(tickMs - (now % tickMs), tick)
  }
  const cell = createCell(serverNow(), () => {
    const forget = visibility.onChange(tick)
    tick()
    return () => {
      forget()
      cancel?.()
      cancel = undefined
    }
  })
  return cell
}
