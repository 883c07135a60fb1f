import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser } from './peers/browser.ts'
import { openGallery } from './peers/gallery.ts'
import { z } from 'zod'

/** What axe says, as far as it matters here. */
const violationsShape = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }),
)

const desks = [
  'signed-out',
  'not-ready',
  'missed',
  'available',
  'offer',
  'talk',
  'held',
  'consult',
  'asked',
  'wrap-up',
  'tasks',
]

const scenes: readonly Readonly<Record<string, string>>[] = [
  ...desks.map(desk => ({ page: '/', desk })),
  { page: '/board' },
  { page: '/board', crowd: '300' },
  { page: '/agents/amara' },
  { page: '/wall/token' },
  { page: '/interactions' },
  { page: '/', state: 'lost' },
  { page: '/', state: 'slow' },
  { page: '/', state: 'signed-out' },
  { page: '/', state: 'unreachable' },
  { page: '/board', state: 'forbidden' },
]

/** What a scene may take to be there, on a machine that does other things too. */
const shownMsMax = 30_000

const desktop = { width: 1024, height: 768 }
const everySize = [{ width: 320, height: 640 }, desktop, { width: 1920, height: 1080 }]
/** Sizes change how a page is laid out, themes its colours: each is tried against the other's usual. */
const looks = [
  { theme: 'light', sizes: everySize },
  { theme: 'dark', sizes: [desktop] },
  { theme: 'contrast', sizes: [desktop] },
]

/** Shows a scene on a page that is open already, and waits until it is all there. */
async function show(page: Page, address: string): Promise<void> {
  const asked = new URL(address).hash
  await page.evaluate(hash => void (location.hash = hash), asked)
  await page.waitForFunction(
    hash => `#${document.documentElement.dataset['scene'] ?? ''}` === hash,
    asked,
  )
  await page.locator('main, [role=alert]').first().waitFor()
  if (asked.includes('state=slow')) return
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null)
}

/** What axe finds in what is shown. Colours are looked at too: this is a browser that lays out. */
async function complaintsOf(page: Page): Promise<readonly string[]> {
  const found = await page.evaluate<string>(`(async () => {
    await new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)))
    const result = await axe.run(document, { resultTypes: ['violations'] })
    return JSON.stringify(result.violations)
  })()`)
  const violations = violationsShape.parse(JSON.parse(found))
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`),
    ...(wide > 0 ? [`the page is ${wide} pixels wider than its window`] : []),
  ]
}

test.for(looks)(
  'axe finds nothing in any scene of the theme $theme, and no page scrolls sideways',
  { timeout: 600_000 },
  async ({ sizes, theme }) => {
    await using gallery = await openGallery()
    await using chromium = await openBrowser()
    const page = await chromium.browser.newPage({ reducedMotion: 'reduce' })
    page.setDefaultTimeout(shownMsMax)
    await page.goto(gallery.scene({ page: '/', theme }))
    await page.evaluate(axe.source)
    const wrong: string[] = []
    for (const scene of scenes) {
      await show(page, gallery.scene({ ...scene, theme }))
      for (const size of sizes) {
        await page.setViewportSize(size)
        const found = await complaintsOf(page)
        wrong.push(...found.map(words => `${JSON.stringify(scene)} ${size.width}: ${words}`))
      }
    }
    expect(wrong).toEqual([])
  },
)
