import { expect, test } from 'vitest'
import { openBrowser, signInAt, takeSeat } from './peers/browser.ts'
import { nameOf, numbers } from './peers/contact-center.ts'
import { agentHz, openFloorWithPhone } from './peers/floor-with-phone.ts'
import { openPhoneSound } from './peers/phone-sound.ts'
import { openSipp } from './peers/sipp.ts'
import { until } from './peers/until.ts'

const caller = '+441632960950'

test('an agent signs in, sees who calls and why it is him, talks, wraps up, and hears it again; the supervisor watches', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  await using chromium = await openBrowser()
  const ada = await takeSeat(chromium.browser, center.origin)
  const cleo = await takeSeat(chromium.browser, center.origin)

  await ada.page.goto(center.origin)
  await ada.page.getByRole('link', { name: 'Sign in with Microsoft' }).waitFor()
  await ada.photograph('1-sign-in')
  await signInAt(ada.page, center.origin, nameOf('ada'))
  const state = ada.page.getByRole('region', { name: 'Your state' })
  await state.getByRole('heading', { name: 'Signed out' }).waitFor()
  await state.getByRole('button', { name: 'Take calls' }).click()
  await state.getByRole('heading', { name: 'Available' }).waitFor()
  await ada.photograph('2-available')
  await signInAt(cleo.page, center.origin, nameOf('cleo'))
  await cleo.page.getByRole('link', { name: 'Board' }).click()
  await cleo.page.getByRole('heading', { name: 'Board' }).waitFor()

  await using sound = await openPhoneSound()
  await using call = await openSipp({
    scenario: 'caller-hangs-up',
    to: { ...center.sip, user: numbers.main },
    words: { CALLER: caller, SOUND_PORT: sound.port, CODECS: '0 101' },
  })
  const { Port } = await call.told('answered')
  sound.talkTo(Number(Port))
  await sound.press('1')

  const offer = ada.page.getByRole('region', { name: 'Incoming call' })
  await offer.getByText('Nora Field').waitFor()
  await offer.getByText(caller).first().waitFor()
  await offer.getByLabel('Key 1').waitFor()
  await offer.getByText('Why you').waitFor()
  await offer.getByText('Chosen').first().waitFor()
  expect(await ada.page.title()).toMatch(/Nora Field/)
  await ada.photograph('3-offer')
  const row = cleo.page.getByRole('row').filter({ hasText: 'Nora Field' })
  await row.getByText('Ringing').waitFor()
  await cleo.photograph('4-board-ringing')

  await phone.event('CALL_INCOMING')
  phone.command('accept')
  const talk = ada.page.getByRole('region', { name: 'In a call' })
  await talk.getByText('Recorded').waitFor()
  await row.getByText('Talking').waitFor()
  sound.hum(440)
  await until('both have talked for a second', () => sound.msOf(agentHz) > 1_000)
  await ada.photograph('5-talk')
  await cleo.photograph('6-board-talking')
  await talk.getByRole('button', { name: 'Hang up' }).isEnabled()
  call.go()
  await call.finished()

  const wrapUp = ada.page.getByRole('region', { name: 'Wrap-up' })
  await wrapUp.getByRole('radio', { name: 'Sold', exact: true }).check()
  await wrapUp.getByRole('textbox', { name: 'Note' }).fill('Two chairs, on Friday.')
  await ada.photograph('7-wrap-up')
  await wrapUp.getByRole('button', { name: 'Complete' }).click()
  await state.getByRole('heading', { name: 'Available' }).waitFor()
  await cleo.page.getByText('No call is under way.').waitFor()

  await ada.page.getByRole('link', { name: 'Interactions' }).click()
  const listed = ada.page.getByRole('link', { name: 'Nora Field' })
  await until('the call is listed', async () => {
    if (await listed.isVisible()) return true
    await ada.page.getByRole('button', { name: 'Refresh' }).click()
    return undefined
  })
  await ada.photograph('8-interactions')
  await listed.click()
  await ada.page.getByRole('heading', { name: 'Nora Field' }).waitFor()
  await ada.page.getByRole('tab', { name: 'Record' }).click()
  await ada.page.getByText('Two chairs, on Friday.', { exact: true }).waitFor()
  await ada.page.getByText('Handled').first().waitFor()
  const play = ada.page.getByRole('button', { name: 'Play', exact: true })
  await play.click()
  const played = await until('the recording plays', () =>
    ada.page.evaluate(() => {
      const audio = document.querySelector('audio')
      return audio !== null && audio.currentTime > 0.3 && audio.duration
    }),
  )
  expect(played).toBeGreaterThan(1)
  await ada.photograph('9-interaction')
  await cleo.photograph('10-board-after')
  expect(ada.complaints).toEqual([])
  expect(cleo.complaints).toEqual([])
})
