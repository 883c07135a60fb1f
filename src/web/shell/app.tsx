import type { MeView } from '#contract'
import { FluentProvider } from '@fluentui/react-components'
import { lazy, type ReactElement, type ReactNode, Suspense, useEffect, useState } from 'react'
import { Link, Route, Switch, useLocation } from 'wouter'
import { DeskAlerts } from '../agent/desk-alerts.tsx'
import { DeskPage, NoDesk } from '../agent/desk-page.tsx'
import type { Language } from '../model/settings.ts'
import {
  ModelProvider,
  useModel,
  useSource,
  useWords,
  WordsProvider,
} from '../parts/app-context.ts'
import { Loading } from '../parts/screen-gate.tsx'
import { loadWords, type Words } from '../words/catalog.ts'
import { en } from '../words/en.ts'
import { AppBar } from './app-bar.tsx'
import type { AppModel } from './app-model.ts'
import { CrashGuard } from './crash-guard.tsx'
import { LinkNote } from './link-note.tsx'
import { ShutPage, SignInPage } from './sign-in-page.tsx'
import { themes, useLook } from './theme.ts'

// What only some people look at is fetched when they do.
const BoardPage = lazy(async () => ({
  default: (await import('../supervisor/board-page.tsx')).BoardPage,
}))
const AgentDayPage = lazy(async () => ({
  default: (await import('../supervisor/agent-day-page.tsx')).AgentDayPage,
}))
const WallPage = lazy(async () => ({
  default: (await import('../wallboard/wall-page.tsx')).WallPage,
}))
const InteractionsPage = lazy(async () => ({
  default: (await import('../supervisor/interactions-page.tsx')).InteractionsPage,
}))
const InteractionPage = lazy(async () => ({
  default: (await import('../interaction/interaction-page.tsx')).InteractionPage,
}))
const AdminPage = lazy(async () => ({
  default: (await import('../admin/admin-page.tsx')).AdminPage,
}))
// The emulated world is there only in rehearsals: nothing of it is fetched elsewhere.
const EmulatedPages = lazy(async () => ({
  default: (await import('../emulator/emulated-pages.tsx')).EmulatedPages,
}))
const Welcome = lazy(async () => ({ default: (await import('../guide/welcome.tsx')).Welcome }))
const TourStrip = lazy(async () => ({
  default: (await import('../guide/tour-strip.tsx')).TourStrip,
}))
const NewestPage = lazy(async () => ({
  default: (await import('../guide/newest-page.tsx')).NewestPage,
}))

function Nowhere(): ReactElement {
  const words = useWords().signIn
  return (
    <>
      <h1>{words.nowhere}</h1>
      <p>{words.nowhereWhy}</p>
      <p>
        <Link href="/">{words.home}</Link>
      </p>
    </>
  )
}

function Pages(props: { readonly me: MeView }): ReactElement {
  return (
    <Suspense fallback={<Loading slow={false} />}>
      <Switch>
        <Route path="/">{props.me.agent === undefined ? <NoDesk /> : <DeskPage />}</Route>
        <Route path="/board">
          <BoardPage me={props.me} />
        </Route>
        <Route path="/agents/:id">{({ id }) => <AgentDayPage key={id} agent={id} />}</Route>
        <Route path="/interactions">
          <InteractionsPage />
        </Route>
        <Route path="/interactions/:id">{({ id }) => <InteractionPage key={id} id={id} />}</Route>
        {props.me.role === 'admin' && (
          <Route path="/admin/:section?">{({ section }) => <AdminPage section={section} />}</Route>
        )}
        {props.me.emulated && (
          <Route path="/why">
            <NewestPage />
          </Route>
        )}
        <Route>
          <Nowhere />
        </Route>
      </Switch>
    </Suspense>
  )
}

function SignedIn(props: { readonly me: MeView }): ReactElement {
  const { me } = props
  const words = useWords()
  return (
    <>
      <a className="skip" href="#content">
        {words.nav.skip}
      </a>
      <AppBar me={me} />
      <div>
        {me.agent !== undefined && <DeskAlerts />}
        <LinkNote />
        {me.emulated && (
          <Suspense>
            <TourStrip me={me} />
          </Suspense>
        )}
      </div>
      <main id="content" tabIndex={-1}>
        <Pages me={me} />
      </main>
    </>
  )
}

/** Whoever is not known yet: asked in, or led around where everything is emulated. */
function Entrance(props: { readonly returnTo: string }): ReactElement {
  const { isEmulated } = useModel()
  const [emulated, setEmulated] = useState<boolean>()
  useEffect(() => {
    isEmulated().then(setEmulated, () => setEmulated(false))
  }, [isEmulated])
  const signIn = <SignInPage returnTo={props.returnTo} />
  const waiting = (
    <main>
      <Loading slow={false} />
    </main>
  )
  if (emulated === undefined) return waiting
  if (!emulated || props.returnTo !== '/') return signIn
  return (
    <Suspense fallback={waiting}>
      <Welcome signIn={signIn} />
    </Suspense>
  )
}

function Door(): ReactElement {
  const { session } = useModel()
  const state = useSource(session)
  const [location] = useLocation()
  useEffect(() => void session.load(), [session])
  switch (state.kind) {
    case 'loading':
      return (
        <main>
          <Loading slow={state.slow} />
        </main>
      )
    case 'signed-out':
      return <Entrance returnTo={location} />
    case 'failed':
      return <ShutPage trouble={state.trouble} onRetry={() => void session.load()} />
    case 'signed-in':
      return <SignedIn me={state.me} />
  }
}

/** The words of the chosen language; until they are here, the last ones. */
function useLoadedWords(language: Language): Words {
  const [words, setWords] = useState<Words>(en)
  useEffect(() => {
    let isWanted = true
    document.documentElement.lang = language
    async function load(): Promise<void> {
      const loaded = await loadWords(language)
      if (isWanted) setWords(loaded)
    }
    // A catalog that cannot be fetched leaves the last one: the words are right, only not the chosen.
    load().catch(() => undefined)
    return () => {
      isWanted = false
    }
  }, [language])
  return words
}

/** Theme, words and models around whatever is shown. */
export function Frame(props: {
  readonly model: AppModel
  readonly children: ReactNode
}): ReactElement {
  const { theme, language } = useSource(props.model.settings)
  const look = useLook(theme)
  const words = useLoadedWords(language)
  useEffect(() => {
    document.documentElement.style.colorScheme = look === 'light' ? 'light' : 'dark'
  }, [look])
  return (
    <FluentProvider theme={themes[look]} className="parley" data-look={look}>
      <WordsProvider value={words}>
        <ModelProvider value={props.model}>
          <CrashGuard>{props.children}</CrashGuard>
        </ModelProvider>
      </WordsProvider>
    </FluentProvider>
  )
}

/** The whole app over its models. */
export function App(props: { readonly model: AppModel }): ReactElement {
  return (
    <Frame model={props.model}>
      <Switch>
        <Route path="/emulator/*?">
          <Suspense fallback={<Loading slow={false} />}>
            <EmulatedPages />
          </Suspense>
        </Route>
        <Route path="/wall/:token">
          {({ token }) => (
            <Suspense fallback={<Loading slow={false} />}>
              <WallPage key={token} token={token} />
            </Suspense>
          )}
        </Route>
        <Route>
          <Door />
        </Route>
      </Switch>
    </Frame>
  )
}
