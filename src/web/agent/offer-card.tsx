import type { OfferView } from '#contract'
import { Button } from '@fluentui/react-components'
import { CallEndRegular } from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Card, Details } from '../parts/card.tsx'
import { CountdownRing } from '../parts/clocks.tsx'
import { CustomerHeadline, dialledWords, MenuPath } from '../parts/customer.tsx'
import { Decision } from '../parts/decision.tsx'
import { useShortcuts } from '../parts/use-shortcuts.ts'
import { AnswerHere } from '../softphone/phone-in-call.tsx'
import { clockTime } from '../words/times.ts'
import { EarlierContacts } from './earlier-contacts.tsx'
import styles from './work-card.module.css'

/** Who calls, how long it still rings, and the answer. */
function Hero(props: { readonly offer: OfferView }): ReactElement {
  const { offer } = props
  const words = useWords().offer
  const { desk } = useModel()
  const { busy } = useSource(desk.doing)
  useShortcuts({ decline: () => void desk.decline(offer.offer) })
  return (
    <div className={styles.hero}>
      <CountdownRing from={offer.madeAt} until={offer.until} says={words.ringsFor} />
      <div className={styles.who}>
        <CustomerHeadline customer={offer.customer} />
        <AnswerHere />
      </div>
      <Button
        size="large"
        icon={<CallEndRegular />}
        aria-busy={busy === 'decline'}
        onClick={() => void desk.decline(offer.offer)}
      >
        {words.decline}
      </Button>
    </div>
  )
}

/** A call that rings on the agent's phone: who, from where, how long still, and why this agent. */
export function OfferCard(props: { readonly offer: OfferView }): ReactElement {
  const { offer } = props
  const { offer: words, customer } = useWords()
  return (
    <Card title={words.title} tone="ringing">
      <Hero offer={offer} />
      {offer.returned === true && <p className={styles.returned}>{words.returned}</p>}
      <Details
        rows={[
          [words.queue, offer.queue.name],
          [words.waited, clockTime(offer.waitedMs)],
          [words.dialled, dialledWords(offer.dialled, customer)],
          [words.pressed, <MenuPath key="path" choices={offer.choices} />],
        ]}
      />
      <EarlierContacts address={offer.customer.address} without={offer.interaction} />
      <div className={styles.section}>
        <h3>{words.why}</h3>
        <Decision decision={offer.why} />
      </div>
    </Card>
  )
}
