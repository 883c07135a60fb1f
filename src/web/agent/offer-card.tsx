import type { OfferView } from '#contract'
import { Button } from '@fluentui/react-components'
import { CallRegular } from '@fluentui/react-icons/svg/call'
import { CallEndRegular } from '@fluentui/react-icons/svg/call-end'
import type { ReactElement } from 'react'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Card, Details } from '../parts/card.tsx'
import { CountdownRing } from '../parts/clocks.tsx'
import { CustomerHeadline, MenuPath } from '../parts/customer.tsx'
import { Decision } from '../parts/decision.tsx'
import { clockTime } from '../words/times.ts'
import styles from './work-card.module.css'

/** A call that rings on the agent's Teams phone: who, from where, how long still, and why him. */
export function OfferCard(props: { readonly offer: OfferView }): ReactElement {
  const { offer } = props
  const words = useWords()
  const { desk } = useModel()
  const busy = useSource(desk.doing).busy === 'decline'
  return (
    <Card title={words.offer.title} tone="ringing">
      <div className={styles.hero}>
        <CountdownRing from={offer.madeAt} until={offer.until} says={words.offer.ringsFor} />
        <div className={styles.who}>
          <CustomerHeadline customer={offer.customer} />
          <p className={styles.answer}>
            <CallRegular aria-hidden="true" /> {words.offer.answer}
          </p>
        </div>
        <Button
          size="large"
          icon={<CallEndRegular />}
          aria-busy={busy}
          onClick={() => void desk.decline(offer.offer)}
        >
          {words.offer.decline}
        </Button>
      </div>
      <Details
        rows={[
          [words.offer.queue, offer.queue.name],
          [words.offer.pressed, <MenuPath key="path" choices={offer.choices} />],
          [words.offer.waited, clockTime(offer.waitedMs)],
          [words.offer.dialled, offer.dialled],
        ]}
      />
      <div className={styles.section}>
        <h3>{words.offer.why}</h3>
        <Decision decision={offer.why} />
      </div>
    </Card>
  )
}
