import type { DeskView } from '#contract'
import type { ReactElement } from 'react'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { ScreenGate } from '../parts/screen-gate.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import styles from './desk-page.module.css'
import { IdleCard } from './idle-card.tsx'
import { OfferCard } from './offer-card.tsx'
import { QueuesPanel } from './queues-panel.tsx'
import { RecentCalls } from './recent-calls.tsx'
import { StatePanel } from './state-panel.tsx'
import { TalkCard } from './talk-card.tsx'
import { WrapUpCard } from './wrap-up-card.tsx'

/** The work at hand: one thing at a time, the most urgent. */
function Work(props: { readonly view: DeskView }): ReactElement {
  const { view } = props
  if (view.offer !== undefined) return <OfferCard key={view.offer.offer} offer={view.offer} />
  if (view.talk !== undefined) return <TalkCard key={view.talk.interaction} talk={view.talk} />
  if (view.wrapUp !== undefined) {
    return <WrapUpCard key={view.wrapUp.interaction} wrapUp={view.wrapUp} />
  }
  return <IdleCard view={view} />
}

/** What the last command was refused for, if it was. */
function DeskTrouble(): ReactElement | undefined {
  const { desk } = useModel()
  const { trouble } = useSource(desk.doing)
  if (trouble === undefined) return undefined
  return <TroubleNote trouble={trouble} onDismiss={desk.dismiss} />
}

/** Where an agent spends the day: the work in the middle, state and queues beside it. */
export function DeskPage(): ReactElement {
  const { desk } = useModel()
  const words = useWords()
  const screen = useSource(desk.screen)
  return (
    <div className={styles.page}>
      <h1 className={styles.unseen}>{words.desk.title}</h1>
      <ScreenGate screen={screen} onRetry={desk.retry}>
        {view => (
          <div className={styles.columns}>
            <div className={styles.rail}>
              <StatePanel view={view} />
              <QueuesPanel queues={view.queues} />
            </div>
            <div className={styles.work}>
              <DeskTrouble />
              <Work view={view} />
              {/* A change of state may have ended a call: keyed by it, the list is asked for anew. */}
              <RecentCalls key={view.since} agent={view.agent.id} />
            </div>
          </div>
        )}
      </ScreenGate>
    </div>
  )
}

/** For people who serve no queue. */
export function NoDesk(): ReactElement {
  const words = useWords()
  return (
    <section className={styles.idle} aria-labelledby="no-desk">
      <div>
        <h1 id="no-desk">{words.desk.noDesk}</h1>
        <p>{words.desk.noDeskSays}</p>
      </div>
    </section>
  )
}
