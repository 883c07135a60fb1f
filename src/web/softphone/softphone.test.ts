import { expect, test } from 'vitest'
import type { PhoneGreeting, PhoneRequest, PhoneView } from '#contract'
import type { PhoneMessage } from '../connection/live.ts'
import { createShelf } from '../model/shelf.ts'
import { createFakeSound } from './fake-sound.ts'
import { renewMs } from './page-call.ts'
import { createSoftphone } from './softphone.ts'

type CallState = PhoneView['calls'][number]['state']

/** A page whose server, sound and time are in the test's hands. */
function openPage(kept: Readonly<Record<string, unknown>> = {}) {
  const sound = createFakeSound()
  const greetings: (PhoneGreeting | undefined)[] = []
  const asked: PhoneRequest[] = []
  const timers: { readonly ms: number; readonly run: () => void }[] = []
  const ears: ((message: PhoneMessage) => void)[] = []
  const hear = (message: PhoneMessage): void => {
    for (const ear of ears) ear(message)
  }
  const shelf = createShelf(() => {
    throw new Error('no storage')
  })
  const tabShelf = createShelf(() => {
    throw new Error('no storage')
  })
  for (const [key, value] of Object.entries(kept)) shelf.write(key, value)
  const phone = createSoftphone({
    live: {
      bePhone: greeting => greetings.push(greeting),
      onPhone: hearer => ears.push(hearer),
      askPhone: request => {
        asked.push(request)
        return true
      },
    },
    sound: sound.port,
    clock: {
      after: (ms, run) => {
        timers.push({ ms, run })
        return () => undefined
      },
    },
    shelf,
    tabShelf,
    newId: () => 'tab-0001',
  })
  const show = (state: CallState | undefined, leg = 'l1'): void =>
    hear({
      topic: 'phone',
      view: {
        at: 0,
        calls: state === undefined ? [] : [{ leg, from: '+441632960123', state }],
        iceServers: [],
      },
    })
  return { phone, sound, greetings, asked, timers, show, hear }
}

/** Lets everything go on that waits for nothing but its turn. */
async function turn(): Promise<void> {
  for (let step = 0; step < 20; step += 1) await Promise.resolve()
}

test('A page is a phone only once it is chosen, and is the same one after its reload', () => {
  const { phone, greetings } = openPage()
  phone.choose('browser')
  phone.choose('both')
  phone.choose('teams')
  expect(greetings).toEqual([
    undefined,
    { id: 'tab-0001', beside: false },
    { id: 'tab-0001', beside: true },
    undefined,
  ])
  expect(openPage({ 'parley.phone': 'browser' }).greetings).toEqual([
    { id: 'tab-0001', beside: false },
  ])
})

test('A call rings, is answered with the microphone, and talks once there is sound', async () => {
  const { phone, sound, asked, show, hear } = openPage({ 'parley.phone': 'browser' })
  show('ringing')
  expect([phone.get().call?.at, sound.done]).toEqual(['ringing', []])
  await phone.answer()
  show('talking')
  hear({ topic: 'phone-sound', answer: { ok: true, leg: 'l1', sdp: 'theirs' } })
  await turn()
  expect([phone.get().call?.at, asked, sound.done]).toEqual([
    'joining',
    [{ do: 'answer', leg: 'l1', sdp: 'sdp' }],
    ['open', 'describe', 'accept theirs'],
  ])
  sound.become('connected')
  expect(phone.get().call?.at).toBe('talking')
  show(undefined)
  expect([phone.get().call, sound.done.at(-1)]).toEqual([undefined, 'close'])
})

test('A microphone that is refused is told, and the call goes on ringing', async () => {
  const { phone, sound, asked, show } = openPage({ 'parley.phone': 'browser' })
  sound.microphone = 'denied'
  show('ringing')
  await phone.answer()
  expect([phone.get().call?.at, phone.get().trouble, asked]).toEqual(['ringing', 'denied', []])
  sound.microphone = 'allowed'
  await phone.answer()
  expect([phone.get().trouble, asked.length]).toEqual([undefined, 1])
})

test('A call that another phone took is silent here', async () => {
  const { phone, sound, show, hear } = openPage({ 'parley.phone': 'browser' })
  show('ringing')
  await phone.answer()
  show('elsewhere')
  hear({ topic: 'phone-sound', answer: { ok: false, leg: 'l1', code: 'taken', words: '' } })
  expect([phone.get().call?.at, phone.get().trouble, sound.done.at(-1)]).toEqual([
    'elsewhere',
    'taken',
    'close',
  ])
})

test('A sound that is lost is described anew until it is back', async () => {
  const { phone, sound, asked, timers, show } = openPage({ 'parley.phone': 'browser' })
  show('ringing')
  await phone.answer()
  show('talking')
  sound.become('connected')
  sound.become('lost')
  await turn()
  expect([phone.get().call?.at, asked.at(-1)]).toEqual([
    'returning',
    { do: 'renew', leg: 'l1', sdp: 'sdp anew' },
  ])
  expect(timers.map(({ ms }) => ms)).toEqual([renewMs])
  timers[0]?.run()
  await turn()
  expect(asked.filter(request => request.do === 'renew').length).toBe(2)
  sound.become('connected')
  timers[1]?.run()
  await turn()
  expect([phone.get().call?.at, asked.length]).toEqual(['talking', 3])
})

test('A page that is loaded anew finds its call and takes the sound up again', async () => {
  const { phone, sound, asked, show } = openPage({ 'parley.phone': 'browser' })
  show('talking')
  await turn()
  expect([phone.get().call?.at, asked]).toEqual([
    'returning',
    [{ do: 'renew', leg: 'l1', sdp: 'sdp' }],
  ])
  sound.become('connected')
  expect(phone.get().call?.at).toBe('talking')
})

test('The self-test is heard until it is ended', async () => {
  const { phone, sound } = openPage()
  await phone.testSelf(true)
  expect(phone.get().selfTest === undefined).toBe(false)
  await phone.testSelf(false)
  expect([phone.get().selfTest, sound.done]).toEqual([undefined, ['end of test']])
})
