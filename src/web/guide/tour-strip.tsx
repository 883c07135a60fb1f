import type { MeView } from '#contract'
import { Button } from '@fluentui/react-components'
import { type ReactElement, useEffect } from 'react'
import { TeamsClient } from '../emulator/teams-client.tsx'
import {
  guide,
  tickIfSeen,
  useLoadedWorldWords,
  useWorldWords,
  world,
  WorldWordsProvider,
} from '../emulator/here.ts'
import { useModel, useSource } from '../parts/app-context.ts'
import { callForVisitor, guideSteps, personFor, wayTo } from './guide.ts'
import styles from './guide.module.css'

/** The tour on every page of a signed-in visitor: what is done, what is next, and the agent's own phone. */
export function TourStrip(props: { readonly me: MeView }): ReactElement | undefined {
  const words = useLoadedWorldWords()
  const { isSkipped } = useSource(guide)
  if (isSkipped) return undefined
  return (
    <WorldWordsProvider value={words}>
      <nav className={styles.strip} aria-label={words.guide.next}>
        <Steps />
        <Button size="small" appearance="transparent" onClick={() => guide.skip(true)}>
          {words.guide.skip}
        </Button>
      </nav>
      {props.me.agent !== undefined && <OwnPhone me={props.me} />}
    </WorldWordsProvider>
  )
}

function Steps(): ReactElement {
  const words = useWorldWords().guide
  const { done } = useSource(guide)
  const { view } = useSource(world)
  return (
    <ol>
      {guideSteps.map(step => (
        <li key={step} data-done={done.includes(step)}>
          <a href={wayTo(step, view ?? { people: [] })} onClick={() => tickIfSeen(step)}>
            {done.includes(step) && <span aria-hidden="true">✓ </span>}
            {words.steps[step].title}
            {done.includes(step) && <span className={styles.hidden}> ({words.done})</span>}
          </a>
        </li>
      ))}
    </ol>
  )
}

/** The Teams client of whoever is at the desk, in a corner as Teams' own toast is. */
function OwnPhone(props: { readonly me: MeView }): ReactElement | undefined {
  const words = useWorldWords().guide
  const { view } = useSource(world)
  const { done } = useSource(guide)
  const name = props.me.person.name
  const person = view?.people.find(one => one.name === name)
  useTourCall(person?.id)
  const isTalking = person?.state.kind === 'talking'
  useEffect(() => {
    if (isTalking) guide.tick('take')
  }, [isTalking])
  if (view === undefined || person === undefined) return undefined
  const isFirst =
    personFor('agent', view)?.id === person.id &&
    person.state.kind === 'idle' &&
    !done.includes('take')
  return (
    <section className={styles.phone} aria-label={words.phoneOf(name)}>
      <h2>{words.phoneOf(name)}</h2>
      {isFirst && <p>{words.comes}</p>}
      <TeamsClient person={person} view={view} />
    </section>
  )
}

/** Whoever came to take a call gets one: the phone in his own hand, the desk open, a customer on the way. */
function useTourCall(personId: string | undefined): void {
  const { desk } = useModel()
  const isDeskOpen = useSource(desk.screen).kind === 'ready'
  useEffect(() => {
    const { view } = world.get()
    if (personId === undefined || view === undefined || !isDeskOpen) return
    if (new URLSearchParams(location.search).get('tour') !== 'take') return
    history.replaceState(history.state, '', location.pathname)
    async function begin(): Promise<void> {
      await world.wish(`/people/${personId ?? ''}/meets`, { how: 'hand' })
      const opening = desk.setState({ state: 'available' })
      if (view !== undefined) await world.wish('/callers', callForVisitor(view))
      await opening
    }
    void begin()
  }, [personId, desk, isDeskOpen])
}
