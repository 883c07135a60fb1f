import type { EmulatedPerson } from '#contract'
import { PersonRegular } from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import { initials } from '../parts/initials.ts'
import { type AgentStateName, PresenceDot } from '../parts/presence.tsx'
import styles from './teams-look.module.css'

type Presence = EmulatedPerson['presence']

/** The figure of each presence: the ones our own states have, so that colour and shape mean one thing. */
const figures: Readonly<Record<Presence, AgentStateName>> = {
  available: 'available',
  busy: 'talking',
  'in-a-call': 'talking',
  'in-a-meeting': 'talking',
  'do-not-disturb': 'talking',
  away: 'not-ready',
  offline: 'signed-out',
}

/** Somebody's initials in a circle, a figure for who is a number alone, with the presence at its edge where it is known; names stand beside it. */
export function Face(props: {
  readonly name: string
  readonly presence?: Presence
  readonly size?: 'small' | 'large'
}): ReactElement {
  const { name, presence, size = 'small' } = props
  return (
    <span className={styles.face} data-size={size} aria-hidden="true">
      {/^[\d+]/.test(name) ? <PersonRegular /> : initials(name)}
      {presence !== undefined && (
        <span className={styles.badge}>
          <PresenceDot state={figures[presence]} size={14} />
        </span>
      )}
    </span>
  )
}
