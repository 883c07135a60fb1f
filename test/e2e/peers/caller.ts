import type { Baresip } from './baresip.ts'
import { type ContactCenter, numbers } from './contact-center.ts'
import { openPhoneSound, type PhoneSound } from './phone-sound.ts'
import { openSipp, type Sipp } from './sipp.ts'
import { sampleRate } from './tones.ts'
import { until } from './until.ts'

/** What a busy machine may take to show something. */
const shownMsMax = 30_000

/** A caller in the queue of sales, and the sound of his phone. */
export interface Caller extends AsyncDisposable {
  readonly call: Sipp
  readonly sound: PhoneSound
}

export async function openCaller(center: ContactCenter, number: string): Promise<Caller> {
  const stack = new AsyncDisposableStack()
  const sound = stack.use(await openPhoneSound())
  const call = stack.use(
    await openSipp({
      scenario: 'caller-hangs-up',
      to: { ...center.sip, user: numbers.main },
      words: { CALLER: number, SOUND_PORT: sound.port, CODECS: '0 101' },
    }),
  )
  const { Port } = await call.told('answered')
  sound.talkTo(Number(Port))
  await until('the greeting is heard', () => sound.msLoud() > 800)
  await sound.press('1')
  return { call, sound, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

/** Waits until a pitch is heard from now on. */
export async function hears(sound: PhoneSound, hz: number): Promise<void> {
  const since = sound.now()
  await until(`${hz} Hz are heard`, () => sound.msOf(hz, since) > 400)
}

/** Listens for most of a second, and says how long a pitch was in it. */
export async function msHeardOf(sound: PhoneSound, hz: number): Promise<number> {
  const since = sound.now()
  await until('most of a second is heard', () => sound.heard(since).length > 0.8 * sampleRate)
  return sound.msOf(hz, since)
}

/** Takes the call on a Teams phone. */
export async function answer(phone: Baresip, from = 0): Promise<void> {
  await phone.event('CALL_INCOMING', shownMsMax, from)
  phone.command('accept')
  await phone.event('CALL_ESTABLISHED', shownMsMax, from)
}
