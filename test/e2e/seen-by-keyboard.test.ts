import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './peers/browser.ts'
import { type Gallery, openGallery } from './peers/gallery.ts'

/*
 * What a person needs who uses no mouse, and perhaps no colours but the system's own: to come to every
 * control, to see it, and to see where the focus is. Looked at in pixels, whatever draws them.
 */

const phone = { width: 320, height: 640 }
const laptop = { width: 1280, height: 800 }

/** More stops than any page of ours has. */
const stopsMax = 160
/** How far around a control a ring may be drawn. */
const ringWidthMax = 6

let gallery: Gallery
let chromium: Awaited<ReturnType<typeof openBrowser>>

beforeAll(async () => {
  gallery = await openGallery()
  chromium = await openBrowser()
})

afterAll(async () => {
  await Promise.all([gallery[Symbol.asyncDispose](), chromium[Symbol.asyncDispose]()])
})

/** A scene with its clocks stopped, so that whatever changes was changed by the keyboard. */
async function open(
  wished: Readonly<Record<string, string>>,
  how: { readonly viewport: typeof phone; readonly forcedColors?: 'active' },
): Promise<Page> {
  const page = await chromium.browser.newPage({ ...how, reducedMotion: 'reduce' })
  await page.clock.setFixedTime(Date.UTC(2026, 10, 23, 10))
  await page.goto(gallery.scene(wished))
  await page.locator('main').first().waitFor()
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null)
  return page
}

interface Stop {
  readonly name: string
  readonly box: {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
  }
  /** Nothing lies over it, and it is in the window. */
  readonly isUncovered: boolean
}

/** Where the focus is, or nothing where it has left the page or has come round. */
async function stopOf(page: Page): Promise<Stop | undefined> {
  return page.evaluate(() => {
    const here = document.activeElement
    if (!(here instanceof HTMLElement) || here === document.body || here.dataset['stop']) return
    here.dataset['stop'] = 'seen'
    const { x, y, width, height } = here.getBoundingClientRect()
    const left = Math.max(0, x)
    const right = Math.min(innerWidth, x + width)
    const top = Math.max(0, y)
    const bottom = Math.min(innerHeight, y + height)
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    const label = here instanceof HTMLInputElement ? [...(here.labels ?? [])] : []
    const isHit =
      hit !== null && [here, ...label].some(one => one.contains(hit) || hit.contains(one))
    const said = here.getAttribute('aria-label') ?? (here.innerText || here.getAttribute('name'))
    return {
      name: `${here.tagName.toLowerCase()} ${said ?? here.id}`.slice(0, 60),
      box: { x, y, width, height },
      isUncovered: right > left && bottom > top && isHit,
    }
  })
}

/** Every stop of the Tab key, one after the other; what is done there must leave the focus near. */
async function walk(page: Page, at: (stop: Stop) => Promise<void>): Promise<number> {
  for (let count = 0; count < stopsMax; count += 1) {
    await page.keyboard.press('Tab')
    const stop = await stopOf(page)
    if (stop === undefined) return count
    await at(stop)
  }
  throw new Error(`after ${stopsMax} stops the focus has still not come round`)
}

async function pictureOf(page: Page, { box }: Stop, around: number): Promise<Buffer> {
  const { width, height } = page.viewportSize() ?? laptop
  const [left, top] = [Math.max(0, box.x - around), Math.max(0, box.y - around)]
  const right = Math.min(width, box.x + box.width + around)
  const bottom = Math.min(height, box.y + box.height + around)
  const clip = { x: left, y: top, width: right - left, height: bottom - top }
  return page.screenshot({ clip })
}

/** How many colours there are in a picture, as a browser counts them. */
async function coloursIn(desk: Page, picture: Buffer): Promise<number> {
  return desk.evaluate(async text => {
    const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes]))
    const surface = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    if (surface === null) return 0
    surface.drawImage(bitmap, 0, 0)
    const { data } = surface.getImageData(0, 0, bitmap.width, bitmap.height)
    return new Set(new Uint32Array(data.buffer)).size
  }, picture.toString('base64'))
}

test.for([
  { name: 'desk', wished: { page: '/', desk: 'available' } },
  { name: 'desk in a talk', wished: { page: '/', desk: 'talk' } },
  { name: 'desk in wrap-up', wished: { page: '/', desk: 'wrap-up' } },
  { name: 'board', wished: { page: '/board' } },
])(
  'in the system’s own colours every control of the $name is seen, and so is the focus on it',
  { timeout: 240_000 },
  async ({ wished }) => {
    const page = await open(wished, { viewport: laptop, forcedColors: 'active' })
    const counter = await chromium.browser.newPage()
    const unseen: string[] = []
    const stops = await walk(page, async stop => {
      const focused = await pictureOf(page, stop, ringWidthMax)
      // The next Tab goes on from here: only the ring goes away.
      await page.evaluate(() => {
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      })
      const plain = await pictureOf(page, stop, ringWidthMax)
      if (focused.equals(plain)) unseen.push(`no focus on ${stop.name}`)
      const own = await pictureOf(page, stop, 0)
      if ((await coloursIn(counter, own)) < 2) unseen.push(`nothing of ${stop.name}`)
    })
    expect([unseen, stops > 5]).toEqual([[], true])
    await Promise.all([page.close(), counter.close()])
  },
)

test.for([
  { name: 'sign-in', wished: { page: '/', state: 'signed-out' } },
  { name: 'first screen of the demo', wished: { page: '/', state: 'signed-out', tour: 'on' } },
  { name: 'desk', wished: { page: '/', desk: 'available' } },
  { name: 'desk with an offer', wished: { page: '/', desk: 'offer' } },
  { name: 'board', wished: { page: '/board' } },
])(
  'at 320 pixels the Tab key comes to every control of the $name, and what has the focus is in sight',
  { timeout: 120_000 },
  async ({ wished }) => {
    const page = await open(wished, { viewport: phone })
    const hidden: string[] = []
    const stops = await walk(page, async stop => {
      if (!stop.isUncovered) hidden.push(stop.name)
    })
    const missed = await page.evaluate(() => {
      const all =
        'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]'
      const missing = [...document.querySelectorAll<HTMLElement>(all)].filter(one => {
        if (one.tabIndex < 0 || one.dataset['stop'] !== undefined) return false
        if (!one.checkVisibility({ visibilityProperty: true }) || one.closest('[inert]'))
          return false
        // Of radio buttons the keyboard comes to one, and the arrows go on from there.
        return !(one instanceof HTMLInputElement && one.type === 'radio' && !one.checked)
      })
      return missing.map(one => one.outerHTML.slice(0, 120))
    })
    expect([hidden, missed, stops > 0]).toEqual([[], [], true])
    await page.close()
  },
)
