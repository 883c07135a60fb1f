import type { DeskView } from '#contract'
import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { wasSetNotReady } from '../model/alerts.ts'
import { useModel, useWords } from '../parts/app-context.ts'
import { PresenceDot } from '../parts/presence.tsx'
import styles from './desk-page.module.css'

/** No work at hand: what will happen next, and the one thing to do about it. */
export function IdleCard(props: { readonly view: DeskView }): ReactElement {
  const { view } = props
  const words = useWords()
  const { desk } = useModel()
  const isSet = wasSetNotReady(view)
  return (
    <section className={styles.idle} data-state={view.state} aria-label={words.states[view.state]}>
      <PresenceDot state={view.state} size={40} />
      <div>
        <h2>{isSet ? words.desk.setNotReady(view.reason ?? '') : words.desk.idle[view.state]}</h2>
        <p>{isSet ? words.desk.setNotReadySays : words.desk.idleSays[view.state]}</p>
      </div>
      {view.state !== 'available' && (
        <Button
          appearance="primary"
          size="large"
          onClick={() => void desk.setState({ state: 'available' })}
        >
          {words.desk.available}
        </Button>
      )}
    </section>
  )
}
