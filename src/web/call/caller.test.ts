import { expect, test } from 'vitest'
import type { WebCallMessage, WebEntryView } from '#contract'
import type { SocketEvents } from '../connection/link.ts'
import { createFakeClock } from '../model/fake-clock.ts'
import { createShelf, type Shelf } from '../model/shelf.ts'
import { languages } from '../model/settings.ts'
import { createFakeSound } from '../softphone/fake-sound.ts'
import { againMs, Caller, type Begun } from './caller.ts'
import { callWords } from './words.ts'

const graceMs = 30_000
const entry: WebEntryView = { tenant: 'Shop', name: 'Talk to us', language: 'en-GB' }

/** A page with a sound, a network and a time that a test holds in its hand. */
function openPage(shelf: Shelf = memoryShelf()) {
  const clock = createFakeClock()
  const fake = createFakeSound()
  const said: string[] = []
  const seen: string[] = []
  const network = { events: undefined as SocketEvents | undefined, opened: 0 }
  const agreed: (string | undefined)[] = []
  let shown = entry
  let begun: Begun = { ok: true, call: { token: 'token', iceServers: [], graceMs } }
  const caller = new Caller({
    look: () => Promise.resolve(shown),
    begin: consented => {
      agreed.push(consented)
      return Promise.resolve(begun)
    },
    openSocket: events => {
      network.events = events
      network.opened += 1
      return { send: text => said.push(text), close: () => undefined }
    },
    sound: fake.port,
    clock,
    tabShelf: shelf,
  })
  caller.state.subscribe(() => {
    const { at, trouble } = caller.state.get()
    const words = trouble === undefined ? at : `${at} ${trouble}`
    if (seen.at(-1) !== words) seen.push(words)
  })
  const hear = (message: WebCallMessage): void => network.events?.message(JSON.stringify(message))
  return {
    caller,
    clock,
    fake,
    said,
    seen,
    network,
    hear,
    agreed,
    /** The tenant asks for another consent from now on. */
    ask: (consent: string) => {
      shown = { ...entry, consent }
    },
    refuse: (trouble: Extract<Begun, { ok: false }>['trouble']) => {
      begun = { ok: false, trouble }
    },
    /** From the button until both hear each other. */
    talk: async () => {
      await caller.open()
      await caller.call()
      network.events?.opened()
      await settled()
      hear({ say: 'sound', sdp: 'answer' })
      await settled()
      fake.become('connected')
    },
  }
}

function memoryShelf(): Shelf {
  return createShelf(() => {
    throw new Error('a frame may have no storage')
  })
}

