import type { TalkView } from '#contract'
import { Button } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import type { Words } from '../words/catalog.ts'
import styles from './talk-card.module.css'

type Consult = NonNullable<TalkView['consult']>

function stateWords(consult: Consult, words: Words['consult']): string {
  switch (consult.state) {
    case 'ringing':
      return words.ringing(consult.with)
    case 'talking':
      return words.talking(consult.with)
    case 'joined':
      return words.joined(consult.with)
  }
}

/** Somebody is asked while the customer waits: how it stands, and how it may go on. */
export function ConsultStrip(props: {
  readonly interaction: string
  readonly consult: Consult
}): ReactElement {
  const { consult } = props
  const words = useWords().consult
  const { desk } = useModel()
  const isBusy = useSource(desk.doing).busy === 'consult'
  const { decide } = desk.talk(props.interaction)
  const isTalking = consult.state !== 'ringing'
  return (
    <div className={styles.consult}>
      <output>{stateWords(consult, words)}</output>
      <div className={styles.consultActions} aria-busy={isBusy}>
        {isTalking && (
          <Button appearance="primary" onClick={() => void decide('complete')}>
            {words.complete}
          </Button>
        )}
        {consult.state === 'talking' && (
          <Button onClick={() => void decide('join')}>{words.join}</Button>
        )}
        <Button onClick={() => void decide('return')}>
          {isTalking ? words.back : words.cancel}
        </Button>
      </div>
    </div>
  )
}
