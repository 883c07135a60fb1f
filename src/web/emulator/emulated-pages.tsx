import { type ReactElement, useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import { useSource } from '../parts/app-context.ts'
import { Loading } from '../parts/screen-gate.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { Logo } from '../shell/logo.tsx'
import styles from './emulated.module.css'
import { useLoadedWorldWords, useWorldWords, voice, world, WorldWordsProvider } from './here.ts'
import { PanelPage } from './panel-page.tsx'
import { PhonePage } from './phone-page.tsx'
import { TeamsPage } from './teams-page.tsx'

const pages = ['phone', 'teams', 'panel'] as const

/** The emulated world's own pages: phone, Teams client, panel. Nobody signs in here. */
export function EmulatedPages(): ReactElement {
  const words = useLoadedWorldWords()
  useEffect(() => voice.leave, [])
  return (
    <WorldWordsProvider value={words}>
      <header className={styles.bar}>
        <Logo />
        <nav aria-label={words.nav.main}>
          <ul>
            <li>
              <Link href="/">{words.nav.home}</Link>
            </li>
            {pages.map(page => (
              <PageLink key={page} page={page} />
            ))}
          </ul>
        </nav>
      </header>
      <main id="content" tabIndex={-1}>
        <Shown />
        <p className={styles.foot}>{words.nav.says}</p>
      </main>
    </WorldWordsProvider>
  )
}

function PageLink(props: { readonly page: (typeof pages)[number] }): ReactElement {
  const words = useWorldWords().nav
  const [location] = useLocation()
  const href = `/emulator/${props.page}`
  return (
    <li>
      <Link href={href} aria-current={location === href ? 'page' : undefined}>
        {words[props.page]}
      </Link>
    </li>
  )
}

function Shown(): ReactElement {
  const { view, trouble } = useSource(world)
  const [location] = useLocation()
  if (view === undefined) return <Loading slow={false} />
  return (
    <>
      {trouble !== undefined && <TroubleNote trouble={trouble} onDismiss={world.dismiss} />}
      {location === '/emulator/teams' && <TeamsPage view={view} />}
      {location === '/emulator/panel' && <PanelPage view={view} />}
      {location !== '/emulator/teams' && location !== '/emulator/panel' && (
        <PhonePage view={view} />
      )}
    </>
  )
}
