import type { DeskView } from '#contract'
import { lazy, type ReactElement, Suspense, useEffect, useState } from 'react'
import { type DeskWork, shownWork, worksOf } from '../model/works.ts'
import { Link } from 'wouter'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Loading, ScreenGate } from '../parts/screen-gate.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { PhonePanel } from '../softphone/phone-panel.tsx'
import styles from './desk-page.module.css'
import { IdleCard } from './idle-card.tsx'
import { KeysHelp } from './keys-help.tsx'
import { OfferCard } from './offer-card.tsx'
import { QueuesPanel } from './queues-panel.tsx'
import { RecentCalls } from './recent-calls.tsx'
import { StatePanel } from './state-panel.tsx'
import { TodayPanel } from './today-panel.tsx'
import { WorkList } from './work-list.tsx'

/** Fetched while the desk is drawn, so that the desk is seen before, and a call waits for nothing. */
const underWay = () => import('./work-under-way.ts')
const TalkCard = lazy(async () => ({ default: (await underWay()).TalkCard }))
const TaskCard = lazy(async () => ({ default: (await underWay()).TaskCard }))
const WrapUpCard = lazy(async () => ({ default: (await underWay()).WrapUpCard }))

/** One piece of work, as its kind is shown. */
function OneWork(props: { readonly work: DeskWork }): ReactElement {
  const { work } = props
  switch (work.kind) {
    case 'offer':
      return <OfferCard offer={work.offer} />
    case 'talk':
      return <TalkCard talk={work.talk} />
    case 'wrap-up':
      return <WrapUpCard wrapUp={work.wrapUp} />
    case 'task':
      return <TaskCard work={work.work} />
  }
}

/** The work at hand: one thing at a time, and a list of all where there are several. */
function Work(props: { readonly view: DeskView }): ReactElement {
  const { view } = props
  const [chosen, choose] = useState<string>()
  const works = worksOf(view)
  const shown = shownWork(works, chosen)
  return (
    <>
      {works.length > 1 && (
        <WorkList works={works} shown={shown?.id} load={view.load} onChoose={choose} />
      )}
      {shown === undefined ? (
        <IdleCard view={view} />
      ) : (
        <Suspense fallback={<Loading slow={false} />}>
          <OneWork key={`${shown.kind} ${shown.id}`} work={shown} />
        </Suspense>
      )}
    </>
  )
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
  useEffect(() => {
    // Should it fail, it is said where a card is to be shown.
    underWay().catch(() => undefined)
  }, [])
  return (
    <div className={styles.page}>
      <h1 className={styles.unseen}>{words.desk.title}</h1>
      <ScreenGate screen={screen} onRetry={desk.retry}>
        {view => (
          <div className={styles.columns}>
            <div className={styles.rail}>
              <StatePanel view={view} />
              <PhonePanel />
              <QueuesPanel queues={view.queues} />
              {view.today !== undefined && <TodayPanel agent={view.agent.id} today={view.today} />}
              <KeysHelp />
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
        <p>
          <Link href="/board">{words.nav.board}</Link>
        </p>
      </div>
    </section>
  )
}
