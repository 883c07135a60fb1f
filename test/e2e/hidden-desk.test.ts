import { expect, test } from 'vitest'
import { type BareTab, openBareTab } from './peers/bare-tab.ts'
import { nameOf } from './peers/contact-center.ts'
import { openFloorWithPhone } from './peers/floor-with-phone.ts'

/*
 * Desks lie behind other windows most of the day. What nobody sees is not drawn, and is right again in
 * the moment in which somebody looks.
 */

/** Seconds of the page's own clock for which a tab behind another one is watched. */
const watchedFor = `new Promise(done => {
  let left = 6
  const timer = setInterval(() => {
    left -= 1
    if (left > 0) return
    clearInterval(timer)
    done(true)
  }, 1_000)
})`

/** Presses what says so, and whether there was such a thing. */
function press(words: string): string {
  return `(() => {
    const said = one => one.textContent.includes(${JSON.stringify(words)})
    const found = [...document.querySelectorAll('a, button')].find(said)
    found?.click()
    return found !== undefined
  })()`
}

/** Signs in as a person does. */
async function signInAt(tab: BareTab, origin: string, name: string): Promise<void> {
  await tab.goTo(origin)
  await tab.comesTo('the way to sign in', press('Sign in with Microsoft'))
  await tab.comesTo('the person', press(name))
}

/** Counts what changes on the page, clocks and all, from now until it is asked. */
const watch = `(() => {
  globalThis.changes = 0
  new MutationObserver(records => { globalThis.changes += records.length }).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
  })
})()`

test('a desk behind another tab draws nothing, and is right again as soon as it is seen', async () => {
  await using floor = await openFloorWithPhone()
  await using tab = await openBareTab()
  const { center } = floor
  await signInAt(tab, center.origin, nameOf('ada'))
  const ada = await center.person('ada')
  await ada.ready()
  const clock = `document.querySelector('[role=timer]')?.textContent`
  await tab.comesTo('the clock of the desk', `${clock} !== undefined`)
  await tab.evaluate(watch)
  await tab.comesTo('the clock goes on while it is seen', 'globalThis.changes > 0')

  await tab.hide()
  const stoodAt = await tab.evaluate(clock)
  const before = await tab.counts()
  await tab.evaluate(`globalThis.changes = 0; ${watchedFor}`)
  const after = await tab.counts()
  expect([await tab.evaluate('globalThis.changes'), await tab.evaluate(clock)]).toEqual([
    0,
    stoodAt,
  ])
  const counted = (name: string): number => (after.get(name) ?? NaN) - (before.get(name) ?? NaN)
  expect([counted('LayoutCount'), counted('RecalcStyleCount')]).toEqual([0, 0])

  await tab.show()
  await tab.comesTo('the clock has caught up', `${clock} !== ${JSON.stringify(stoodAt)}`)
}, 180_000)
