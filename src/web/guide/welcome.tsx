import { Button } from '@fluentui/react-components'
import {
  BoardRegular,
  CallRegular,
  HeadsetRegular,
  PlugDisconnectedRegular,
  QuestionCircleRegular,
} from '@fluentui/react-icons'
import type { ComponentType, ReactElement, ReactNode } from 'react'
import {
  guide,
  tickIfSeen,
  useLoadedWorldWords,
  useWorldWords,
  world,
  WorldWordsProvider,
} from '../emulator/here.ts'
import { useSource } from '../parts/app-context.ts'
import { Logo } from '../shell/logo.tsx'
import { type GuideStep, guideSteps, wayTo } from './guide.ts'
import styles from './guide.module.css'

/** The first screen of an emulated installation: five invitations, one click each; or the way past them. */
export function Welcome(props: { readonly signIn: ReactNode }): ReactNode {
  const words = useLoadedWorldWords()
  const { isSkipped } = useSource(guide)
  if (isSkipped) return props.signIn
  return (
    <WorldWordsProvider value={words}>
      <main className={styles.page}>
        <Logo size={56} />
        <h1>{words.guide.title}</h1>
        <p className={styles.says}>{words.guide.says}</p>
        <Invitations />
        <WebPages />
        <p className={styles.emulated}>{words.guide.emulated}</p>
        <Button appearance="transparent" onClick={() => guide.skip(true)}>
          {words.guide.skip}
        </Button>
      </main>
    </WorldWordsProvider>
  )
}

const signs: Readonly<Record<GuideStep, ComponentType<{ readonly 'aria-hidden'?: boolean }>>> = {
  take: HeadsetRegular,
  call: CallRegular,
  watch: BoardRegular,
  why: QuestionCircleRegular,
  break: PlugDisconnectedRegular,
}

function Sign(props: { readonly step: GuideStep }): ReactElement {
  const Icon = signs[props.step]
  return <Icon aria-hidden />
}

/** The five invitations, each a link; those done carry a tick. */
function Invitations(): ReactElement {
  const words = useWorldWords().guide
  const { view } = useSource(world)
  const { done } = useSource(guide)
  return (
    <ol className={styles.steps}>
      {guideSteps.map(step => (
        <li key={step}>
          <a href={wayTo(step, view ?? { people: [] })} onClick={() => tickIfSeen(step)}>
            <Sign step={step} />
            <strong>{words.steps[step].title}</strong>
            <span>{words.steps[step].says}</span>
            {done.includes(step) && <em>✓ {words.done}</em>}
          </a>
        </li>
      ))}
    </ol>
  )
}

/** The pages by which customers call, where the installation has some. */
function WebPages(): ReactNode {
  const words = useWorldWords().guide
  const { view } = useSource(world)
  return view?.webPages.map(path => (
    <a key={path} href={path} target="_blank" rel="noreferrer">
      {words.webCall}
    </a>
  ))
}
