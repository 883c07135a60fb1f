import type { SipClock } from '../endpoint/endpoint-options.ts'
import { lifetimeMs, t1Ms, t2Ms } from '../transactions/machine.ts'

/** A 2xx on its way to be acknowledged. */
export interface RepeatedAnswer {
  stop(): void
}

/**
 * Sends a 2xx until its ACK comes: after T1, then at twice the pause up to T2, over every transport, and for
 * 64·T1 in all (RFC 3261 §13.3.1.4). The user does this because each 2xx of a fork has its own ACK.
 */
export function repeatAnswer(
  clock: SipClock,
  send: () => void,
  onSilence: () => void,
): RepeatedAnswer {
  let pauseMs = t1Ms
  const again = (): void => {
    send()
    pauseMs = Math.min(pauseMs * 2, t2Ms)
    cancelPause = clock.setTimer(pauseMs, again)
  }
  let cancelPause = clock.setTimer(pauseMs, again)
  const cancelEnd = clock.setTimer(lifetimeMs, () => {
    cancelPause()
    onSilence()
  })
  send()
  return {
    stop: () => {
      cancelPause()
      cancelEnd()
    },
  }
}
