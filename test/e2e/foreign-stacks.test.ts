import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { InteractionView } from '#contract'
import type { AgentName, ContactCenter } from './peers/contact-center.ts'
import {
  musicHz,
  numberOf,
  numbers,
  openContactCenter,
  openDirectory,
  proxyName,
} from './peers/contact-center.ts'
import { freePort } from './peers/free-port.ts'
import type { Linphone } from './peers/linphone.ts'
import { openLinphone } from './peers/linphone.ts'
import { nothingLeft } from './peers/nothing-left.ts'
import type { OutsideKind, OutsidePhone } from './peers/outside-phone.ts'
import { fromNow, openOutsidePhone, outsideKinds } from './peers/outside-phone.ts'
import type { Person } from './peers/person.ts'
import type { PhoneExchange } from './peers/phone-exchange.ts'
import { openPhoneExchange } from './peers/phone-exchange.ts'
import { msOf, msTogether, sine } from './peers/tones.ts'
import { until } from './peers/until.ts'
import { parseWav } from './peers/wav.ts'

/*
 * Whole calls between stacks that are not ours. Customers call with linphone, baresip and SIPp over
 * TLS; Ada's and Ben's phones are linphones with SRTP behind a door where Teams stands: a linphone goes
 * on writing down what it hears after it was put on hold, which baresip does not. Everybody hums a
 * pitch of their own, so that what is heard tells who is heard.
 */

const customerHz = 440
const adaHz = 1_000
const benHz = 1_600
const ringbackHz = 425

const parts = new AsyncDisposableStack()
let center: ContactCenter
let exchange: PhoneExchange
let adaPhone: AgentPhone
let benPhone: AgentPhone
let ada: Person
let ben: Person
/** The supervisor, who sees calls that no agent had. */
let cleo: Person
let portsBefore: readonly number[]
let callers = 0

beforeAll(async () => {
  const { emulator, ports } = parts.use(await openDirectory())
  const identity = await emulator.issue([proxyName, '127.0.0.1'])
  exchange = parts.use(await openPhoneExchange(identity))
  adaPhone = await openAgentPhone('ada', adaHz)
  benPhone = await openAgentPhone('ben', benHz)
  center = parts.use(
    await openContactCenter(emulator, ports, { teamsPort: exchange.port, ring: '6s' }),
  )
  ada = await center.person('ada')
  ben = await center.person('ben')
  cleo = await center.person('cleo')
  await Promise.all([ada.away(), ben.away(), cleo.away()])
  portsBefore = await center.parley.udpPorts()
})

/** A phone behind the exchange, and how often it was to ring so far. */
interface AgentPhone {
  readonly linphone: Linphone
  rang: number
}

async function openAgentPhone(agent: AgentName, hz: number): Promise<AgentPhone> {
  const [port, number] = [await freePort(), numberOf(agent)]
  const says = sine(hz, 90_000)
  const linphone = parts.use(
    await openLinphone({ transport: 'tcp', port, number, secrecy: 'srtp', says }),
  )
  exchange.lead(number, { port, transport: 'tcp' })
  return { linphone, rang: 0 }
}

afterAll(() => parts.disposeAsync())
afterEach(async () => {
  await until('every talk is filed', async () => {
    await Promise.all([fileOpenWork(ada), fileOpenWork(ben)])
    return (await ada.board()).interactions.length === 0
  })
  await nothingLeft(center, ada, portsBefore)
})

async function fileOpenWork(person: Person): Promise<void> {
  const { wrapUp } = await person.desk()
  if (wrapUp !== undefined) {
    await person.post(`/api/interactions/${wrapUp.interaction}/wrap-up`, { disposition: 'sold' })
  }
  await person.away()
}

/** The record of a customer's call, once Ada has filed it. */
async function filed(number: string): Promise<InteractionView> {
  await until('Ada wraps up', async () => (await ada.desk()).wrapUp)
  await fileOpenWork(ada)
  return ada.closed(number)
}

