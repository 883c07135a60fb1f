import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser } from './peers/browser.ts'
import { sitDown } from './peers/ada-at-work.ts'
import { openFloorWithPhone } from './peers/floor-with-phone.ts'

/*
 * A desk is open all day and mostly nothing happens: what it does meanwhile is clocks that go on.
 */

/** Seconds of the clock for which a desk is looked at. */
const ticks = 6

interface Work {
  readonly layouts: number
  readonly styles: number
  readonly scriptMs: number
}

async function workSoFar(session: CDPSession): Promise<Work> {
  const { metrics } = await session.send('Performance.getMetrics')
  const all = new Map(metrics.map(({ name, value }) => [name, value]))
  const of = (name: string): number => all.get(name) ?? Number.NaN
  return {
    layouts: of('LayoutCount'),
    styles: of('RecalcStyleCount'),
    scriptMs: 1_000 * of('ScriptDuration'),
  }
}

/** Waits for so many seconds of the page's clock, and counts what changes meanwhile and is no clock. */
async function otherChangesWithin(page: Page, seconds: number): Promise<number> {
  return page.evaluate(
    count =>
      new Promise<number>(resolve => {
        let [changes, ticked] = [0, 0]
        const watcher = new MutationObserver(records => {
          const others = records.filter(({ target }) => {
            const place = target instanceof Element ? target : target.parentElement
            return (place?.closest('[role=timer]') ?? null) === null
          })
          changes += others.length
          if (others.length < records.length) ticked += 1
          if (ticked < count) return
          watcher.disconnect()
          resolve(changes)
        })
        watcher.observe(document, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        })
      }),
    seconds,
  )
}

test('a desk to which nothing happens draws its clocks once a second and does nothing else', async () => {
  await using floor = await openFloorWithPhone()
  await using chromium = await openBrowser()
  const { page, complaints } = await sitDown(chromium.browser, floor.center)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await otherChangesWithin(page, 2)

  const before = await workSoFar(session)
  const changes = await otherChangesWithin(page, ticks)
  const after = await workSoFar(session)
  expect(changes).toBe(0)
  // One more of each where the asking itself fell between two frames.
  expect(after.layouts - before.layouts).toBeLessThanOrEqual(ticks + 1)
  expect(after.styles - before.styles).toBeLessThanOrEqual(ticks + 1)
  expect(complaints).toEqual([])
})
