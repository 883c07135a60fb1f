import type { Clock, Log } from '#engine'

/** How many lines of one kind are written in a window; what comes after them is counted. */
export const strangerLinesMax = 20
/** How long a window is. */
export const strangerWindowMs = 10_000

/** What anybody who reaches a port can cause, as often as they like. */
const causedByStrangers: ReadonlySet<string> = new Set([
  'sip-transport',
  'sip-unreadable',
  'call-turned-away',
])

interface Window {
  written: number
  leftOut: number
}

/**
 * A log that strangers cannot fill: of what they cause, each kind has a number of lines in a window
 * of time, and then one line that tells how many more there were. Everything else passes as it is.
 */
export function spareLog(log: Log, clock: Pick<Clock, 'setTimer'>): Log {
  const windows = new Map<string, Window>()
  const openWindow = (kind: string, tellRest: (leftOut: number) => void): Window => {
    const window: Window = { written: 0, leftOut: 0 }
    windows.set(kind, window)
    clock.setTimer(strangerWindowMs, () => {
      windows.delete(kind)
      if (window.leftOut > 0) tellRest(window.leftOut)
    })
    return window
  }
  return (level, event, details) => {
    if (!causedByStrangers.has(event)) return log(level, event, details)
    const kind = details['what'] === undefined ? {} : { what: details['what'] }
    const name = JSON.stringify([event, kind])
    const tellRest = (leftOut: number): void => log(level, event, { ...kind, leftOut })
    const window = windows.get(name) ?? openWindow(name, tellRest)
    if (window.written === strangerLinesMax) window.leftOut += 1
    else {
      window.written += 1
      log(level, event, details)
    }
  }
}
