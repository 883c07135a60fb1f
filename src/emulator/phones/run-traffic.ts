import type { EmulatorClock } from '../clock.ts'
import type { EmulatorLog } from '../emulator.ts'
import { openTimers } from '../timers.ts'
import { scheduleCalls } from './plan-traffic.ts'
import type { ScheduledCall, TrafficPlan } from './plan-traffic.ts'
import { callerCallsMax } from './script.ts'
import type { CallResult, PlacedCall, PlannedCall } from './script.ts'

/** How traffic went so far. */
export interface TrafficCounts {
  readonly placed: number
  /** Calls not made because too many were up, or everybody who could make them was in one. */
  readonly skipped: number
  readonly running: number
  readonly outcomes: Readonly<Record<CallResult['outcome'], number>>
}

/** Traffic that runs until it is stopped. */
export interface Traffic {
  counts(): TrafficCounts
  /** No more calls; resolves when those under way have ended. `now` hangs them up. */
  stop(how?: 'now'): Promise<void>
}

/** Whoever can place calls: the phone network. */
export interface CallPlacer {
  readonly call: (plan: PlannedCall) => PlacedCall
  /** Whether a number is in a call that it made. */
  readonly isCalling: (number: string) => boolean
  readonly clock: EmulatorClock
  readonly log: EmulatorLog
}

/** Makes the calls of a plan as their time comes. */
export function runTraffic(plan: TrafficPlan, placer: CallPlacer): Traffic {
  const { clock, log } = placer
  const timers = openTimers(clock)
  const running = new Set<PlacedCall>()
  const tally = { placed: 0, skipped: 0 }
  const outcomes = { completed: 0, 'far-end-hung-up': 0, abandoned: 0, failed: 0 }
  const calls = scheduleCalls(plan, clock.now(), placer.isCalling)

  const make = (scheduled: ScheduledCall): void => {
    const isFull = running.size >= Math.min(plan.concurrentMax, callerCallsMax)
    if (isFull || placer.isCalling(scheduled.plan.from)) {
      tally.skipped++
      return
    }
    const placed = placer.call(scheduled.plan)
    tally.placed++
    running.add(placed)
    log('info', 'caller dials', { name: scheduled.plan.fromName ?? '', story: scheduled.story })
    void placed.result.then(result => {
      running.delete(placed)
      outcomes[result.outcome]++
      return log('info', 'caller done', { story: scheduled.story, outcome: result.outcome })
    })
  }
  const wait = (): void => {
    const next = calls.next()
    if (next.done === true) return
    const scheduled = next.value
    timers.after(Math.max(0, scheduled.atMs - clock.now()), () => {
      make(scheduled)
      wait()
    })
  }
  wait()
  return {
    counts: () => ({ ...tally, running: running.size, outcomes: { ...outcomes } }),
    stop: async how => {
      timers.clear()
      if (how === 'now') for (const call of running) call.hangUp()
      await Promise.all([...running].map(call => call.result))
    },
  }
}