async function customer(
  kind: OutsideKind,
  endsItself: boolean,
): Promise<OutsidePhone & { readonly number: string }> {
  callers += 1
  const number = `+4416329607${String(callers).padStart(2, '0')}`
  const phone = await openOutsidePhone({ kind, number, hz: customerHz, center, endsItself })
  return { ...phone, number }
}

/** The phone rings once more: linphone counts its calls. */
async function rings(phone: AgentPhone): Promise<void> {
  const { linphone } = phone
  phone.rang += 1
  await until(
    'the agent’s phone rings',
    () =>
      linphone.lines.filter(line => /Receiving new incoming call/.test(line)).length === phone.rang,
  ).catch((cause: unknown) => {
    throw new Error(linphone.lines.slice(-20).join('\n'), { cause })
  })
}

async function answers(phone: AgentPhone): Promise<void> {
  await rings(phone)
  phone.linphone.type('answer')
}

/** Presses until the menu has heard it. */
async function chooses(phone: OutsidePhone): Promise<void> {
  await until('the key is heard', async () => {
    await phone.press('1')
    await pause(400)
    return (await ada.board()).interactions.some(one => one.phase !== 'in-flow')
  })
}

/** A customer and Ada, talking. */
async function talking(phone: OutsidePhone): Promise<string> {
  await ada.ready()
  await phone.dial(numbers.main)
  await chooses(phone)
  await answers(adaPhone)
  const talk = await until('they talk', async () => (await ada.desk()).talk)
  return talk.interaction
}

type Heard = () => Promise<Int16Array>
const adaHeard: Heard = () => adaPhone.linphone.heard()
const benHeard: Heard = () => benPhone.linphone.heard()

/** From now on this pitch is heard for a while. */
async function hears(words: string, heard: Heard, ...pitches: readonly number[]): Promise<void> {
  const since = await fromNow(heard)
  await until(`${words} hears ${pitches.join(' and ')} Hz`, async () => {
    const [hz = 0] = pitches
    const ms = await since(samples =>
      pitches.length === 1 ? msOf(samples, hz) : msTogether(samples, pitches),
    )
    return ms >= 600
  })
}

/** From now on, for a second, this pitch is not heard; what was under way has half a second to pass. */
async function hearsNo(heard: Heard, hz: number): Promise<void> {
  await pause(500)
  const since = await fromNow(heard)
  await pause(1_000)
  expect(await since(samples => msOf(samples, hz))).toBe(0)
}

test.for(outsideKinds)(
  '%s: greeting, key, music, talk both ways, hold from either side, and the recording holds both',
  async kind => {
    await using phone = await customer(kind, true)
    const id = await talking(phone)
    expect(await phone.heard().then(samples => msOf(samples, musicHz))).toBeGreaterThan(0)
    await Promise.all([
      hears('the customer', phone.heard, adaHz),
      hears('Ada', adaHeard, customerHz),
    ])
    await ada.post(`/api/interactions/${id}/hold`)
    await hears('the held customer', phone.heard, musicHz)
    await hearsNo(adaHeard, customerHz)
    await ada.post(`/api/interactions/${id}/resume`)
    await Promise.all([
      hears('the customer', phone.heard, adaHz),
      hears('Ada', adaHeard, customerHz),
    ])
    if (phone.hold !== undefined && phone.resume !== undefined) {
      await phone.hold()
      await hearsNo(phone.heard, adaHz)
      await phone.resume()
      await hears('Ada', adaHeard, customerHz)
      // baresip writes down what it hears until its own call is held, and no further.
      if (!kind.startsWith('baresip')) await hears('the customer', phone.heard, adaHz)
    }
    await phone.hangUp()
    const { row } = await filed(phone.number)
    expect(row).toMatchObject({ outcome: 'handled', agent: { id: 'ada' } })
    await checkRecording(id, { left: customerHz, right: adaHz })
  },
)

