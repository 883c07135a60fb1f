import type { MeView } from '#contract'
import {
  BoardRegular,
  HeadsetRegular,
  HistoryRegular,
  SettingsRegular,
} from '@fluentui/react-icons'
import { type ComponentType, type ReactElement, useId } from 'react'
import { Link, useLocation } from 'wouter'
import { isAtTask } from '../model/works.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { Elapsed } from '../parts/clocks.tsx'
import { PresenceDot } from '../parts/presence.tsx'
import styles from './app-bar.module.css'
import { Logo } from './logo.tsx'
import { PersonMenu } from './person-menu.tsx'

function NavLink(props: {
  readonly href: string
  readonly icon: ComponentType<{ readonly 'aria-hidden'?: boolean }>
  readonly label: string
}): ReactElement {
  const [location] = useLocation()
  const Icon = props.icon
  const isHere = props.href === '/' ? location === '/' : location.startsWith(props.href)
  return (
    <li>
      <Link href={props.href} aria-current={isHere ? 'page' : undefined}>
        <Icon aria-hidden />
        <span>{props.label}</span>
      </Link>
    </li>
  )
}

/** The agent's own state in small, on every page, with its clock. */
function OwnState(): ReactElement | undefined {
  const words = useWords()
  const screen = useSource(useModel().desk.screen)
  if (screen.kind !== 'ready') return undefined
  const { state, since } = screen.view
  return (
    <Link href="/" className={styles.own ?? ''}>
      <PresenceDot state={state} />
      <span className={styles.ownName}>
        {isAtTask(screen.view) ? words.work.atTask : words.states[state]}
      </span>
      {state !== 'signed-out' && <Elapsed since={since} />}
    </Link>
  )
}

/** Says plainly what here is not the world: on a click, for every hand and reader. */
function EmulatedNote(): ReactElement {
  const words = useWords().emulated
  const id = useId()
  return (
    <>
      <button type="button" className={styles.demo} popoverTarget={id}>
        {words.badge}
      </button>
      <p id={id} popover="auto" className={styles.menu}>
        {words.says}
      </p>
    </>
  )
}

/** The bar across every page: what this is, whose, where to go, and how one's own state is. */
export function AppBar(props: { readonly me: MeView }): ReactElement {
  const { me } = props
  const words = useWords()
  return (
    <header className={styles.bar}>
      <p className={styles.product}>
        <Logo />
        <span>
          <strong>Parley</strong>
          <span className={styles.tenant}>{me.tenant.name}</span>
        </span>
      </p>
      <nav className={styles.nav} aria-label={words.nav.main}>
        <ul>
          {me.agent !== undefined && (
            <NavLink href="/" icon={HeadsetRegular} label={words.nav.desk} />
          )}
          <NavLink href="/board" icon={BoardRegular} label={words.nav.board} />
          <NavLink href="/interactions" icon={HistoryRegular} label={words.nav.interactions} />
          {me.role === 'admin' && (
            <NavLink href="/admin" icon={SettingsRegular} label={words.nav.admin} />
          )}
        </ul>
      </nav>
      <div className={styles.end}>
        {me.agent !== undefined && <OwnState />}
        {me.emulated && <EmulatedNote />}
        <PersonMenu me={me} />
      </div>
    </header>
  )
}
