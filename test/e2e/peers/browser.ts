import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

const screenshots = join(import.meta.dirname, '..', '..', '..', 'test-results', 'screenshots')

/** What a page may take to show something: the words of a test say what, this says how long. */
const shownMsMax = 10_000

/** Chromium without a screen, which plays sound into nothing and asks nobody for permission. */
export async function openBrowser(
  more: readonly string[] = [],
): Promise<AsyncDisposable & { readonly browser: Browser }> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      ...more,
    ],
  })
  return { browser, [Symbol.asyncDispose]: () => browser.close() }
}

/** Chromium whose microphone says what a file says, again and again, and may reach this machine by UDP. */
export function speaking(file: string): readonly string[] {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${file}`,
    '--allow-loopback-in-peer-connection',
  ]
}

/** A person at a browser of his own: the page, and all that went wrong in it. */
export interface Seat {
  readonly page: Page
  /** What the page complained of; a page of ours complains of nothing. */
  readonly complaints: readonly string[]
  /** Keeps what is on the screen for somebody to look at. */
  photograph(name: string): Promise<void>
}

/** Opens a browser of one's own, with cookies of one's own. */
export async function takeSeat(
  browser: Browser,
  origin: string,
  size = { width: 1440, height: 900 },
): Promise<Seat> {
  const context = await browser.newContext({ viewport: size, locale: 'en-GB' })
  context.setDefaultTimeout(shownMsMax)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(String(error)))
  page.on('console', message => {
    const { url } = message.location()
    // Before anybody has signed in, 401 is the answer that leads to the sign-in; other origins are not ours.
    const isAwaited = url.endsWith('/api/me') && message.text().includes(' 401 ')
    if (message.type() !== 'error' || isAwaited || !url.startsWith(origin)) return
    complaints.push(`${message.text()} ${url}`)
  })
  return {
    page,
    complaints,
    async photograph(name) {
      await mkdir(screenshots, { recursive: true })
      await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true })
    },
  }
}

/** Signs in as a person does: the link on our page, the choice on Microsoft's, and back. */
export async function signInAt(page: Page, origin: string, name: string): Promise<void> {
  await page.goto(origin)
  await page.getByRole('link', { name: 'Sign in with Microsoft' }).click()
  await page.getByRole('button', { name }).click()
  await page.waitForURL(`${origin}/**`)
}
