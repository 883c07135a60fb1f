import { openBrowser } from './peers/browser.ts'
import { expect, test } from 'vitest'
import {
  callIn,
  clockIsRight,
  goesOn,
  pickUp,
  sitDown,
  talkOf,
  wrapUpOf,
} from './peers/ada-at-work.ts'
import { openFloorWithPhone } from './peers/floor-with-phone.ts'
import { nothingLeft } from './peers/nothing-left.ts'
import { until } from './peers/until.ts'

/*
 * What an agent and a customer notice of a page that is away: the call is between two telephones and
 * the server, so it goes on; the page shows what is, as soon as it is back.
 */

test('a laptop closed in the middle of a call ends nothing: both talk on, and when it is opened the desk shows the call and its time', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  await using chromium = await openBrowser()
  const ports = await center.parley.udpPorts()
  const { page, lid } = await sitDown(chromium.browser, center)
  const ada = await center.person('ada')
  await using call = await callIn(center, '+441632960961')
  await pickUp(phone, call.sound)
  await talkOf(page).waitFor()
  await lid.close()
  await goesOn(call.sound)
  await goesOn(call.sound)
  expect(await ada.desk()).toMatchObject({ state: 'talking' })
  await lid.open()
  await until('the page is live again and in the call', async () => {
    const lost = await page.getByText('Connection lost').count()
    return lost === 0 && (await talkOf(page).isVisible())
  })
  await clockIsRight(page, ada)
  await call.hangUp()
  await wrapUpOf(page).waitFor()
  await wrapUpOf(page).getByRole('radio', { name: 'Sold', exact: true }).check()
  await wrapUpOf(page).getByRole('button', { name: 'Complete' }).click()
  await nothingLeft(center, ada, ports)
})

test('a customer who leaves while the laptop is closed is filed as left by himself, and the desk that is opened asks for nothing that is over', async () => {
  await using floor = await openFloorWithPhone({ wrapUp: '3s' })
  const { center, phone } = floor
  await using chromium = await openBrowser()
  const ports = await center.parley.udpPorts()
  const { page, lid } = await sitDown(chromium.browser, center)
  const ada = await center.person('ada')
  const caller = '+441632960962'
  await using call = await callIn(center, caller)
  await pickUp(phone, call.sound)
  await talkOf(page).waitFor()
  await lid.close()
  await call.hangUp()
  const closed = await ada.closed(caller)
  expect(closed.timeline.find(({ kind }) => kind === 'talk-ended')?.fact).toMatchObject({
    by: 'customer',
  })
  await lid.open()
  const { state } = await ada.desk()
  const heading = state === 'available' ? 'Available' : 'Not ready'
  const region = page.getByRole('region', { name: 'Your state' })
  await region.getByRole('heading', { name: heading }).waitFor()
  expect([await talkOf(page).count(), await wrapUpOf(page).count()]).toEqual([0, 0])
  await nothingLeft(center, ada, ports)
})

test('a tab that sleeps while a call comes, is taken and ends shows on waking what is, and nothing of what was', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  await using chromium = await openBrowser()
  const { page, lid, complaints } = await sitDown(chromium.browser, center)
  const ada = await center.person('ada')
  await lid.sleep()
  await using call = await callIn(center, '+441632960963')
  await pickUp(phone, call.sound)
  await lid.wake()
  await talkOf(page).waitFor()
  expect(await page.getByRole('region', { name: 'Incoming call' }).count()).toBe(0)
  await clockIsRight(page, ada)
  await lid.sleep()
  await call.hangUp()
  await until('the agent wraps up', async () => (await ada.desk()).state === 'wrap-up')
  await lid.wake()
  await wrapUpOf(page).waitFor()
  expect(await talkOf(page).count()).toBe(0)
  expect(complaints).toEqual([])
})

test('two tabs of one agent show one desk: what is done in one is done in the other, and once', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  await using chromium = await openBrowser()
  const { page: one } = await sitDown(chromium.browser, center)
  const two = await one.context().newPage()
  await two.goto(center.origin)
  const ada = await center.person('ada')
  const caller = '+441632960964'
  await using call = await callIn(center, caller)
  for (const tab of [one, two]) await tab.getByRole('region', { name: 'Incoming call' }).waitFor()
  await pickUp(phone, call.sound)
  for (const tab of [one, two]) {
    await talkOf(tab).waitFor()
    await clockIsRight(tab, ada)
  }
  await two.close()
  await goesOn(call.sound)
  const three = await one.context().newPage()
  await three.goto(center.origin)
  await talkOf(three).getByRole('button', { name: 'Hang up' }).click()
  for (const tab of [one, three]) await wrapUpOf(tab).waitFor()
  await wrapUpOf(one).getByRole('radio', { name: 'Sold', exact: true }).check()
  await wrapUpOf(one).getByRole('button', { name: 'Complete' }).click()
  await wrapUpOf(three).waitFor({ state: 'detached' })
  const { timeline } = await ada.closed(caller)
  const once = ['talk-ended', 'wrap-up-ended', 'interaction-closed']
  expect(timeline.map(({ kind }) => kind).filter(kind => once.includes(kind))).toEqual(once)
})
