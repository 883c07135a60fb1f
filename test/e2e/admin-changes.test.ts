import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openBrowser, signInAt, takeSeat } from './peers/browser.ts'
import { nameOf, numbers } from './peers/contact-center.ts'
import { openFloorWithPhone } from './peers/floor-with-phone.ts'
import { openPhoneSound } from './peers/phone-sound.ts'
import { openSipp } from './peers/sipp.ts'
import { until } from './peers/until.ts'

const axeScript = join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js')

test('an administrator changes a queue and a flow while a call runs; it holds at once, is on record, and a mistake loses nothing', async () => {
  await using floor = await openFloorWithPhone({ admin: 'cleo' })
  const { center } = floor
  await using chromium = await openBrowser()
  const cleo = await takeSeat(chromium.browser, center.origin)
  const { page } = cleo
  await signInAt(page, center.origin, nameOf('cleo'))
  await using sound = await openPhoneSound()
  await using call = await openSipp({
    scenario: 'caller-hangs-up',
    to: { ...center.sip, user: numbers.main },
    words: { CALLER: '+441632960950', SOUND_PORT: sound.port, CODECS: '0 101' },
  })
  const { Port } = await call.told('answered')
  sound.talkTo(Number(Port))
  await sound.press('1')

  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('region', { name: 'Trunks' }).getByText('teams').waitFor()
  await cleo.photograph('admin-1-overview')
  await page.getByRole('link', { name: 'Queues', exact: true }).click()
  await page.locator('summary').filter({ hasText: 'Sales sales' }).click()
  await page.getByLabel('Wrap-up').first().fill('75s')
  await page.getByRole('link', { name: 'Flows', exact: true }).click()
  const text = page.getByRole('textbox', { name: 'Text of the flow' })
  const written = await text.inputValue()

  // A mistake is told with its line and what to do, and nothing typed is lost.
  await text.fill(written.replace('next: end', 'next: ende'))
  await page.getByText('Did you mean “end”?').waitFor()
  await page
    .getByText(/^Line \d+:$/)
    .first()
    .waitFor()
  await page.getByText('Cannot be saved yet').waitFor()
  await page.reload()
  await page
    .getByText('Did you mean “end”?')
    .first()
    .waitFor()
    .catch(async (e: unknown) => {
      await cleo.photograph('debug')
      throw e
    })
  expect(await text.inputValue()).toContain('next: ende')
  await cleo.photograph('admin-2-mistake')

  await text.fill(written.replace('Welcome to the test house.', 'Good day from the test house.'))
  await page.getByText('Can be saved').waitFor()
  await page.getByRole('button', { name: 'Review changes' }).click()
  const review = page.getByRole('dialog', { name: 'Review and save' })
  await review.getByText('60s').waitFor()
  await review.getByText('finishes in the version it began with').waitFor()
  await review.getByLabel('Why (for the audit log)').fill('a warmer welcome')
  await cleo.photograph('admin-3-review')
  await review.getByRole('button', { name: 'Save, in force at once' }).click()
  await page.getByText('Saved as version 2. It is in force.').waitFor()

  await page.getByRole('link', { name: 'Audit log' }).click()
  const deed = page.getByRole('row').filter({ hasText: 'Queues sales' })
  await deed.getByText('Wrap-up: 60s').waitFor()
  await deed.getByText('Wrap-up: 75s').waitFor()
  await cleo.photograph('admin-4-audit')
  call.go()
  await call.finished()
  await until('the lane holds the new wrap-up', async () => {
    const answer = await page.evaluate(async () => (await fetch('/api/admin/config')).json())
    return JSON.stringify(answer).includes('Good day from the test house')
  })

  await page.evaluate(await readFile(axeScript, 'utf8'))
  for (const part of ['Overview', 'Queues', 'People', 'Opening hours', 'Flows', 'Prompts']) {
    await page
      .getByRole('navigation', { name: 'Parts of the settings' })
      .getByRole('link', { name: part })
      .click()
    await page.getByRole('region').first().waitFor()
    const found = await page.evaluate(
      'axe.run(document, { resultTypes: ["violations"] }).then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 160)).join(" | ")))',
    )
    expect({ part, found }).toEqual({ part, found: [] })
  }
  expect(cleo.complaints).toEqual([])
})
