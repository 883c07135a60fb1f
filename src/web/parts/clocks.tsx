import { type ReactElement, useLayoutEffect, useRef } from 'react'
import { clockTime, secondsLeft } from '../words/times.ts'
import { useModel, useSource } from './app-context.ts'
import styles from './clocks.module.css'

/** A running clock: how long something has lasted. */
export function Elapsed(props: {
  readonly since: number
  readonly label?: string | undefined
}): ReactElement {
  const { now } = useModel()
  const place = useRef<HTMLSpanElement>(null)
  const { since } = props
  // Written past React: a page full of running clocks is never drawn again for them.
  useLayoutEffect(() => {
    const show = (): void => {
      const digits = place.current
      if (digits !== null) digits.textContent = clockTime(now.get() - since)
    }
    show()
    return now.subscribe(show)
  }, [now, since])
  return <span ref={place} className={styles.digits} role="timer" aria-label={props.label} />
}

const radius = 26
const around = 2 * Math.PI * radius

/** What is left of a limited time, as a ring that empties and a number: never by colour alone. */
export function CountdownRing(props: {
  readonly from: number
  readonly until: number
  readonly says: (seconds: number) => string
}): ReactElement {
  const now = useSource(useModel().now)
  const left = secondsLeft(props.until - now)
  const share = Math.min(
    1,
    Math.max(0, (props.until - now) / Math.max(1, props.until - props.from)),
  )
  return (
    <span className={styles.ring} role="timer" aria-label={props.says(left)}>
      <svg viewBox="0 0 60 60" aria-hidden="true">
        <circle className={styles.track} cx="30" cy="30" r={radius} />
        <circle
          className={styles.left}
          data-short={share < 0.3}
          cx="30"
          cy="30"
          r={radius}
          strokeDasharray={around}
          strokeDashoffset={around * (1 - share)}
        />
      </svg>
      <span className={styles.number} aria-hidden="true">
        {left >= 100 ? clockTime(left * 1000) : left}
      </span>
    </span>
  )
}
