import type { SipClock } from './endpoint/endpoint-options.ts'

interface Alarm {
  readonly atMs: number
  readonly order: number
  readonly fire: () => void
}

/** Time that only moves when told to. */
export interface FakeClock extends SipClock {
  /** Moves time on, firing what falls due in order; promises settle in between. */
  advance(ms: number): Promise<void>
  pending(): number
}

/** A clock for tests and simulations: no waiting, the same order every time. */
export function createFakeClock(): FakeClock {
  const alarms = new Set<Alarm>()
  let nowMs = 0
  let orders = 0
  const due = (untilMs: number): Alarm | undefined => {
    let first: Alarm | undefined
    for (const alarm of alarms) {
      const earlier =
        first === undefined ||
        alarm.atMs < first.atMs ||
        (alarm.atMs === first.atMs && alarm.order < first.order)
      if (alarm.atMs <= untilMs && earlier) first = alarm
    }
    return first
  }
  return {
    now: () => nowMs,
    pending: () => alarms.size,
    setTimer: (ms, fire) => {
      const alarm = { atMs: nowMs + Math.max(0, ms), order: ++orders, fire }
      alarms.add(alarm)
      return () => void alarms.delete(alarm)
    },
    advance: async ms => {
      const untilMs = nowMs + ms
      await settled()
      for (let alarm = due(untilMs); alarm !== undefined; alarm = due(untilMs)) {
        alarms.delete(alarm)
        nowMs = alarm.atMs
        alarm.fire()
        await settled()
      }
      nowMs = untilMs
    },
  }
}

/** Promise chains of ours are short; this many turns let any of them finish. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve()
}
