import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Baresip } from './peers/baresip.ts'
import { openBrowser, type Seat, signInAt, takeSeat } from './peers/browser.ts'
import { answer, hears, msHeardOf, openCaller } from './peers/caller.ts'
import { musicHz, nameOf } from './peers/contact-center.ts'
import { openFloorWithPhones, pitches } from './peers/floor-with-phones.ts'
import { tabTo } from './peers/keys.ts'
import type { PhoneSound } from './peers/phone-sound.ts'
import { msTogether } from './peers/tones.ts'
import { until } from './peers/until.ts'

const caller = '+441632960960'
const waiting = '+441632960961'
const callerHz = 440
/** What a busy machine may take to show something. */
const shownMsMax = 30_000

/** Opens the picker with its key, types who is meant, and takes the first that is found. */
async function pick(page: Page, key: string, name: string): Promise<void> {
  await page.keyboard.press(`Alt+Shift+${key}`)
  await page.getByRole('combobox').waitFor()
  await page.keyboard.type(name)
  await page.getByRole('option', { name, selected: true }).waitFor()
  await page.keyboard.press('Enter')
}

async function seatOf(
  opened: { readonly browser: Parameters<typeof takeSeat>[0]; readonly origin: string },
  name: string,
): Promise<Seat> {
  const seat = await takeSeat(opened.browser, opened.origin)
  seat.page.setDefaultTimeout(shownMsMax)
  await signInAt(seat.page, opened.origin, name)
  return seat
}

test('an agent does it all by keyboard alone: ready, hold, mute, keypad, consult, transfer, wrap-up', async () => {
  await using floor = await openFloorWithPhones()
  await using chromium = await openBrowser()
  const { center } = floor
  const seat = await seatOf({ browser: chromium.browser, origin: center.origin }, nameOf('ada'))
  const { page } = seat
  const state = page.getByRole('region', { name: 'Your state' })
  await state.getByRole('heading', { name: 'Signed out' }).waitFor()
  await page.keyboard.press('Alt+Shift+KeyG')
  await state.getByRole('heading', { name: 'Available' }).waitFor()

  await using customer = await openCaller(center, caller)
  const { sound, call } = customer
  await page.getByRole('region', { name: 'Incoming call' }).waitFor()
  await answer(floor.phone('ada'))
  const talk = page.getByRole('region', { name: 'In a call' })
  await talk.getByText('Recorded').waitFor()
  sound.hum(callerHz)
  await hears(sound, pitches.ada)

  await page.keyboard.press('Alt+Shift+KeyH')
  await talk
    .getByText(/^On hold/)
    .first()
    .waitFor()
  await hears(sound, musicHz)
  expect(await msHeardOf(sound, pitches.ada)).toBe(0)
  await seat.photograph('11-held')
  await page.keyboard.press('Alt+Shift+KeyH')
  await hears(sound, pitches.ada)

  await page.keyboard.press('Alt+Shift+KeyM')
  await talk.getByText('You are muted').waitFor()
  await until(
    'nothing of the agent is heard',
    async () => (await msHeardOf(sound, pitches.ada)) === 0,
  )
  await page.keyboard.press('Alt+Shift+KeyM')
  await hears(sound, pitches.ada)

  await page.keyboard.press('Alt+Shift+KeyK')
  await page.getByRole('group', { name: 'Keypad' }).waitFor()
  await page.keyboard.type('5#')
  await until('the keys came', () => sound.keys() === '5#')
  await page.keyboard.press('Escape')

  // Only now, so that the call was Ada's: who has no shift cannot be asked.
  await (await center.person('ben')).ready()
  await pick(page, 'KeyC', nameOf('ben'))
  await talk.getByText(`Calling ${nameOf('ben')}`).waitFor()
  await answer(floor.phone('ben'))
  await talk.getByText(`Talking with ${nameOf('ben')}`).waitFor()
  await hears(sound, musicHz)
  await seat.photograph('12-consult')
  await tabTo(page, talk.getByRole('button', { name: 'Back to the customer' }))
  await page.keyboard.press('Enter')
  await floor.phone('ben').event('CALL_CLOSED')
  await hears(sound, pitches.ada)

  await pick(page, 'KeyT', 'Service')
  await floor.phone('ada').event('CALL_CLOSED')
  const wrapUp = page.getByRole('region', { name: 'Wrap-up' })
  await hears(sound, musicHz)
  await tabTo(page, wrapUp.getByRole('radio', { name: 'Sold', exact: true }))
  await page.keyboard.press('Space')
  await tabTo(page, wrapUp.getByRole('textbox', { name: 'Order number' }))
  await page.keyboard.type('4711')
  await page.keyboard.press('Alt+Shift+KeyN')
  await page.keyboard.type('He asks for the service.')
  await seat.photograph('13-wrap-up')
  await tabTo(page, wrapUp.getByRole('button', { name: 'Complete' }))
  await page.keyboard.press('Enter')
  await state.getByRole('heading', { name: 'Available' }).waitFor()
  call.go()
  await call.finished()
  expect(seat.complaints).toEqual([])
}, 300_000)

/** Opens what can be done with a row, and chooses. */
async function choose(page: Page, row: Locator, action: string): Promise<void> {
  await row.getByRole('button', { name: /^Actions for/ }).press('Enter')
  const item = page.getByRole('menuitem', { name: action, exact: true })
  await item.press('Enter')
}