/** Lets promises that are ready be heard. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
}

test('from the button to the talk: the microphone, the token, the description, the sound', async () => {
  const page = openPage()
  await page.talk()
  expect(page.seen).toEqual(['idle', 'asking', 'calling', 'talking'])
  expect(page.said).toEqual(['{"do":"join","token":"token"}', '{"do":"describe","sdp":"sdp"}'])
  page.caller.mute()
  page.caller.press('5')
  page.caller.hangUp()
  expect(page.fake.done).toEqual(['open', 'describe', 'accept answer', 'mute', 'press 5', 'close'])
  expect([page.seen.at(-1), page.said.at(-1)]).toEqual(['over', '{"do":"hang-up"}'])
  expect(page.clock.waiting()).toBe(0)
})

test('without a microphone nobody is rung, and the call that was asked for is given back', async () => {
  const page = openPage()
  page.fake.microphone = 'denied'
  await page.caller.open()
  await page.caller.call()
  page.network.events?.opened()
  expect(page.seen).toEqual(['idle', 'asking', 'asking denied', 'over denied'])
  expect(page.said).toEqual(['{"do":"join","token":"token"}', '{"do":"hang-up"}'])
})

test('a refusal is said, the microphone stays closed, and the button is there again', async () => {
  const page = openPage()
  page.refuse('entry-full')
  await page.caller.open()
  await page.caller.call()
  expect([page.seen.at(-1), page.fake.done]).toEqual(['over entry-full', []])
})

test('a socket that drops alone is joined again, and the sound goes on', async () => {
  const page = openPage()
  await page.talk()
  page.network.events?.closed()
  page.clock.advance(againMs)
  page.network.events?.opened()
  await settled()
  expect(page.seen.at(-1)).toBe('talking')
  expect(page.said.slice(2)).toEqual(['{"do":"join","token":"token"}'])
  expect(page.network.opened).toBe(2)
  page.clock.advance(graceMs * 2)
  expect([page.seen.at(-1), page.network.opened]).toEqual(['talking', 2])
})

test('a lost sound is described anew until it is back', async () => {
  const page = openPage()
  await page.talk()
  page.fake.become('lost')
  await settled()
  page.clock.advance(againMs)
  await settled()
  expect([page.seen.at(-1), page.fake.done.slice(3)]).toEqual([
    'returning',
    ['describe anew', 'describe anew'],
  ])
  page.hear({ say: 'sound', sdp: 'answer anew' })
  page.fake.become('connected')
  expect(page.seen.at(-1)).toBe('talking')
})

test('a network that stays away ends the call when the server’s grace time is over', async () => {
  const page = openPage()
  await page.talk()
  page.fake.become('lost')
  page.network.events?.closed()
  for (let second = 0; second < 35; second += 1) {
    page.clock.advance(againMs)
    page.network.events?.closed()
  }
  expect([page.seen.at(-1), page.clock.waiting()]).toEqual(['over offline', 0])
})

test('a page that is loaded anew goes on with its call, its time and its sound', async () => {
  const shelf = memoryShelf()
  const before = openPage(shelf)
  await before.talk()
  const { since } = before.caller.state.get()
  const after = openPage(shelf)
  await after.caller.open()
  after.network.events?.opened()
  await settled()
  expect(after.said).toEqual([
    '{"do":"join","token":"token"}',
    '{"do":"describe","sdp":"sdp anew"}',
  ])
  after.fake.become('connected')
  expect(after.seen).toEqual(['idle', 'returning', 'talking'])
  expect(after.caller.state.get().since).toBe(since)
})

test('what the server says ends the call; what it no longer knows is over as well', async () => {
  const ends = ['ended', 'refused', 'no-sound', 'elsewhere'] as const
  for (const why of ends) {
    const page = openPage()
    await page.talk()
    page.hear({ say: 'over', why })
    expect(page.seen.at(-1)).toBe(why === 'ended' ? 'over' : `over ${why}`)
  }
  const forgotten = openPage()
  await forgotten.talk()
  forgotten.network.events?.closed(true)
  expect([forgotten.seen.at(-1), forgotten.clock.waiting()]).toEqual(['over', 0])
})

test.each(languages)(
  'every sentence is there in %s, and none is the English one by mistake',
  language => {
    const flat = (words: object): readonly string[] =>
      Object.values(words).flatMap((one: unknown) => {
        if (typeof one === 'string') return [one]
        if (typeof one === 'function') return [String(Reflect.apply(one, undefined, ['5']))]
        return typeof one === 'object' && one !== null ? flat(one) : []
      })
    const [own, english] = [flat(callWords[language]), flat(callWords.en)]
    expect(own).toHaveLength(english.length)
    expect(own.filter(one => one.trim() === '')).toEqual([])
    expect(own.filter(one => english.includes(one)).length).toBe(language === 'en' ? own.length : 0)
  },
)

test('Words that changed since the page was loaded are shown anew, and only then agreed to', async () => {
  const { caller, seen, agreed, ask, refuse } = openPage()
  ask('Calls are recorded.')
  await caller.open()
  ask('Calls are recorded and kept for a year.')
  refuse('consent-needed')
  await caller.call()
  expect(seen.at(-1)).toBe('over consent-needed')
  expect(caller.state.get().entry?.consent).toBe('Calls are recorded and kept for a year.')
  await caller.call()
  expect(agreed).toEqual(['Calls are recorded.', 'Calls are recorded and kept for a year.'])
})
