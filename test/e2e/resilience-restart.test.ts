import { expect, test } from 'vitest'
import { callIn, goesOn, pickUp, sitDown, talkOf, wrapUpOf } from './peers/ada-at-work.ts'
import { openBrowser } from './peers/browser.ts'
import { openFloorWithPhone } from './peers/floor-with-phone.ts'
import { nothingLeft } from './peers/nothing-left.ts'

/*
 * A server that is started again, asked to stop or killed: whom it takes from the line, what is said
 * of it, and that everybody's desk is right by itself afterwards.
 */

test('a stop in the middle of a call hangs up on both, and the page comes back to the wrap-up', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  await using chromium = await openBrowser()
  const ports = await center.parley.udpPorts()
  const { page } = await sitDown(chromium.browser, center)
  const ada = await center.person('ada')
  const caller = '+441632960971'
  await using call = await callIn(center, caller, 'caller-is-left')
  await pickUp(phone, call.sound)
  await talkOf(page).waitFor()
  await center.parley.restart('stopped', async () => {
    await call.left()
    await phone.event('CALL_CLOSED')
    await page.getByText('Connection lost').waitFor()
  })
  await wrapUpOf(page).waitFor()
  expect(await talkOf(page).count()).toBe(0)
  await wrapUpOf(page).getByRole('radio', { name: 'Sold', exact: true }).check()
  await wrapUpOf(page).getByRole('button', { name: 'Complete' }).click()
  const { recordings, row, timeline } = await ada.closed(caller)
  expect(recordings[0]?.durationMs).toBeGreaterThanOrEqual(1_000)
  expect(row).toMatchObject({ outcome: 'handled', disposition: { id: 'sold' } })
  expect(timeline.filter(({ kind }) => kind === 'talk-ended')).toHaveLength(1)
  await nothingLeft(center, ada, ports)
  await using next = await callIn(center, '+441632960972')
  await pickUp(phone, next.sound)
  await next.hangUp()
})

test('a server killed in the middle of a call ends it as lost in the restart: nobody stays in it, and the next call comes', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  await using chromium = await openBrowser()
  const { page } = await sitDown(chromium.browser, center)
  const ada = await center.person('ada')
  const caller = '+441632960973'
  await using call = await callIn(center, caller)
  await pickUp(phone, call.sound)
  await talkOf(page).waitFor()
  await center.parley.restart('killed', async () => {
    await page.getByText('Connection lost').waitFor()
  })
  await wrapUpOf(page).getByRole('radio', { name: 'Sold', exact: true }).check()
  await wrapUpOf(page).getByRole('button', { name: 'Complete' }).click()
  const { timeline } = await ada.closed(caller)
  expect(JSON.stringify(timeline)).toContain('Parley was restarted')
  expect(timeline.filter(({ kind }) => kind === 'talk-ended')).toHaveLength(1)
  await page.getByRole('heading', { name: 'Available' }).waitFor()
  expect(await ada.desk()).toMatchObject({ state: 'available' })
  const portsAfter = await center.parley.udpPorts()
  phone.command('hangup')
  await using next = await callIn(center, '+441632960974')
  await pickUp(phone, next.sound)
  await goesOn(next.sound)
  await next.hangUp()
  await wrapUpOf(page).getByRole('radio', { name: 'Sold', exact: true }).check()
  await wrapUpOf(page).getByRole('button', { name: 'Complete' }).click()
  await nothingLeft(center, ada, portsAfter)
})

test('a server killed while a phone rings reserves nobody afterwards, and the desk rings no more', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  await using chromium = await openBrowser()
  const { page } = await sitDown(chromium.browser, center)
  const ada = await center.person('ada')
  const caller = '+441632960975'
  await using call = await callIn(center, caller)
  await phone.event('CALL_INCOMING')
  const offer = page.getByRole('region', { name: 'Incoming call' })
  await offer.waitFor()
  expect(call.sound.msLoud()).toBeGreaterThan(0)
  await center.parley.restart('killed', async () => {
    await page.getByText('Connection lost').waitFor()
  })
  await offer.waitFor({ state: 'detached' })
  const cleo = await center.person('cleo')
  const { timeline } = await cleo.closed(caller)
  expect(timeline.filter(({ kind }) => kind === 'offer-made')).toHaveLength(1)
  expect(timeline.filter(({ kind }) => kind === 'offer-ended')).toHaveLength(1)
  expect(timeline.filter(({ kind }) => kind === 'talk-started')).toEqual([])
  const { state } = await ada.desk()
  const heading = state === 'available' ? 'Available' : 'Not ready'
  await page
    .getByRole('region', { name: 'Your state' })
    .getByRole('heading', { name: heading })
    .waitFor()
  const portsAfter = await center.parley.udpPorts()
  await nothingLeft(center, ada, portsAfter)
  expect(state).toBe('available')
})