test('a supervisor asks why not, moves who waits, listens, whispers, barges in and takes over', async () => {
  await using floor = await openFloorWithPhones()
  await using chromium = await openBrowser()
  const { center } = floor
  const ada = await center.person('ada')
  await ada.ready()
  const seat = await seatOf({ browser: chromium.browser, origin: center.origin }, nameOf('cleo'))
  const { page } = seat
  await page.getByRole('link', { name: 'Board' }).press('Enter')
  await page.getByRole('heading', { name: 'Board' }).waitFor()
  await using talking = await openCaller(center, caller)
  await answer(floor.phone('ada'))
  const { sound } = talking
  await hears(sound, pitches.ada)
  await using second = await openCaller(center, waiting)
  const underWay = page.getByRole('table', { name: 'Under way' }).getByRole('row')
  const waits = underWay.filter({ hasText: 'Waiting' })
  await choose(page, waits, 'Why not?')
  const whyNot = page.getByRole('dialog', { name: 'Why not this agent?' })
  await whyNot.getByRole('combobox', { name: 'Agent' }).selectOption(nameOf('ben'))
  await whyNot.getByText('Left out.').first().waitFor()
  await seat.photograph('14-why-not')
  await page.keyboard.press('Escape')

  await choose(page, waits, 'Move to another queue')
  const move = page.getByRole('dialog', { name: /^Move / })
  await move.getByRole('combobox', { name: 'Queue' }).selectOption('service')
  await move.getByRole('button', { name: 'Move', exact: true }).press('Enter')
  await waits.filter({ hasText: 'Service' }).waitFor()
  await hears(second.sound, musicHz)

  await listenAndTakeOver(page, { sound, phone: floor.phone('cleo') })
  await until('Ada wraps up', async () => (await ada.desk()).wrapUp)
  await floor.phone('ada').event('CALL_CLOSED')
  await hears(sound, pitches.cleo)
  expect(await msHeardOf(sound, pitches.ada)).toBe(0)

  await page.getByRole('link', { name: nameOf('ada') }).press('Enter')
  await page.getByRole('heading', { name: nameOf('ada') }).waitFor()
  await page.getByRole('table').getByText('In a call').first().waitFor()
  await seat.photograph('15-day')
  expect(seat.complaints).toEqual([])
}, 300_000)

/** By ear, by mouth to one, by mouth to both, and in the agent's place. */
async function listenAndTakeOver(
  page: Page,
  { sound, phone }: { readonly sound: PhoneSound; readonly phone: Baresip },
): Promise<void> {
  const talk = page.getByRole('table', { name: 'Under way' }).getByRole('row')
  await choose(page, talk.filter({ hasText: 'Talking' }), 'Listen')
  const bar = page.getByRole('region', { name: 'You are in a talk' })
  await bar.getByText('Your phone rings: answer it').waitFor()
  await answer(phone)
  await bar.getByText('You listen; nobody hears you').waitFor()
  expect(await msHeardOf(sound, pitches.cleo)).toBe(0)
  await bar.getByRole('button', { name: 'Whisper' }).press('Enter')
  await bar.getByText('You speak to the agent alone').waitFor()
  expect(await msHeardOf(sound, pitches.cleo)).toBe(0)
  await bar.getByRole('button', { name: 'Barge in' }).press('Enter')
  await bar.getByText('You speak with both').waitFor()
  const since = sound.now()
  await until(
    'both are heard at once',
    () => msTogether(sound.heard(since), [pitches.ada, pitches.cleo]) > 400,
  )
  await bar.getByRole('button', { name: 'Take over' }).press('Enter')
  const sure = page.getByRole('dialog', { name: 'Take over' })
  await sure.getByRole('button', { name: 'Take over' }).press('Enter')
}

test('a wallboard is opened by its link without a sign-in, and is gone when the link is taken back', async () => {
  await using floor = await openFloorWithPhones()
  await using chromium = await openBrowser()
  const { center } = floor
  const seat = await seatOf({ browser: chromium.browser, origin: center.origin }, nameOf('cleo'))
  const { page } = seat
  await page.getByRole('link', { name: 'Board' }).press('Enter')
  await page.getByRole('button', { name: 'Wallboards' }).press('Enter')
  const boards = page.getByRole('dialog', { name: 'Wallboards' })
  await boards.getByRole('textbox', { name: 'Name' }).fill('By the window')
  await boards.getByRole('button', { name: 'Make a wallboard' }).press('Enter')
  const link = await boards.getByRole('textbox', { name: /^Open this link/ }).inputValue()

  const television = await takeSeat(chromium.browser, center.origin, { width: 1920, height: 1080 })
  await television.page.goto(link)
  await television.page.getByText('Longest wait').first().waitFor()
  await television.photograph('16-wall')
  expect(await television.page.context().cookies()).toEqual([])
  await boards.getByRole('button', { name: 'Take back By the window' }).press('Enter')
  await boards.getByText('No wallboard yet.').waitFor()
  await television.page.reload()
  await television.page.getByRole('alert').waitFor()
  expect(await television.page.getByText('Longest wait').count()).toBe(0)
  expect(seat.complaints).toEqual([])
}, 180_000)
