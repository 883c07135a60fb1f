import type { WebEntryView } from '#contract'
import { Caller } from '../call/caller.ts'
import { drawCall } from '../call/draw-call.ts'
import '../call/call.css'
import { callWords } from '../call/words.ts'
import type { SocketEvents } from '../connection/link.ts'
import { browserClock } from '../model/clock.ts'
import { languages } from '../model/settings.ts'
import { createShelf } from '../model/shelf.ts'
import { createFakeSound } from '../softphone/fake-sound.ts'

/**
 * The page by which customers call, over a made-up server: /gallery/call-gallery.html#call=talking&language=ru.
 * It is a page of its own, without React, so it has a gallery of its own.
 */
const entry: WebEntryView = {
  tenant: 'Contoso Outfitters',
  name: 'Talk to our shop',
  language: 'en-GB',
  consent: 'Calls are recorded so that we can serve you better.',
}
const graceMs = 30_000

/** Plays a call as far as the scene wants it. */
async function play(wished: URLSearchParams, place: HTMLElement): Promise<void> {
  const scene = wished.get('call')
  const sound = createFakeSound()
  if (scene === 'denied') sound.microphone = 'denied'
  let events: SocketEvents | undefined
  const caller = new Caller({
    look: () => Promise.resolve(scene === 'absent' ? 'absent' : entry),
    begin: () =>
      Promise.resolve(
        scene === 'full'
          ? { ok: false, trouble: 'entry-full' }
          : { ok: true, call: { token: 'token', iceServers: [], graceMs } },
      ),
    openSocket: given => {
      events = given
      return { send: () => undefined, close: () => undefined }
    },
    sound: sound.port,
    clock: browserClock,
    // A shelf of its own: no scene goes on with the call of the one before.
    tabShelf: createShelf(() => {
      throw new Error('The gallery keeps no call.')
    }),
  })
  const language = languages.find(one => one === wished.get('language')) ?? 'en'
  document.documentElement.lang = language
  drawCall(place, { caller, words: callWords[language], isSecure: true })
  await caller.open()
  if (scene === 'absent' || scene === 'ready') return
  await caller.call()
  if (scene === 'talking' || scene === 'over') {
    events?.opened()
    sound.become('connected')
  }
  if (scene === 'over') caller.hangUp()
}

async function show(): Promise<void> {
  const asked = location.hash.slice(1)
  const wished = new URLSearchParams(asked)
  delete document.documentElement.dataset['scene']
  const place = document.getElementById('call')
  if (place === null) throw new Error('The gallery has no place for the call.')
  await play(wished, place)
  document.documentElement.dataset['scene'] = asked
}

addEventListener('hashchange', () => void show())
void show()
