import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser, type Seat, signInAt, speaking, takeSeat } from './peers/browser.ts'
import { nameOf, numbers } from './peers/contact-center.ts'
import { openFloorWithPhone } from './peers/floor-with-phone.ts'
import { chooseItem, pressAt, tabTo, watchHands, writeAt } from './peers/keys.ts'
import { openPhoneSound } from './peers/phone-sound.ts'
import { openSipp } from './peers/sipp.ts'
import { sampleRate, shareAt, sine } from './peers/tones.ts'
import { until } from './peers/until.ts'
import { parseWav, writeWav } from './peers/wav.ts'

const phone = { width: 320, height: 640 }
/** What the microphone says. */
const saidHz = 440

/** Draws a page in a theme, as the menu of the person does. */
async function wear(page: Page, theme: string): Promise<void> {
  await page.evaluate(chosen => {
    const kept: unknown = JSON.parse(localStorage.getItem('parley.settings') ?? '{}')
    const settings = typeof kept === 'object' ? { ...kept, theme: chosen } : { theme: chosen }
    localStorage.setItem('parley.settings', JSON.stringify(settings))
  }, theme)
  await page.reload()
  await page.locator(`[data-look=${theme}]`).waitFor()
}

async function save({ page }: Seat, why: string): Promise<void> {
  // Until the draft has been checked the button can be come to and does nothing.
  await page.getByText('Can be saved').waitFor()
  await pressAt(page, page.getByRole('button', { name: 'Review changes' }))
  await page.getByRole('dialog', { name: 'Review and save' }).waitFor()
  await writeAt(page, page.getByLabel('Why (for the audit log)'), why)
  await pressAt(page, page.getByRole('button', { name: 'Save, in force at once' }))
  await page.getByText(/^Saved as version/).waitFor()
}

/** On a phone the sections are folded under the name of the open one. */
async function goToSection(page: Page, open: string, name: string): Promise<void> {
  await pressAt(page, page.getByRole('button', { name: open, exact: true }))
  await pressAt(page, page.getByRole('link', { name, exact: true }))
}

/** Asks one question after each talk of the queue that is shown. */
async function askOrderNumber({ page }: Seat): Promise<void> {
  await goToSection(page, 'Overview', 'Wrap-up forms')
  await pressAt(page, page.getByRole('button', { name: 'Add a question' }))
  await writeAt(page, page.getByRole('textbox', { name: 'Question' }), 'Order number')
  await pressAt(page, page.getByRole('checkbox', { name: 'Must be answered' }), 'Space')
}

/** Records a prompt until its clock shows a second. */
async function recordPrompt({ page }: Seat, name: string): Promise<void> {
  await goToSection(page, 'Wrap-up forms', 'Prompts')
  await writeAt(page, page.getByRole('textbox', { name: /^Name of the prompt/ }), name)
  await pressAt(page, page.getByRole('button', { name: 'Record now' }))
  await page.getByRole('button', { name: 'Stop and listen' }).waitFor()
  await page.getByText('0:02').first().waitFor()
  await pressAt(page, page.getByRole('button', { name: 'Stop and listen' }))
  await pressAt(page, page.getByRole('button', { name: 'Publish' }))
  await page.getByRole('row').filter({ hasText: name }).waitFor()
}

test('an administrator makes a form and records a prompt by keyboard alone, on a phone, in the dark and in high contrast', async () => {
  const voice = join(await mkdtemp(join(tmpdir(), 'parley-voice-')), 'said.wav')
  await writeWav(voice, sine(saidHz, 5_000))
  await using floor = await openFloorWithPhone({ admin: 'cleo' })
  const { center } = floor
  await using chromium = await openBrowser(speaking(voice))
  const cleo = await takeSeat(chromium.browser, center.origin, phone)
  const { page } = cleo
  await signInAt(page, center.origin, nameOf('cleo'))
  await wear(page, 'dark')
  const hands = await watchHands(page)
  await pressAt(page, page.getByRole('link', { name: 'Settings', exact: true }))
  await askOrderNumber(cleo)
  await save(cleo, 'Orders are to be found again')
  expect(await hands()).toBe(0)

  await wear(page, 'contrast')
  const handsThen = await watchHands(page)
  await recordPrompt(cleo, 'by-hand')
  const said = await page.evaluate(async () => {
    const answer = await fetch('/api/admin/prompts/by-hand')
    return [...new Uint8Array(await answer.arrayBuffer())]
  })
  const { channels, rate } = parseWav(Buffer.from(said))
  // Prompts are kept at 16,000 samples a second; pitches are told at the rate of telephones.
  const heardHz = (saidHz * sampleRate) / rate
  expect(shareAt(channels[0] ?? new Int16Array(), heardHz)).toBeGreaterThan(0.5)
  expect([await handsThen(), cleo.complaints]).toEqual([0, []])
}, 300_000)

test('a supervisor sets a state for one of the tenant’s reasons and ranks who waits, by keyboard alone, and the agent sees it', async () => {
  await using floor = await openFloorWithPhone()
  const { center } = floor
  await using chromium = await openBrowser()
  const ada = await center.person('ada')
  await using sound = await openPhoneSound()
  await using call = await openSipp({
    scenario: 'caller-hangs-up',
    to: { ...center.sip, user: numbers.main },
    words: { CALLER: '+441632960950', SOUND_PORT: sound.port, CODECS: '0 101' },
  })
  const { Port } = await call.told('answered')
  sound.talkTo(Number(Port))
  await until('the greeting is heard', () => sound.msLoud() > 800)
  await sound.press('1')

  const cleo = await takeSeat(chromium.browser, center.origin, phone)
  const { page } = cleo
  await signInAt(page, center.origin, nameOf('cleo'))
  const hands = await watchHands(page)
  await pressAt(page, page.getByRole('link', { name: 'Board' }))
  const waits = page
    .getByRole('row')
    .filter({ hasText: 'Waiting' })
    .filter({ hasText: 'Nora Field' })
  await pressAt(page, waits.getByRole('button', { name: /^Actions for/ }))
  await chooseItem(page, 'Change the priority')
  await tabTo(page, page.getByRole('combobox', { name: 'Priority' }))
  await page.keyboard.type('1')
  await pressAt(page, page.getByRole('button', { name: 'Set the priority' }))
  await waits.getByText('priority 1').waitFor()

  await ada.ready()
  await pressAt(page, page.getByRole('button', { name: `Actions for ${nameOf('ada')}` }))
  await chooseItem(page, 'Set to not ready')
  const reasons = (await ada.desk()).notReadyReasons
  await tabTo(page, page.getByRole('radio').first())
  await page.keyboard.press('ArrowDown')
  await pressAt(page, page.getByRole('button', { name: 'Set to not ready', exact: true }))
  await until('Ada is to be not ready', async () => (await ada.desk()).next.state === 'not-ready')
  const { next } = await ada.desk()
  expect([next.reason, await hands(), cleo.complaints]).toEqual([reasons[1], 0, []])
}, 300_000)
