import type { Locator, Page } from 'playwright-core'

/** More stops than any page of ours has. */
const stopsMax = 160

/** Goes from stop to stop as a keyboard does, until the focus is there. */
export async function tabTo(page: Page, place: Locator): Promise<void> {
  await place.waitFor()
  for (let stop = 0; stop < stopsMax; stop += 1) {
    if (await place.evaluate(element => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no keyboard comes to ${place.toString()}`)
}

/** Goes there by Tab alone, and presses a key. */
export async function pressAt(page: Page, place: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, place)
  await page.keyboard.press(key)
}

/** Goes there by Tab alone, and writes instead of what is there. */
export async function writeAt(page: Page, place: Locator, text: string): Promise<void> {
  await tabTo(page, place)
  await page.keyboard.press('Control+A')
  await page.keyboard.type(text)
}

/** Goes down an open menu until the item has the focus, and takes it. */
export async function chooseItem(page: Page, name: string): Promise<void> {
  const item = page.getByRole('menuitem', { name, exact: true })
  await item.waitFor()
  const count = await page.getByRole('menuitem').count()
  for (let at = 0; at < count; at += 1) {
    if (await item.evaluate(element => element === document.activeElement)) break
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
}

/** Says of a page whether a mouse or a finger was used on it since. */
export async function watchHands(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    document.documentElement.dataset['hands'] = '0'
    addEventListener('pointerdown', () => {
      const { dataset } = document.documentElement
      dataset['hands'] = String(Number(dataset['hands']) + 1)
    })
  })
  return () => page.evaluate(() => Number(document.documentElement.dataset['hands']))
}
