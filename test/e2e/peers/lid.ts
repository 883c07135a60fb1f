import type { Page } from 'playwright-core'

/** A laptop's lid, or a tab that nobody looks at, for a page that is already open to be put under. */
export interface Lid {
  /** The network is gone without a word, and the page does not run any more. */
  close(): Promise<void>
  open(): Promise<void>
  /** The page alone stops, as a browser does with a tab in the background; its socket stays. */
  sleep(): Promise<void>
  wake(): Promise<void>
}

/** Puts a page under a lid. To be called before the page is loaded: its socket goes through here. */
export async function underLid(page: Page): Promise<Lid> {
  let isOut = false
  await page.routeWebSocket(/\/api\/live$/, socket => {
    const server = socket.connectToServer()
    // What was sent into a dead network never comes, not even when there is one again.
    let isDead = false
    const through = (send: () => void): void => {
      isDead ||= isOut
      if (!isDead) send()
    }
    socket.onMessage(message => through(() => server.send(message)))
    server.onMessage(message => through(() => socket.send(message)))
  })
  const session = await page.context().newCDPSession(page)
  const freeze = async (state: 'frozen' | 'active'): Promise<void> => {
    await session.send('Page.setWebLifecycleState', { state })
  }
  return {
    async close() {
      isOut = true
      await page.context().setOffline(true)
      await freeze('frozen')
    },
    async open() {
      isOut = false
      await freeze('active')
      await page.context().setOffline(false)
    },
    sleep: () => freeze('frozen'),
    wake: () => freeze('active'),
  }
}
