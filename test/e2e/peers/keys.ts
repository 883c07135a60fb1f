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
