import { expect, test } from 'vitest'
import { openBrowser, signInAt, takeSeat } from './peers/browser.ts'
import { answer, hears, msHeardOf, openCaller } from './peers/caller.ts'
import { nameOf } from './peers/contact-center.ts'
import { openFloorWithPhones, pitches } from './peers/floor-with-phones.ts'
import { chooseItem, pressAt, watchHands } from './peers/keys.ts'
import { msTogether } from './peers/tones.ts'
import { until } from './peers/until.ts'

const phone = { width: 320, height: 640 }

test('a supervisor listens, whispers, barges in and leaves by keyboard alone, on a phone', async () => {
  await using floor = await openFloorWithPhones()
  await using chromium = await openBrowser()
  const { center } = floor
  const ada = await center.person('ada')
  await ada.ready()
  await using talking = await openCaller(center, '+441632960970')
  const { sound } = talking
  await answer(floor.phone('ada'))
  await hears(sound, pitches.ada)

  const { page, complaints } = await takeSeat(chromium.browser, center.origin, phone)
  page.setDefaultTimeout(30_000)
  await signInAt(page, center.origin, nameOf('cleo'))
  const hands = await watchHands(page)
  await pressAt(page, page.getByRole('link', { name: 'Board' }))
  const talk = page.getByRole('table', { name: 'Under way' }).getByRole('row')
  await pressAt(
    page,
    talk.filter({ hasText: 'Talking' }).getByRole('button', { name: /^Actions for/ }),
  )
  await chooseItem(page, 'Listen')
  const bar = page.getByRole('region', { name: 'You are in a talk' })
  await bar.getByText('Your phone rings: answer it').waitFor()
  await answer(floor.phone('cleo'))
  await bar.getByText('You listen; nobody hears you').waitFor()
  expect(await msHeardOf(sound, pitches.cleo)).toBe(0)

  await pressAt(page, bar.getByRole('button', { name: 'Whisper' }))
  await bar.getByText('You speak to the agent alone').waitFor()
  expect(await msHeardOf(sound, pitches.cleo)).toBe(0)

  await pressAt(page, bar.getByRole('button', { name: 'Barge in' }))
  await bar.getByText('You speak with both').waitFor()
  const since = sound.now()
  await until(
    'both are heard at once',
    () => msTogether(sound.heard(since), [pitches.ada, pitches.cleo]) > 400,
  )

  await pressAt(page, bar.getByRole('button', { name: 'Stop', exact: true }))
  await floor.phone('cleo').event('CALL_CLOSED')
  await bar.waitFor({ state: 'detached' })
  await hears(sound, pitches.ada)
  expect([await hands(), complaints]).toEqual([0, []])
}, 300_000)
