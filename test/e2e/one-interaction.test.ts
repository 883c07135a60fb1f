import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { readRecorded, retell } from '#engine'
import { openBrowser, signInAt, takeSeat } from './peers/browser.ts'
import { nameOf, numbers } from './peers/contact-center.ts'
import { openFloorWithPhone } from './peers/floor-with-phone.ts'
import { openPhoneSound } from './peers/phone-sound.ts'
import { openSipp } from './peers/sipp.ts'
import { until } from './peers/until.ts'

const caller = '+441632960950'

/** What axe finds on the page as it is drawn, colours included. */
async function findings(page: Page): Promise<unknown> {
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
  await page.evaluate(await readFile(axe, 'utf8'))
  return page.evaluate(
    `axe.run(document.body).then(found => found.violations.map(one => one.id + ' ' + one.nodes[0].html))`,
  )
}

/** The text of a file that a link of the page leads to. */
async function taken(page: Page, name: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name, exact: true }).click(),
  ])
  return readFile(await download.path())
}

test('a call under way grows on its page; afterwards it is scrubbed by keys, explained, and taken out as a test that passes', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  await using chromium = await openBrowser()
  const ada = await takeSeat(chromium.browser, center.origin)
  const cleo = await takeSeat(chromium.browser, center.origin)
  await signInAt(ada.page, center.origin, nameOf('ada'))
  const state = ada.page.getByRole('region', { name: 'Your state' })
  await state.getByRole('button', { name: 'Take calls' }).click()
  await state.getByRole('heading', { name: 'Available' }).waitFor()
  await signInAt(cleo.page, center.origin, nameOf('cleo'))

  await using sound = await openPhoneSound()
  await using call = await openSipp({
    scenario: 'caller-hangs-up',
    to: { ...center.sip, user: numbers.main },
    words: { CALLER: caller, SOUND_PORT: sound.port, CODECS: '0 101' },
  })
  const { Port } = await call.told('answered')
  sound.talkTo(Number(Port))

  // The page is open while the call is in the menu, and is the same page when it has ended.
  const { page } = cleo
  await page.goto(`${center.origin}/interactions`)
  await page.getByRole('link', { name: 'Nora Field' }).click()
  const happened = page.getByRole('tabpanel').getByRole('listitem')
  await happened.first().waitFor()
  await page.getByTestId('tracks').evaluate(node => node.setAttribute('data-seen', 'before'))
  const before = await happened.count()
  await sound.press('1')
  await phone.event('CALL_INCOMING')
  phone.command('accept')
  await page.getByText(nameOf('ada')).first().waitFor()
  await until('the page has grown', async () => (await happened.count()) > before + 5)
  expect(await page.locator('[data-seen=before]').count()).toBe(1)
  sound.hum(440)
  await cleo.photograph('interaction-1-live')
  call.go()
  await call.finished()
  const wrapUp = ada.page.getByRole('region', { name: 'Wrap-up' })
  await wrapUp.getByRole('radio', { name: 'Sold', exact: true }).check()
  await wrapUp.getByRole('button', { name: 'Complete' }).click()
  await page.getByText('Handled', { exact: true }).waitFor()
  expect(await page.getByText('Under way').count()).toBe(0)

  const slider = page.getByRole('slider', { name: 'Moment of the interaction' })
  await slider.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowRight')
  const second = await slider.getAttribute('aria-valuetext')
  await page.keyboard.press('End')
  expect(await slider.getAttribute('aria-valuetext')).not.toBe(second)

  await page.getByRole('tab', { name: 'What happened' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('tab', { name: 'Flow', selected: true }).waitFor()
  await page.locator('[data-taken=true]').first().waitFor()
  expect(await findings(page)).toEqual([])
  await cleo.photograph('interaction-2-flow')

  await page.keyboard.press('ArrowRight')
  const rungs = page.getByRole('tabpanel').locator('summary')
  await rungs.filter({ hasText: 'encrypted' }).first().waitFor()
  const invite = rungs.filter({ hasText: 'INVITE' }).filter({ hasText: 'to Ada' }).first()
  await invite.click()
  const raw = page.getByRole('table').first()
  await raw.getByText('Asks to begin a call, or to change one').waitFor()
  const key = await raw
    .getByText(/^a=crypto/)
    .first()
    .innerText()
  expect(key).toMatch(/inline:\*{10,}/)
  await page.getByRole('heading', { name: 'How it sounded' }).waitFor()
  expect(await findings(page)).toEqual([])
  await cleo.photograph('interaction-3-calls')

  await page.getByRole('tab', { name: 'Why' }).click()
  await page.getByRole('combobox', { name: 'Why not …?' }).selectOption({ label: nameOf('ben') })
  await page.getByText('Left out').first().waitFor()
  expect(await findings(page)).toEqual([])
  await cleo.photograph('interaction-4-why')

  await page.getByRole('tab', { name: 'Record' }).click()
  const told = (await taken(page, 'As a failing test')).toString()
  expect((await retell(readRecorded(told))).differences).toEqual([])
  const whole: unknown = JSON.parse((await taken(page, 'As JSON')).toString())
  expect(whole).toMatchObject({ format: 'parley.interaction/1', record: { outcome: 'handled' } })
  expect((await taken(page, 'As a capture')).readUInt32LE(0)).toBe(0x0a0d0d0a)
  expect(await findings(page)).toEqual([])
  await cleo.photograph('interaction-5-record')

  await ada.page.goto(page.url().replace(/#.*/, '#calls'))
  const ladder = ada.page.getByRole('tabpanel').locator('summary')
  await ladder.first().click()
  await ada.page.getByText('Supervisors see the message as it was sent.').first().waitFor()
  await ada.page.getByRole('tab', { name: 'Record' }).click()
  await ada.page.getByRole('heading', { name: 'Recording', exact: true }).waitFor()
  expect(await ada.page.getByText('As a failing test').count()).toBe(0)
  expect([ada.complaints, cleo.complaints]).toEqual([[], []])
})
