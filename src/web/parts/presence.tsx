import type { AgentRow } from '#contract'
import type { ReactElement } from 'react'
import styles from './presence.module.css'

/** The names of an agent's routing states. */
export type AgentStateName = AgentRow['state']

/** Each state has its own figure in the dot, so that nobody needs the colour. */
const figures: Readonly<Record<AgentStateName, string>> = {
  available: 'M4.6 8.2l2.2 2.3 4.6-4.8',
  'not-ready': 'M8 4.6v3.7l2.6 1.6',
  reserved: 'M5 8h.01M8 8h.01M11 8h.01',
  talking: 'M4.8 8h6.4',
  'wrap-up': 'M5 11l.5-2.2 4.4-4.3 1.6 1.6-4.3 4.4z',
  'signed-out': 'M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
}

/** The dot of a state. The state's name stands beside it, so the dot itself says nothing aloud. */
export function PresenceDot(props: {
  readonly state: AgentStateName
  readonly size?: number
}): ReactElement {
  const size = props.size ?? 16
  return (
    <svg
      className={styles.dot}
      data-state={props.state}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
    >
      <circle cx="8" cy="8" r="7" />
      <path d={figures[props.state]} />
    </svg>
  )
}
