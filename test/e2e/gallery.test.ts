import axe from 'axe-core'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './peers/browser.ts'
import { type Gallery, openGallery } from './peers/gallery.ts'
import { type Scene, scenes } from './peers/scenes.ts'
import { z } from 'zod'

/** What axe says, as far as it matters here. */
const violationsShape = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }),
)

/** What a scene may take to be there, on a machine that does other things too. */
const shownMsMax = 30_000

const themes = ['light', 'dark', 'contrast']
const laptop = { width: 1280, height: 800 }
const sizes = [{ width: 320, height: 640 }, laptop, { width: 1920, height: 1080 }]

/** Where pictures of every scene are kept, for somebody who means to look at them. */
const pictures = env['PARLEY_GALLERY_PICTURES']

let gallery: Gallery
let chromium: Awaited<ReturnType<typeof openBrowser>>
let page: Page

beforeAll(async () => {
  gallery = await openGallery()
  chromium = await openBrowser()
  page = await chromium.browser.newPage({ reducedMotion: 'reduce' })
  page.setDefaultTimeout(shownMsMax)
  await page.goto(gallery.scene({ page: '/' }))
  await page.evaluate(axe.source)
})

afterAll(async () => {
  await Promise.all([gallery[Symbol.asyncDispose](), chromium[Symbol.asyncDispose]()])
})

/** Goes to an address of a gallery that is open already, and waits until it says that it is there. */
async function turn(wished: Scene['wished']): Promise<void> {
  const address = new URL(gallery.scene(wished))
  const asked = address.hash
  if (new URL(page.url()).pathname !== address.pathname) {
    // The customer's page is another one than the app's.
    await page.goto(address.href)
    await page.evaluate(axe.source)
  }
  await page.evaluate(hash => void (location.hash = hash), asked)
  await page.waitForFunction(
    hash => `#${document.documentElement.dataset['scene'] ?? ''}` === hash,
    asked,
  )
}

/** The customer's page has no themes to choose from: it follows the system. */
async function wear(theme: string): Promise<void> {
  await page.emulateMedia({
    colorScheme: theme === 'light' ? 'light' : 'dark',
    forcedColors: theme === 'contrast' ? 'active' : 'none',
  })
}

/** Shows a scene and waits until it is all there. */
async function show({ wished, press = [], choose }: Scene): Promise<void> {
  await turn(wished)
  await page.locator('main, [role=alert]').first().waitFor()
  if (wished['state'] === 'slow') return
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null)
  if (choose !== undefined) await page.getByLabel(choose[0]).selectOption({ label: choose[1] })
  for (const [role, name] of press) await page.getByRole(role, { name }).first().click()
}

/** What axe finds in what is shown. Colours are looked at too: this is a browser that lays out. */
async function complaintsOf(): Promise<readonly string[]> {
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

async function photograph(name: string): Promise<void> {
  if (pictures === undefined) return
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}

test.for(scenes)(
  'axe finds nothing in the scene $name in any theme at any size, and it does not scroll sideways',
  { timeout: 120_000 },
  async scene => {
    const wrong: string[] = []
    await page.setViewportSize(laptop)
    // The name is part of the address: a scene with the same page is shown anew.
    const wished = { ...scene.wished, as: scene.name }
    await show({ ...scene, wished })
    for (const theme of themes) {
      // Another theme alone is put on what is shown already.
      await turn({ ...wished, theme })
      if (scene.wished['call'] !== undefined) await wear(theme)
      for (const size of sizes) {
        await page.setViewportSize(size)
        const look = `${scene.name.replaceAll(' ', '-')}-${theme}-${size.width}`
        const found = await complaintsOf()
        wrong.push(...found.map(words => `${look}: ${words}`))
        await photograph(look)
      }
    }
    expect(wrong).toEqual([])
  },
)
