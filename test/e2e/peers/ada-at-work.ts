import type { Browser, Locator, Page } from 'playwright-core'
import type { Baresip, BaresipEvent } from './baresip.ts'
import { signInAt, takeSeat } from './browser.ts'
import type { ContactCenter } from './contact-center.ts'
import { nameOf, numbers } from './contact-center.ts'
import { agentHz } from './floor-with-phone.ts'
import { underLid, type Lid } from './lid.ts'
import type { Person } from './person.ts'
import { openPhoneSound, type PhoneSound } from './phone-sound.ts'
import { openSipp } from './sipp.ts'
import { until } from './until.ts'

/** A desk in a browser, under a lid that can be closed. */
export interface Desk {
  readonly page: Page
  readonly lid: Lid
  readonly complaints: readonly string[]
}

/** Ada at her desk, ready for calls on her Teams phone. */
export async function sitDown(browser: Browser, { origin }: ContactCenter): Promise<Desk> {
  const { page, complaints } = await takeSeat(browser, origin)
  const lid = await underLid(page)
  await signInAt(page, origin, nameOf('ada'))
  const state = page.getByRole('region', { name: 'Your state' })
  await state.getByRole('button', { name: 'Take calls' }).click()
  await state.getByRole('heading', { name: 'Available' }).waitFor()
  return { page, lid, complaints }
}

/** A customer on the line. */
export interface Customer extends AsyncDisposable {
  readonly sound: PhoneSound
  hangUp(): Promise<void>
  /** The other side hung up, as its phone saw it. */
  left(): Promise<void>
}

/** A customer who presses 1 for sales, and whom Ada's phone is about to ring for. */
export async function callIn(
  center: ContactCenter,
  caller: string,
  scenario: 'caller-hangs-up' | 'caller-is-left' = 'caller-hangs-up',
): Promise<Customer> {
  const stack = new AsyncDisposableStack()
  const sound = stack.use(await openPhoneSound())
  const call = stack.use(
    await openSipp({
      scenario,
      to: { ...center.sip, user: numbers.main },
      words: { CALLER: caller, SOUND_PORT: sound.port, CODECS: '0 101' },
    }),
  )
  const { Port } = await call.told('answered')
  sound.talkTo(Number(Port))
  await sound.press('1')
  return {
    sound,
    async hangUp() {
      call.go()
      await call.finished()
    },
    left: () => call.finished(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** Whether an event belongs to a call before the next one that comes in. */
function isOver({ type }: BaresipEvent): boolean {
  return /^CALL_(?:ESTABLISHED|CLOSED)$/.test(type)
}

/** Ada takes the call on her Teams phone, and the customer hears her. */
export async function pickUp(phone: Baresip, sound: PhoneSound): Promise<void> {
  await phone.event('CALL_INCOMING', undefined, phone.events.findLastIndex(isOver) + 1)
  phone.command('accept')
  await goesOn(sound)
}

/** The customer hears the agent for another second from now. */
export async function goesOn(sound: PhoneSound): Promise<void> {
  const since = sound.now()
  await until('the customer hears the agent', () => sound.msOf(agentHz, since) > 1_000)
}

/** The call on a page, if there is one. */
export const talkOf = (page: Page): Locator => page.getByRole('region', { name: 'In a call' })
/** The wrap-up on a page, if there is one. */
export const wrapUpOf = (page: Page): Locator => page.getByRole('region', { name: 'Wrap-up' })

/** Seconds on the clock a page shows of the talk. */
async function clockOf(page: Page): Promise<number> {
  const text = await talkOf(page).getByRole('timer').first().innerText()
  const [minutes = 0, seconds = 0] = text.split(':').map(Number)
  return minutes * 60 + seconds
}

/** Seconds a clock may differ: the one it is drawn in, and one for the asking. */
const clockOffMax = 2

/** The page's clock is the server's. */
export async function clockIsRight(page: Page, person: Person): Promise<void> {
  await until('the clock of the page is the server’s', async () => {
    const shown = await clockOf(page)
    const { at, talk } = await person.desk()
    return talk !== undefined && Math.abs((at - talk.since) / 1_000 - shown) < clockOffMax
  })
}
