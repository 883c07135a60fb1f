import { type ReactElement, useEffect } from 'react'
import { type Alert, alertOf } from '../model/alerts.ts'
import { useModel, useSource, useWords } from '../parts/app-context.ts'
import { customerName } from '../parts/customer.tsx'
import type { Words } from '../words/catalog.ts'
import styles from './desk-page.module.css'
import { createRinger } from './ringer.ts'

/** What is said aloud, once, when the agent's work changes. */
export function announcement(alert: Alert, words: Words): string {
  const { says } = alert
  switch (says.kind) {
    case 'nothing':
      return ''
    case 'offer':
      return words.announce.offer(customerName(says.customer, words.customer), says.queue)
    case 'talk':
      return words.announce.talk(customerName(says.customer, words.customer))
    case 'wrap-up':
      return words.announce.wrapUp(says.seconds)
    case 'task':
      return words.announce.task(says.title)
    case 'set-not-ready':
      return words.announce.notReady(says.reason)
  }
}

const ringer = createRinger(() => ('AudioContext' in globalThis ? new AudioContext() : undefined))

/** Rings while it should; true while the browser keeps the page silent. */
function useRinging(isRinging: boolean): boolean {
  useEffect(() => {
    addEventListener('pointerdown', ringer.allow, { once: true })
    addEventListener('keydown', ringer.allow, { once: true })
    return () => {
      removeEventListener('pointerdown', ringer.allow)
      removeEventListener('keydown', ringer.allow)
    }
  }, [])
  useEffect(() => {
    if (!isRinging) return undefined
    ringer.start()
    return ringer.stop
  }, [isRinging])
  return useSource(ringer.blocked)
}

/** The tab's own words and mark, for an agent who looks at another tab. */
function useTabMark(title: string, isRinging: boolean): void {
  useEffect(() => {
    document.title = title
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (icon !== null) icon.href = isRinging ? '/favicon-ringing.svg' : '/favicon.svg'
  }, [title, isRinging])
}

/** Tells of the desk's changes on every page: aloud, in the tab, and by a ring. Takes no focus. */
export function DeskAlerts(): ReactElement {
  const words = useWords()
  const { desk, settings } = useModel()
  const screen = useSource(desk.screen)
  const { sound } = useSource(settings)
  const view = screen.kind === 'ready' ? screen.view : undefined
  const alert = view === undefined ? undefined : alertOf(view)
  const isRinging = alert?.ringing === true
  const isBlocked = useRinging(isRinging && sound)
  const title =
    alert?.says.kind === 'offer'
      ? words.announce.title(customerName(alert.says.customer, words.customer))
      : view === undefined
        ? ''
        : words.states[view.state]
  useTabMark(title === '' ? 'Parley' : `${isRinging ? '(!) ' : ''}${title} · Parley`, isRinging)
  return (
    <>
      <output className={styles.unseen} aria-live="assertive">
        {alert === undefined ? '' : announcement(alert, words)}
      </output>
      {isBlocked && <output className={styles.soundBlocked}>{words.desk.soundBlocked}</output>}
    </>
  )
}
