import type { WorkView } from '#contract'
import { Button } from '@fluentui/react-components'
import { CheckmarkRegular, OpenRegular } from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { CountdownRing, Elapsed } from '../parts/clocks.tsx'
import { CustomerHeadline } from '../parts/customer.tsx'
import { useShortcuts } from '../parts/use-shortcuts.ts'
import { EarlierContacts } from './earlier-contacts.tsx'
import { Notes } from './notes.tsx'
import styles from './work-card.module.css'

/** Take it or leave it, while there is time. */
function OfferHero(props: { readonly work: WorkView; readonly offer: string }): ReactElement {
  const { work, offer } = props
  const words = useWords().offer
  const { desk } = useModel()
  const { busy } = useSource(desk.doing)
  const accept = (): void => void desk.accept(offer)
  const decline = (): void => void desk.decline(offer)
  useShortcuts({ accept, decline })
  return (
    <div className={styles.hero}>
      <CountdownRing from={work.since} until={work.until ?? work.since} says={words.ringsFor} />
      <div className={styles.who}>
        <CustomerHeadline customer={work.customer} />
        <p className={styles.prompt}>{words.acceptTask}</p>
      </div>
      <Button size="large" aria-busy={busy === 'decline'} onClick={decline}>
        {words.decline}
      </Button>
      <Button appearance="primary" size="large" aria-busy={busy === 'accept'} onClick={accept}>
        {words.accept}
      </Button>
    </div>
  )
}

/** It is being done, and done when the agent says so. */
function WorkHero(props: { readonly work: WorkView }): ReactElement {
  const { work } = props
  const words = useWords().work
  const { desk } = useModel()
  const { busy } = useSource(desk.doing)
  return (
    <div className={styles.hero}>
      <span className={styles.bigClock}>
        <Elapsed since={work.since} label={words.since} />
      </span>
      <div className={styles.who}>
        <CustomerHeadline customer={work.customer} />
      </div>
      <Button
        appearance="primary"
        size="large"
        icon={<CheckmarkRegular />}
        aria-busy={busy === 'complete'}
        onClick={() => void desk.completeWork(work.interaction)}
      >
        {words.complete}
      </Button>
    </div>
  )
}

/** Work that is no call: what it is about, where it is found, and the two ways it goes on. */
export function TaskCard(props: { readonly work: WorkView }): ReactElement {
  const { work } = props
  const words = useWords()
  const { offer, title, link, queue, customer } = work
  const isOffered = work.state === 'reserved' && offer !== undefined
  return (
    <Card
      title={isOffered ? words.offer.taskTitle : words.work.doing}
      tone={isOffered ? 'ringing' : 'talking'}
      aside={queue?.name}
    >
      {isOffered ? <OfferHero work={work} offer={offer} /> : <WorkHero work={work} />}
      <p className={styles.about}>
        <strong>{title}</strong>
        {link !== undefined && (
          <a href={link} target="_blank" rel="noreferrer noopener">
            <OpenRegular aria-hidden="true" /> {words.offer.link}
          </a>
        )}
      </p>
      {!isOffered && <Notes interaction={work.interaction} />}
      <EarlierContacts address={customer.address} without={work.interaction} />
    </Card>
  )
}
