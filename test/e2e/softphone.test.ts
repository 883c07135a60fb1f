import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { openBrowser, signInAt, speaking, takeSeat } from './peers/browser.ts'
import type { Seat } from './peers/browser.ts'
import type { ContactCenter } from './peers/contact-center.ts'
import { nameOf, numbers } from './peers/contact-center.ts'
import { agentHz as phoneHz, openFloorWithPhone } from './peers/floor-with-phone.ts'
import { shareHeard } from './peers/page-ear.ts'
import { openPhoneSound } from './peers/phone-sound.ts'
import type { PhoneSound } from './peers/phone-sound.ts'
import { openSipp } from './peers/sipp.ts'
import { shareAt, sine } from './peers/tones.ts'
import { openUdpRelay } from './peers/udp-relay.ts'
import type { UdpRelay } from './peers/udp-relay.ts'
import { until } from './peers/until.ts'
import { parseWav, writeWav } from './peers/wav.ts'

/** What the agent's microphone says, and what the customer does. */
const agentHz = 620
const customerHz = 440

const folder = await mkdtemp(join(tmpdir(), 'parley-softphone-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const voice = join(folder, 'agent.wav')
await writeWav(voice, sine(agentHz, 10_000))

const none = new Int16Array()

/** Ada at her desk with the browser as her phone, ready for calls. */
async function takeCallsHere(seat: Seat, origin: string): Promise<void> {
  const { page } = seat
  await signInAt(page, origin, nameOf('ada'))
  await page.getByRole('radio', { name: 'in this browser' }).check()
  const state = page.getByRole('region', { name: 'Your state' })
  await state.getByRole('button', { name: 'Take calls' }).click()
  await state.getByRole('heading', { name: 'Available' }).waitFor()
}

interface CustomerCall extends AsyncDisposable {
  readonly sound: PhoneSound
  hangUp(): Promise<void>
}

/** A customer who presses 1 for sales. */
async function callIn(center: ContactCenter, caller: string): Promise<CustomerCall> {
  const stack = new AsyncDisposableStack()
  const sound = stack.use(await openPhoneSound())
  const call = stack.use(
    await openSipp({
      scenario: 'caller-hangs-up',
      to: { ...center.sip, user: numbers.main },
      words: { CALLER: caller, SOUND_PORT: sound.port, CODECS: '0 101' },
    }),
  )
  const { Port } = await call.told('answered')
  sound.talkTo(Number(Port))
  sound.hum(customerHz)
  await sound.press('1')
  return {
    sound,
    async hangUp() {
      call.go()
      await call.finished()
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function bothHear(page: Page, sound: PhoneSound): Promise<void> {
  const since = sound.now()
  await until('the customer hears the agent', () => sound.msOf(agentHz, since) > 500)
  await until(
    'the agent hears the customer',
    async () => (await shareHeard(page, customerHz)) > 0.7,
  )
}

test('an agent takes a call in the browser: both hear each other, before and after a hold, and both are on record', async () => {
  await using floor = await openFloorWithPhone()
  const { center, phone } = floor
  await using chromium = await openBrowser(speaking(voice))
  const ada = await takeSeat(chromium.browser, center.origin)
  const { page } = ada
  await takeCallsHere(ada, center.origin)
  await ada.photograph('softphone-1-ready')

  const caller = '+441632960951'
  await using call = await callIn(center, caller)
  const { sound } = call
  const offer = page.getByRole('region', { name: 'Incoming call' })
  await offer.getByRole('button', { name: 'Accept' }).waitFor()
  await ada.photograph('softphone-2-rings')
  expect(sound.msOf(agentHz)).toBe(0)
  await offer.getByRole('button', { name: 'Accept' }).click()
  const talk = page.getByRole('region', { name: 'In a call' })
  await talk.getByText('You speak through this browser').waitFor()
  await bothHear(page, sound)
  expect(phone.events.filter(({ type }) => type === 'CALL_INCOMING')).toEqual([])
  await ada.photograph('softphone-3-talks')

  await talk.getByRole('button', { name: 'Hold', exact: true }).click()
  await talk.getByText('On hold').first().waitFor()
  const held = sound.now()
  await until('the customer hears something else', () => sound.now() - held > 1_500)
  expect(sound.msOf(agentHz, held + 700)).toBe(0)
  await talk.getByRole('button', { name: 'Resume', exact: true }).click()
  await bothHear(page, sound)

  await talk.getByRole('button', { name: 'Mute', exact: true }).click()
  await talk.getByText('You are muted').waitFor()
  const muted = sound.now()
  await until('a second passes', () => sound.now() - muted > 1_500)
  expect(sound.msOf(agentHz, muted + 500)).toBe(0)
  await until(
    'the muted agent still hears the customer',
    async () => (await shareHeard(page, customerHz)) > 0.7,
  )
  await talk.getByRole('button', { name: 'Unmute', exact: true }).click()
  await bothHear(page, sound)

  await talk.getByRole('button', { name: 'Keypad', exact: true }).click()
  const pad = page.getByRole('group', { name: 'Keypad' })
  for (const key of ['4', '2', '#'])
    await pad.getByRole('button', { name: key, exact: true }).click()
  await until('the customer’s phone hears the keys', () => sound.keys() === '42#')
  await bothHear(page, sound)

  await call.hangUp()
  await page.getByRole('region', { name: 'Wrap-up' }).waitFor()
  const person = await center.person('ada')
  const wrapUp = page.getByRole('region', { name: 'Wrap-up' })
  await wrapUp.getByRole('radio', { name: 'Sold', exact: true }).check()
  await wrapUp.getByRole('button', { name: 'Complete' }).click()
  const closed = await person.closed(caller)
  const [left = none, right = none] = parseWav(await person.recording(closed.row.id)).channels
  expect([shareAt(left, customerHz) > 0.5, shareAt(right, agentHz) > 0.5]).toEqual([true, true])
  expect(ada.complaints).toEqual([])
})

/** Sends what a page and its leg say to each other through a relay. */
async function throughRelay(page: Page, relay: UdpRelay): Promise<void> {
  await page.routeWebSocket(/\/api\/live$/, socket => {
    const server = socket.connectToServer()
    server.onMessage(message => {
      socket.send(typeof message === 'string' ? relay.through(message) : message)
    })
  })
}

test('a page that is loaded anew, and a network that drops and changes, come back to the same call', async () => {
  await using relay = await openUdpRelay()
  await using floor = await openFloorWithPhone()
  const { center } = floor
  await using chromium = await openBrowser(speaking(voice))
  const ada = await takeSeat(chromium.browser, center.origin)
  const { page } = ada
  await throughRelay(page, relay)
  await takeCallsHere(ada, center.origin)
  await using call = await callIn(center, '+441632960952')
  const { sound } = call
  await page.getByRole('button', { name: 'Accept' }).click()
  await bothHear(page, sound)

  await page.reload()
  const talk = page.getByRole('region', { name: 'In a call' })
  await talk.getByText('You speak through this browser').waitFor()
  await bothHear(page, sound)

  relay.cut(true)
  await talk.getByText('The sound was lost').waitFor({ timeout: 20_000 })
  await ada.photograph('softphone-4-lost')
  await relay.move()
  relay.cut(false)
  await talk.getByText('You speak through this browser').waitFor({ timeout: 20_000 })
  await bothHear(page, sound)
  await call.hangUp()
  await page.getByRole('region', { name: 'Wrap-up' }).waitFor()
  expect(await page.getByText('You speak through this browser').count()).toBe(0)
})

test('two tabs ring and one has the call; a tab that is closed ends it, with words', async () => {
  await using floor = await openFloorWithPhone()
  const { center } = floor
  await using chromium = await openBrowser(speaking(voice))
  const one = await takeSeat(chromium.browser, center.origin)
  await takeCallsHere(one, center.origin)
  const two = await one.page.context().newPage()
  await two.goto(center.origin)
  const caller = '+441632960953'
  await using call = await callIn(center, caller)
  await one.page.getByRole('button', { name: 'Accept' }).waitFor()
  await two.getByRole('button', { name: 'Accept' }).click()
  await bothHear(two, call.sound)
  await one.page.getByRole('button', { name: 'Accept' }).waitFor({ state: 'detached' })
  expect(await one.page.getByText('You speak through this browser').count()).toBe(0)
  await two.close()
  await until(
    'the call has ended',
    async () => (await center.person('ada')).desk().then(desk => desk.talk === undefined),
    45_000,
  )
  const person = await center.person('cleo')
  const { rows } = await person.interactions()
  const row = rows.find(({ customer }) => customer.address === caller)
  const view = await person.interaction(row?.id ?? '')
  expect(JSON.stringify(view.timeline)).toContain('went away and did not come back')
})

test('with both, the Teams phone and the browser ring: whichever is answered has the call, and the other stops', async () => {
  await using floor = await openFloorWithPhone({ wrapUp: '1s' })
  const { center, phone } = floor
  await using chromium = await openBrowser(speaking(voice))
  const ada = await takeSeat(chromium.browser, center.origin)
  const { page } = ada
  await takeCallsHere(ada, center.origin)
  await page.getByRole('radio', { name: 'at both' }).check()
  const accept = page.getByRole('button', { name: 'Accept' })

  await using first = await callIn(center, '+441632960954')
  await accept.waitFor()
  await phone.event('CALL_INCOMING')
  phone.command('accept')
  await phone.event('CALL_ESTABLISHED')
  await accept.waitFor({ state: 'detached' })
  await until('the customer hears the phone', () => first.sound.msOf(phoneHz) > 500)
  expect(first.sound.msOf(agentHz)).toBe(0)
  expect(await page.getByText('You speak through this browser').count()).toBe(0)
  await first.hangUp()
  const state = page.getByRole('region', { name: 'Your state' })
  await state.getByRole('heading', { name: 'Available' }).waitFor({ timeout: 20_000 })

  const before = phone.events.length
  await using second = await callIn(center, '+441632960955')
  await phone.event('CALL_INCOMING', undefined, before)
  await accept.click()
  await phone.event('CALL_CLOSED', undefined, before)
  await bothHear(page, second.sound)
  expect(second.sound.msOf(phoneHz)).toBe(0)
  await second.hangUp()
})

test('where agents may take calls in browsers alone, the desk offers nothing else and no Teams phone rings', async () => {
  await using floor = await openFloorWithPhone({ more: 'agentPhones: browser' })
  const { center, phone } = floor
  await using chromium = await openBrowser(speaking(voice))
  const ada = await takeSeat(chromium.browser, center.origin)
  const { page } = ada
  await takeCallsHere(ada, center.origin)
  expect(await page.getByRole('radio').count()).toBe(1)
  await using call = await callIn(center, '+441632960956')
  await page.getByRole('button', { name: 'Accept' }).click()
  await bothHear(page, call.sound)
  await call.hangUp()
  expect(phone.events.filter(({ type }) => type === 'CALL_INCOMING')).toEqual([])
})