async function checkRecording(
  id: string,
  { left, right }: { readonly left: number; readonly right: number | undefined },
): Promise<void> {
  await until('it is recorded', async () => (await cleo.interaction(id)).recordings[0])
  const { channels } = parseWav(await cleo.recording(id))
  const [one = new Int16Array(), two = new Int16Array()] = channels
  expect(msOf(one, left)).toBeGreaterThan(1_000)
  expect(msOf(two, left)).toBe(0)
  if (right === undefined) return
  expect(msOf(two, right)).toBeGreaterThan(1_000)
  expect(msOf(one, right)).toBe(0)
}

test.for(outsideKinds)(
  '%s: Ada consults Ben, all three talk and hear the other two, and Ben goes on',
  async kind => {
    await using phone = await customer(kind, false)
    const id = await talking(phone)
    await ben.ready()
    await ada.post(`/api/interactions/${id}/consult`, { to: { kind: 'agent', agent: 'ben' } })
    await answers(benPhone)
    await Promise.all([
      hears('Ada', adaHeard, benHz),
      hears('Ben', benHeard, adaHz),
      hears('the waiting customer', phone.heard, musicHz),
    ])
    await ada.post(`/api/interactions/${id}/consult/decide`, { decision: 'join' })
    await Promise.all([
      hears('the customer', phone.heard, adaHz, benHz),
      hears('Ada', adaHeard, customerHz, benHz),
      hears('Ben', benHeard, customerHz, adaHz),
    ])
    await ada.post(`/api/interactions/${id}/consult/decide`, { decision: 'complete' })
    await Promise.all([
      hears('the customer', phone.heard, benHz),
      hears('Ben', benHeard, customerHz),
    ])
    benPhone.linphone.type('terminate')
    await phone.left()
    await until('Ben wraps up', async () => (await ben.desk()).wrapUp)
    // Who hands on files too.
    await Promise.all([fileOpenWork(ada), fileOpenWork(ben)])
    const { row, timeline } = await cleo.closed(phone.number)
    expect(row).toMatchObject({ outcome: 'handled', agent: { id: 'ben' } })
    expect(timeline.find(entry => entry.kind === 'transferred')?.fact).toMatchObject({
      agent: 'ada',
      consulted: true,
    })
  },
)

test.for(outsideKinds)(
  '%s: a blind transfer reaches Ben, and one that nobody answers comes back to Ada',
  async kind => {
    await using phone = await customer(kind, true)
    const id = await talking(phone)
    await ben.ready()
    await ada.post(`/api/interactions/${id}/transfer`, { to: { kind: 'agent', agent: 'ben' } })
    await rings(benPhone)
    await hears('the waiting customer', phone.heard, musicHz)
    await answers(adaPhone)
    await until('Ada has the customer again', async () => (await ada.desk()).talk)
    await hears('the customer', phone.heard, adaHz)
    await ben.ready()
    await ada.post(`/api/interactions/${id}/transfer`, { to: { kind: 'agent', agent: 'ben' } })
    await answers(benPhone)
    await Promise.all([
      hears('the customer', phone.heard, benHz),
      hears('Ben', benHeard, customerHz),
    ])
    await phone.hangUp()
    await until('Ben wraps up', async () => (await ben.desk()).wrapUp)
    // Who hands on files too.
    await Promise.all([fileOpenWork(ada), fileOpenWork(ben)])
    const { timeline } = await cleo.closed(phone.number)
    const results = timeline.flatMap(({ fact }) => (fact.kind === 'offer-ended' ? fact.result : []))
    expect(results).toEqual(['answered', 'no-answer', 'answered', 'answered'])
  },
)

test.for(outsideKinds)(
  '%s: Ben’s own number rings, nobody answers, and a message is left',
  async kind => {
    await using phone = await customer(kind, false)
    await phone.dial(numbers.ben)
    await hears('the caller', phone.heard, ringbackHz)
    await rings(benPhone)
    await until('the beep is heard', async () => msOf(await phone.heard(), 1_000) > 200)
    await pause(2_000)
    await phone.press('#')
    await phone.left()
    const { row } = await cleo.closed(phone.number)
    expect(row.recorded).toBe(true)
    await checkRecording(row.id, { left: customerHz, right: undefined })
  },
)
